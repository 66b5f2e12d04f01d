//! Running a task's mathematics, which may fail.

use assignments::task::{AnyTask, InputsError};
use l10n::{Explain, Lang, Localized, Message, message};
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What one task's mathematics gave, or why it failed.
pub type TaskRun<T> = Result<T, TaskFailure>;

/// Why a task's mathematics gave nothing.
#[derive(Clone, Debug, PartialEq)]
pub enum TaskFailure {
    /// The inputs do not fit the task.
    Inputs(InputsError),
    /// The reference failed: a fault of the grader.
    Panicked,
}

impl Explain for TaskFailure {
    fn message(&self) -> Message {
        match self {
            Self::Inputs(error) => {
                let (en, ru) = (error.text(Lang::En), error.text(Lang::Ru));
                message!("inputs-unfit", what = Localized { en, ru })
            }
            Self::Panicked => message!("reference-failed"),
        }
    }
}

/// Runs a task's mathematics; a panic in it is a fault of ours and becomes an error instead of taking the grader down.
///
/// # Errors
/// What is wrong with the inputs, or that the task itself failed.
pub fn run_task<T>(
    task: &dyn AnyTask,
    run: impl FnOnce(&dyn AnyTask) -> Result<T, InputsError>,
) -> TaskRun<T> {
    match catch_unwind(AssertUnwindSafe(|| run(task))) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(error)) => Err(TaskFailure::Inputs(error)),
        Err(_) => {
            tracing::error!(task = task.id(), "a reference panicked");
            Err(TaskFailure::Panicked)
        }
    }
}

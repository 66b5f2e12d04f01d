//! The report on one answers file.

use super::reason::Reason;
use super::task::TaskReport;
use super::verdict::TaskVerdict;
use super::which_inputs::WhichInputs;
use crate::points::Points;
use l10n::Lang;
use serde::{Deserialize, Serialize};

/// The report on one answers file.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Report {
    /// The homework.
    pub homework: String,
    /// Points of all tasks, before any late penalty.
    pub points: Points,
    /// The most that the tasks checked here give.
    pub max_points: Points,
    /// A report a task, in the order of the catalogue.
    pub tasks: Vec<TaskReport>,
    /// Keys of the file that no task asks for; the first hundred.
    pub unknown: Vec<Unknown>,
    /// How many more there were.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub unknown_more: usize,
    /// Which inputs the file is for; null where that was not asked.
    #[serde(default)]
    pub inputs: Option<WhichInputs>,
}

/// A key that no task asks for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct Unknown {
    /// The key.
    pub key: String,
    /// The nearest right one.
    pub nearest: Option<String>,
    /// What is wrong with what stands under it, where it could not be read either.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes a reference"
)]
fn is_zero(number: &usize) -> bool {
    *number == 0
}

impl Report {
    /// The report on these tasks.
    pub fn of(homework: &str, tasks: Vec<TaskReport>) -> Self {
        Self {
            homework: homework.to_owned(),
            points: tasks.iter().map(|t| t.points).sum(),
            max_points: tasks.iter().map(|t| t.max_points).sum(),
            tasks,
            ..Self::default()
        }
    }

    /// Whether everything asked for is right: every graded task, and every practice task that was attempted.
    pub fn all_right(&self) -> bool {
        let right = |t: &TaskReport| {
            let needed = t.max_points > Points::ZERO || t.is_attempted();
            !needed || t.verdict == TaskVerdict::Correct
        };
        self.tasks.iter().all(right)
    }

    /// Whether the grader failed on some task.
    pub fn has_fault(&self) -> bool {
        self.tasks
            .iter()
            .any(|t| t.verdict == TaskVerdict::GraderFault)
    }

    /// The same report in another language: `hint` gives the sentence of a task's mistake.
    #[must_use]
    pub fn in_language(
        mut self,
        lang: Lang,
        hint: impl Fn(&str, &str, Lang) -> Option<String>,
    ) -> Self {
        if let Some(inputs) = &mut self.inputs {
            inputs.translate(lang);
        }
        for task in &mut self.tasks {
            let TaskReport {
                task,
                outputs,
                mistake,
                ..
            } = task;
            let hint = |mistake: &str, lang| hint(task, mistake, lang);
            for found in outputs.iter_mut().flat_map(|o| &mut o.recognised) {
                found.translate(lang, hint);
            }
            if let Some(found) = mistake
                && let Some(sentence) = hint(&found.id, lang)
            {
                found.hint = sentence;
            }
        }
        self
    }

    /// The same report without hints: the mistakes are known to be known, and not named yet.
    #[must_use]
    pub fn without_hints(mut self) -> Self {
        for task in &mut self.tasks {
            task.mistake = None;
            for output in &mut task.outputs {
                output.recognised.clear();
            }
        }
        self
    }
}

//! A student's own inputs: drawn from a seed, written to a file, read back from one.

use super::run::TaskFailure;
use crate::course::{Homework, Task};
use assignments::catalogue;
use assignments::draw::{Seed, solved_instance};
use assignments::task::{Sizes, Solution};
use hmac::{Hmac, KeyInit as _, Mac as _};
use judge::answers::InputsId;
use judge::answers::keys::INPUTS;
use judge::arrays::Arrays;
use judge::port::numbers;
use l10n::{Explain, Lang, Message, message};
use sha2::Sha256;
use std::collections::BTreeMap;

/// The inputs of every task of a homework, by task.
pub type Inputs = BTreeMap<String, Arrays>;

/// The seed of a student's inputs: HMAC-SHA256 of login and homework under the course secret, so that nobody without the secret
/// can draw another's inputs.
///
/// # Panics
/// Never: HMAC takes a key of any length.
pub fn student_seed(secret: &[u8; 32], login: &str, homework: &str) -> Seed {
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes a key of any length");
    mac.update(login.as_bytes());
    mac.update(&[0]);
    mac.update(homework.as_bytes());
    mac.finalize().into_bytes().into()
}

/// Draws the inputs of every task, graded and practice.
pub fn draw_inputs(homework: &Homework, seed: Seed) -> Inputs {
    let draw = |task: &Task| (task.name().to_owned(), draw_task_inputs(task, seed));
    homework.tasks.iter().map(draw).collect()
}

/// Draws the inputs of one task.
pub fn draw_task_inputs(task: &Task, seed: Seed) -> Arrays {
    drawn(task, seed).0
}

/// The same, with what drawing had to compute of them.
pub(super) fn drawn(task: &Task, seed: Seed) -> (Arrays, Option<Solution>) {
    let sizes = Sizes::of(task.spec.sizes(), &task.sizes);
    solved_instance(task.spec, seed, &sizes)
}

/// The arrays of an inputs file, under `task.input`, with the mark of these inputs.
pub fn inputs_to_file(inputs: &Inputs, mark: InputsId) -> Arrays {
    let mut file = Arrays::from([(INPUTS.to_owned(), mark.to_array())]);
    for (task, arrays) in inputs {
        for (name, array) in arrays {
            file.insert(format!("{task}.{name}"), array.clone());
        }
    }
    file
}

/// Why an inputs file cannot be used.
#[derive(Clone, Debug, PartialEq)]
pub enum InputsFileError {
    /// No array of any task of the homework.
    NoTask {
        /// The homework.
        homework: String,
    },
    /// The arrays of a task do not fit it.
    Misfit {
        /// The task.
        task: String,
        /// What does not fit.
        what: TaskFailure,
    },
}

impl Explain for InputsFileError {
    fn message(&self) -> Message {
        match self {
            Self::NoTask { homework } => message!("inputs-no-task", homework = homework.clone()),
            Self::Misfit { task, what } => {
                message!("inputs-misfit", task = task.clone(), what = what.message())
            }
        }
    }
}

impl std::fmt::Display for InputsFileError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for InputsFileError {}

/// The inputs of the tasks that a file holds. A task of which the file holds nothing is left out; one that is there must be whole.
///
/// # Errors
/// When the file holds no task of the homework, or one whose arrays do not fit together.
pub fn inputs_from_file(homework: &str, file: &Arrays) -> Result<Inputs, InputsFileError> {
    let mut inputs = Inputs::new();
    let Some(known) = catalogue::homework(homework) else {
        return Err(InputsFileError::NoTask {
            homework: homework.to_owned(),
        });
    };
    for task in known.tasks {
        let prefix = format!("{}.", task.name());
        let mut own: Arrays = file
            .iter()
            .filter_map(|(key, array)| Some((key.strip_prefix(&prefix)?.to_owned(), array.clone())))
            .collect();
        if own.is_empty() {
            continue;
        }
        numbers(&mut own, task.inputs());
        if let Err(error) = super::run::run_task(*task, |task| task.reference(&own)) {
            return Err(InputsFileError::Misfit {
                task: task.name().to_owned(),
                what: error,
            });
        }
        inputs.insert(task.name().to_owned(), own);
    }
    if inputs.is_empty() {
        return Err(InputsFileError::NoTask {
            homework: homework.to_owned(),
        });
    }
    Ok(inputs)
}

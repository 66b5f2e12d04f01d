//! What a file is that has no output of the homework that it is meant for, as far as the names in it tell.

use super::answers::keys::count;
use super::port::Port;
use super::report::{Which, WhichInputs};

/// A task's name, what is given to it and what it is asked for.
pub type TaskPorts<'t> = (&'t str, &'static [Port], &'static [Port]);

/// How many names of a file a homework knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct KnownNames {
    homework: &'static str,
    inputs: usize,
    outputs: usize,
}

impl KnownNames {
    /// Those among `names` that the tasks of a homework know, however they are written.
    pub fn of<'n>(
        names: impl Iterator<Item = &'n String> + Clone,
        homework: &'static str,
        tasks: &[TaskPorts<'_>],
    ) -> Self {
        let known = |ports: fn(&TaskPorts<'_>) -> &'static [Port]| {
            let named = |task| ports(task).iter().map(|port| port.name).collect();
            let tasks: Vec<(&str, Vec<&str>)> = tasks.iter().map(|t| (t.0, named(t))).collect();
            let tasks: Vec<(&str, &[&str])> = tasks.iter().map(|(t, of)| (*t, &of[..])).collect();
            count(names.clone(), homework, &tasks)
        };
        Self {
            homework,
            inputs: known(|(_, inputs, _)| inputs),
            outputs: known(|(.., outputs)| outputs),
        }
    }

    /// What a file is that has no output of `homework`, by what each homework knows of its names: inputs where most of them are such, else
    /// answers of another homework.
    pub fn of_another(all: &[Self], homework: &str) -> Option<WhichInputs> {
        let outputs = all.iter().max_by_key(|known| known.outputs)?;
        let inputs = all.iter().max_by_key(|known| known.inputs)?;
        if inputs.inputs > outputs.outputs {
            let which = WhichInputs::of_homework(Which::InputsFile, inputs.homework);
            return Some(which);
        }
        (outputs.outputs > 0 && outputs.homework != homework)
            .then(|| WhichInputs::of_homework(Which::OtherHomework, outputs.homework))
    }
}

//! The index of all tasks.

use crate::statement::{self, Statement};
use crate::task::AnyTask;
use crate::{ddpm, elbo, fid, flows, gan, reparameterization};
use l10n::text::{Lang, Text};
use std::fmt;

/// A homework of the catalogue: its tasks, statements and default grading config.
pub struct Homework {
    /// Its name, as in `homework/task`.
    pub name: &'static str,
    /// Its tasks, in the order of the statement.
    pub tasks: &'static [&'static dyn AnyTask],
    /// The statement in both languages (Markdown, a heading a task, under it the hints).
    pub statement: Text,
    /// The default grading config (TOML).
    pub grading: &'static str,
}

impl Homework {
    /// The statement in one language.
    pub fn statement(&self, lang: Lang) -> Statement {
        statement::cut(self.statement.get(lang))
    }
}

impl fmt::Debug for Homework {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "homework {}", self.name)
    }
}

/// There is one homework of a name.
impl PartialEq for Homework {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl fmt::Debug for dyn AnyTask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "task {}", self.id())
    }
}

/// There is one task of an id.
impl PartialEq for dyn AnyTask {
    fn eq(&self, other: &Self) -> bool {
        self.homework() == other.homework() && self.name() == other.name()
    }
}

macro_rules! homework {
    ($module:ident) => {
        Homework {
            name: stringify!($module),
            tasks: $module::TASKS,
            statement: $module::STATEMENT,
            grading: include_str!(concat!(stringify!($module), "/grading.toml")),
        }
    };
}

/// The six homeworks in the order of the course.
pub const HOMEWORKS: &[Homework] = &[
    homework!(elbo),
    homework!(reparameterization),
    homework!(flows),
    homework!(gan),
    homework!(fid),
    homework!(ddpm),
];

/// The default course (TOML): homeworks, exam, formula, dates.
pub const COURSE: &str = include_str!("course.toml");

/// The homework of this name.
pub fn homework(name: &str) -> Option<&'static Homework> {
    HOMEWORKS.iter().find(|h| h.name == name)
}

/// The task of this id, `homework/task`.
pub fn task(id: &str) -> Option<&'static dyn AnyTask> {
    let (homework_name, name) = id.split_once('/')?;
    let found = homework(homework_name)?;
    found.tasks.iter().copied().find(|t| t.name() == name)
}

/// Every task.
pub fn tasks() -> impl Iterator<Item = &'static dyn AnyTask> {
    HOMEWORKS.iter().flat_map(|h| h.tasks.iter().copied())
}

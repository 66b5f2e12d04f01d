//! Inputs of students with what was computed of them, kept as long as there is room: a file that is looked at, sent and shown needs the
//! same right answers each time. What students were given never changes, so nothing of it has to be forgotten.

use crate::course::{Homework, Task};
use crate::grading::Solved;
use moka::sync::Cache;
use std::sync::Arc;

/// How many bytes are kept, about.
const ROOM: u64 = 128 << 20;

/// Whose inputs, of which homework and release, and of which of its tasks.
///
/// The login is the one that inputs are drawn from: where two people change places, inputs go with it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct KeyOf {
    login: String,
    homework: String,
    release: i64,
    tasks: String,
}

impl KeyOf {
    /// The tasks that the homework has now.
    pub fn new(login: &str, homework: &Homework, release: i64) -> Self {
        let tasks: Vec<&str> = homework.tasks.iter().map(Task::name).collect();
        Self {
            login: login.to_owned(),
            homework: homework.name().to_owned(),
            release,
            tasks: tasks.join(" "),
        }
    }
}

/// What is kept.
#[derive(Clone, Debug)]
pub struct AnswerKeys(Cache<KeyOf, Arc<Solved<'static>>>);

impl Default for AnswerKeys {
    fn default() -> Self {
        let weigh = |_: &KeyOf, solved: &Arc<Solved<'static>>| {
            u32::try_from(solved.bytes()).unwrap_or(u32::MAX)
        };
        Self(Cache::builder().max_capacity(ROOM).weigher(weigh).build())
    }
}

impl AnswerKeys {
    /// What is kept of these inputs.
    pub fn get(&self, of: &KeyOf) -> Option<Arc<Solved<'static>>> {
        self.0.get(of)
    }

    /// Keeps inputs; of two who read them at once both have the same.
    pub fn keep(&self, of: KeyOf, solved: Solved<'static>) -> Arc<Solved<'static>> {
        self.0.get_with(of, || Arc::new(solved))
    }
}

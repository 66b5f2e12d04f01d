//! What was made last of what a class did, for as long as nothing changed that it is made of: the list of the class while nobody comes or
//! goes, tables while nobody sends and nothing is given, what is wrong in an answer while it is graded as it was.
//!
//! Generations tell of everybody's changes only while others are watched; what was made at another time holds for nobody.

use crate::ids::{SubmissionId, VersionId};
use crate::report::clusters::WrongOutput;
use crate::report::gradebook::Gradebook;
use crate::report::roll::Roll;
use crate::report::statistics::HomeworkStatistics;
use crate::store::{Changes, Topic};
use moka::sync::Cache;
use std::hash::Hash;
use std::sync::Arc;

/// How many tables are kept: the whole one, and columns of the homeworks that are looked at.
const TABLES: u64 = 6;
/// How many tasks of submissions are kept with what is wrong in them.
const ANSWERS: u64 = 10_000;

/// What a table is made of, beside the people.
const MADE_OF: [Topic; 3] = [Topic::Submissions, Topic::Answers, Topic::ByHand];

/// When something was made.
pub trait Stamp: Clone + Send + Sync + PartialEq + 'static {
    /// Whether what was made then can be relied on as long as this is the same.
    fn is_reliable(&self) -> bool;
}

/// How often what a table is made of had changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Made {
    people: People,
    others: [u64; MADE_OF.len()],
    version: VersionId,
}

impl Made {
    /// Of now, under this version of the course. It is asked before anything is read: what changes meanwhile is found by who comes next.
    pub fn now(changes: &Changes, version: VersionId) -> Self {
        Self {
            people: People::now(changes),
            others: MADE_OF.map(|topic| changes.generation(topic)),
            version,
        }
    }
}

impl Stamp for Made {
    fn is_reliable(&self) -> bool {
        self.people.is_reliable()
    }
}

/// How often the people had changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct People {
    generation: u64,
    is_watched: bool,
}

impl People {
    /// Of now.
    pub fn now(changes: &Changes) -> Self {
        Self {
            generation: changes.generation(Topic::People),
            is_watched: changes.is_watched(),
        }
    }
}

impl Stamp for People {
    fn is_reliable(&self) -> bool {
        self.is_watched
    }
}

/// By which version of the course and which release of the program a submission was graded.
pub type GradedUnder = (VersionId, String);

impl Stamp for GradedUnder {
    fn is_reliable(&self) -> bool {
        true
    }
}

/// What was made last of some kind, each with when.
pub struct Last<K, S, V>(Cache<K, (S, V)>);

impl<K, S, V> Last<K, S, V>
where
    K: Eq + Hash + Send + Sync + 'static,
    S: Stamp,
    V: Clone + Send + Sync + 'static,
{
    fn of(most: u64) -> Self {
        Self(Cache::new(most))
    }

    /// What was made, if that holds now.
    pub fn get(&self, key: &K, now: &S) -> Option<V> {
        let (made, value) = self.0.get(key)?;
        (made == *now && now.is_reliable()).then_some(value)
    }

    /// Keeps what was made of what there was at that time.
    pub fn keep(&self, key: K, made: S, value: &V) {
        self.0.insert(key, (made, value.clone()));
    }
}

/// What was made last.
pub struct LastRead {
    /// The list of the class.
    pub roll: Last<(), People, Arc<Roll>>,
    /// Tables: the column of a homework, or the whole one.
    pub tables: Last<Option<&'static str>, Made, Gradebook>,
    /// What the class did with a homework.
    pub statistics: Last<&'static str, Made, Arc<HomeworkStatistics>>,
    /// What is wrong in a task of a submission.
    pub wrong_outputs: Last<(SubmissionId, String), GradedUnder, Arc<Vec<WrongOutput>>>,
}

impl Default for LastRead {
    fn default() -> Self {
        Self {
            roll: Last::of(1),
            tables: Last::of(TABLES),
            statistics: Last::of(TABLES),
            wrong_outputs: Last::of(ANSWERS),
        }
    }
}

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
use std::sync::{Arc, PoisonError, RwLock};

/// How many tables are kept: the whole one, and columns of the homeworks that are looked at.
const TABLES: u64 = 6;
/// How many tasks of submissions are kept with what is wrong in them.
const ANSWERS: u64 = 10_000;

/// What a table is made of, beside the people.
const MADE_OF: [Topic; 3] = [Topic::Submissions, Topic::Answers, Topic::ByHand];

/// How often what something is made of had changed, and whether that can be relied on.
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

    /// Whether what was made at that time holds now.
    fn holds(self, now: Self) -> bool {
        self == now && now.people.is_watched
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

/// By which version of the course and which release of the program a submission was graded.
pub type GradedUnder = (VersionId, String);

/// A homework's name; none for the whole table.
type Column = Option<&'static str>;
type Kept = (People, Arc<Roll>);
type Answers = (GradedUnder, Arc<Vec<WrongOutput>>);

/// What was made last.
#[derive(Debug)]
pub struct LastRead {
    roll: RwLock<Option<Kept>>,
    tables: Cache<Column, (Made, Gradebook)>,
    statistics: Cache<&'static str, (Made, Arc<HomeworkStatistics>)>,
    answers: Cache<(SubmissionId, String), Answers>,
}

impl Default for LastRead {
    fn default() -> Self {
        Self {
            roll: RwLock::default(),
            tables: Cache::new(TABLES),
            statistics: Cache::new(TABLES),
            answers: Cache::new(ANSWERS),
        }
    }
}

impl LastRead {
    /// The list of the class.
    pub fn roll(&self, now: People) -> Option<Arc<Roll>> {
        let kept = self.roll.read().unwrap_or_else(PoisonError::into_inner);
        let (at, roll) = kept.as_ref()?;
        (*at == now && now.is_watched).then(|| Arc::clone(roll))
    }

    /// Keeps the list that was read at that time.
    pub fn keep_roll(&self, at: People, roll: &Arc<Roll>) {
        let mut kept = self.roll.write().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((at, Arc::clone(roll)));
    }

    /// A table.
    pub fn table(&self, column: Column, now: Made) -> Option<Gradebook> {
        let (made, book) = self.tables.get(&column)?;
        made.holds(now).then_some(book)
    }

    /// Keeps a table.
    pub fn keep_table(&self, column: Column, made: Made, book: &Gradebook) {
        self.tables.insert(column, (made, book.clone()));
    }

    /// What the class did with a homework.
    pub fn statistics(&self, homework: &str, now: Made) -> Option<Arc<HomeworkStatistics>> {
        let (made, found) = self.statistics.get(homework)?;
        made.holds(now).then_some(found)
    }

    /// Keeps it.
    pub fn keep_statistics(
        &self,
        homework: &'static str,
        made: Made,
        found: &Arc<HomeworkStatistics>,
    ) {
        self.statistics.insert(homework, (made, Arc::clone(found)));
    }

    /// What is wrong in a task of a submission that was graded so.
    pub fn wrong_outputs(
        &self,
        submission: SubmissionId,
        task: &str,
        under: &GradedUnder,
    ) -> Option<Arc<Vec<WrongOutput>>> {
        let (at, outputs) = self.answers.get(&(submission, task.to_owned()))?;
        (at == *under).then_some(outputs)
    }

    /// Keeps it.
    pub fn keep_wrong_outputs(
        &self,
        submission: SubmissionId,
        task: &str,
        under: &GradedUnder,
        outputs: &Arc<Vec<WrongOutput>>,
    ) {
        let kept = (under.clone(), Arc::clone(outputs));
        self.answers.insert((submission, task.to_owned()), kept);
    }
}

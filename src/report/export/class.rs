//! The class, some students at a time: an export has no more of them in memory, however many there are.

use super::ExportError;
use crate::course::Course;
use crate::ids::UserId;
use crate::report::gradebook::Gradebook;
use crate::report::roll::Roll;
use crate::store::{Store, StoreError};

/// How many students are read, written and handed on together.
const PART: usize = 250;

/// Where the students come from.
enum Source<'a> {
    /// The numbers of all students in the order of their names, and where the rest of them is read.
    Stored(&'a Store, Vec<UserId>),
    /// All of them.
    #[cfg(test)]
    Whole(&'a Gradebook),
}

/// The active students of a course, by name.
pub struct Class<'a> {
    source: Source<'a>,
    course: &'a Course,
}

impl<'a> Class<'a> {
    /// Finds who they are.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(store: &'a Store, course: &'a Course) -> Result<Self, StoreError> {
        let roll = Roll::load(store).await?;
        let order = roll.students().iter().map(|student| student.user).collect();
        Ok(Self {
            source: Source::Stored(store, order),
            course,
        })
    }

    /// Those of a gradebook.
    #[cfg(test)]
    pub(super) const fn whole(book: &'a Gradebook, course: &'a Course) -> Self {
        Self {
            source: Source::Whole(book),
            course,
        }
    }

    /// The course.
    pub(super) const fn course(&self) -> &'a Course {
        self.course
    }

    /// How many parts there are.
    pub(super) fn parts(&self) -> usize {
        match &self.source {
            Source::Stored(_, order) => order.len().div_ceil(PART),
            #[cfg(test)]
            Source::Whole(_) => 1,
        }
    }

    /// The part of this number, as its students stand at this time.
    pub(super) async fn part(&self, number: usize) -> Result<Gradebook, ExportError> {
        match &self.source {
            Source::Stored(store, order) => {
                let users = order.chunks(PART).nth(number).unwrap_or_default();
                if users.is_empty() {
                    return Ok(Gradebook {
                        students: Vec::new(),
                    });
                }
                let roll = Roll::of(store.enrolled_among(users).await?);
                let standings = store.standings_among(users, self.course).await?;
                let exams = store.exams_among(users).await?;
                Ok(Gradebook::of(self.course, &roll, &standings, &exams))
            }
            #[cfg(test)]
            Source::Whole(book) => Ok((*book).clone()),
        }
    }
}

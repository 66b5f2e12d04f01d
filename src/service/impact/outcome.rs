//! Everything that a course version would do, as it is told.

use super::grades::{GradeCount, GradeMoved};
use super::maxima::{AboveMaximum, Leaving};
use super::moved::Moved;
use super::taken::{Taken, taken};
use crate::ids::SubmissionId;
use judge::points::Points;
use serde::Serialize;

/// A submission that keeps its points because it cannot be graded anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LeftSubmission)]
pub struct Skipped {
    /// The submission.
    #[schema(value_type = i64)]
    pub submission: SubmissionId,
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// The homework.
    pub homework: String,
    /// `fault` where the grader failed, `unreadable` where the file cannot be read.
    pub outcome: &'static str,
    /// The points it keeps.
    pub points: Points,
}

/// What a course version would do to points and grades. People are told of and counted where they are of the class, active students;
/// submissions that are graded anew are anybody's.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Impact {
    /// Whose points in a homework would change.
    pub students: Vec<Moved>,
    /// Whose total or final grade would change; the largest change of the grade first.
    pub grades: Vec<GradeMoved>,
    /// How many have which final grade, before and after; empty where no grade changes.
    pub distribution: Vec<GradeCount>,
    /// Points given by hand that would be above their maximum.
    pub above: Vec<AboveMaximum>,
    /// What was graded and would not be in the course any more.
    pub leaving: Vec<Leaving>,
    /// Submissions that would keep their points because they cannot be graded anew.
    #[serde(rename = "left")]
    pub skipped: Vec<Skipped>,
    /// How many submissions were graded for this.
    pub graded: usize,
    /// How many a regrade would grade; more than `graded` where time ran out.
    pub total: usize,
}

impl Impact {
    /// Whether publishing itself moves somebody's points or total, before anything is graded anew.
    pub fn moves_at_once(&self) -> bool {
        let mut totals = self.grades.iter();
        self.students.iter().any(|m| m.published != m.before)
            || totals.any(|row| row.total_published != row.total_before)
    }

    /// What publishing itself takes, and from whom, before anything is graded anew.
    pub fn taken(&self) -> Vec<Taken<'_>> {
        taken(&self.students, &self.grades)
    }
}

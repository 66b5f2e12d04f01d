//! What a course version would do: whose points move, whose final grade, what is above a new maximum, what leaves the course. Nothing
//! is written.

mod class;
mod estimate;
mod grades;
mod maxima;
mod moved;

pub use class::{Class, Otherwise};
pub use estimate::{Budget, Compared, Skipped, estimate, estimate_regrade};
pub use grades::{GradeCount, GradeMoved};
pub use maxima::{AboveMaximum, Leaving};
pub use moved::{Moved, moved_at_once};

use serde::Serialize;

/// What a course version would do to points and grades.
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
    /// Whether publishing itself moves somebody's points, before anything is graded anew.
    pub fn moves_at_once(&self) -> bool {
        self.students.iter().any(|m| m.published != m.before)
    }

    /// Whose points publishing itself takes, before anything is graded anew.
    pub fn taken(&self) -> Vec<&Moved> {
        self.students.iter().filter(|m| m.is_taken()).collect()
    }
}

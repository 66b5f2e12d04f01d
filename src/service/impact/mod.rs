//! What a course version would do: whose points move, whose final grade, what is above a new maximum, what leaves the course. Nothing
//! is written.

mod at_once;
mod class;
mod estimate;
mod grades;
mod maxima;
mod moved;
mod outcome;
mod taken;

pub use at_once::moved_at_once;
pub use class::{Class, Otherwise};
pub use estimate::{Budget, Compared, estimate, estimate_regrade};
pub use grades::{GradeCount, GradeMoved};
pub use maxima::{AboveMaximum, Leaving};
pub use moved::Moved;
pub use outcome::{Impact, Skipped};
pub use taken::Taken;

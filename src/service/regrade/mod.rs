//! Grading stored submissions anew: which a course concerns, and the job that does it.
//!
//! A regrade reads the exact bytes that were sent and grades them as [`crate::grading`] would on arrival; where a config changes points
//! alone, the verdicts that were given earn the new ones. It never touches what a person gave (overrides, manual points, the exam).
//! Where the grader itself fails, or a file that is needed cannot be read any more, the points stay and the submission is listed.
//!
//! What lateness leaves stays as it is: that follows from the dates in force alone ([`crate::grading::lateness`]), whenever they change.

mod grading;
mod job;
mod params;
mod scope;
mod told;
mod wish;

pub use grading::Grading;
pub use job::{follow, resume, see_through, start, take_up};
pub use params::Params;
pub use scope::{Regrade, Scope, regrade};
pub use told::{kept, progress};
pub use wish::{Enqueued, enqueue};

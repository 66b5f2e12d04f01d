//! Grading stored submissions anew: what a config would change before it is published, and the job that changes it.
//!
//! A regrade reads the exact bytes that were sent and grades them as [`crate::grading`] would on arrival. It never touches what a
//! person gave (overrides, manual points, the exam). Where the grader itself fails, or a file cannot be read any more, the points
//! stay and the submission is listed.
//!
//! Being late is only ever forgiven: what was kept of the points on arrival stays, unless the deadline, the late policy or the
//! student's extension now leaves more. Nobody loses points because a date moved after they had sent in time.

mod estimate;
mod job;
mod scope;

pub use estimate::{Budget, Impact, Moved, Skipped, estimate};
pub use job::{Enqueued, Params, enqueue, resume, start, take_up};
pub use scope::{Regrade, Scope, regrade};

//! What is told of a regrade: how far it is, and why a submission keeps its points.

use crate::store::{Job, JobState};
use judge::points::Points;
use l10n::{Message, message};

/// How far a job is.
pub fn progress(job: &Job) -> Message {
    let (done, total) = (job.done, job.total);
    match job.state {
        JobState::Waiting => message!("job-progress-waiting", total = total),
        JobState::Running => message!("job-progress-running", done = done, total = total),
        JobState::Done => message!("job-progress-done", done = done, total = total),
        JobState::Replaced => message!("job-progress-replaced", done = done, total = total),
        JobState::Failed => message!("job-progress-failed", done = done, total = total),
    }
}

/// Why a submission keeps these points.
pub fn kept(outcome: &str, points: Points) -> Message {
    match outcome {
        "fault" => message!("impact-left-fault", points = points),
        _ => message!("impact-left-unreadable", points = points),
    }
}

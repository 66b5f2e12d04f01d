//! Submissions: the exact bytes, the report, and what they were graded under.

mod record;
mod stored;
mod submit;

pub use record::{
    Accepted, AcceptedUnder, Attempt, ListedSubmission, NewSubmission, SentFrom, StoredSubmission,
    Submission,
};

//! What must not be lost: users, sessions, course versions, submissions, exam points, and who changed what.
//!
//! One SQL text serves SQLite and PostgreSQL; one story test runs on both. Nothing is acknowledged before its transaction commits.
//! The clock is a parameter everywhere.

mod audit;
mod class;
mod courses;
mod drafts;
mod exams;
mod hand;
mod jobs;
mod links;
mod personal;
mod pool;
mod regrades;
mod roster;
mod sessions;
mod standings;
mod submissions;
mod timeline;
mod tokens;
mod users;

pub use audit::{AuditEntry, Change};
pub use courses::CourseVersion;
pub use drafts::{DRAFT_LASTS, Draft};
pub use hand::{Override, Rekept, Whose};
pub use jobs::{Job, JobState, NewJob};
pub use personal::Stored;
pub use pool::{Store, StoreError};
pub use regrades::{EarlierReport, Graded, Regraded, Verdict};
pub use sessions::Sessions;
pub use standings::{Standing, Standings};
pub use submissions::{Accepted, NewSubmission, StoredSubmission, Submission};
pub use timeline::Sent;
pub use tokens::Token;
pub use users::{NewUser, Role, User};

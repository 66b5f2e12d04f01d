//! What must not be lost: users, sessions, course versions, submissions, exam points, and who changed what.
//!
//! One SQL text serves SQLite and PostgreSQL; one story test runs on both. Nothing is acknowledged before its transaction commits.
//! The clock is a parameter everywhere.

mod audit;
mod backup;
mod base_url;
mod claims;
mod class;
mod courses;
mod drafts;
mod error;
mod exams;
mod extensions;
mod forgiven;
mod hand;
mod jobs;
mod links;
mod manual_answers;
mod manual_grades;
mod open;
mod personal;
mod pool;
mod probe;
mod quota;
mod ready_comments;
mod regrades;
mod requests;
mod roster;
mod rubrics;
mod schema;
mod secrets;
mod sessions;
mod standings;
mod submissions;
mod timeline;
mod tokens;
mod users;

pub use audit::{AuditEntry, Change};
pub use backup::BackupError;
pub use claims::CLAIM_LASTS;
pub use courses::CourseVersion;
pub use drafts::{DRAFT_LASTS, Draft, NewDraft};
pub use error::StoreError;
pub use extensions::{Reckoned, Rekept};
pub use forgiven::Forgiven;
pub use hand::{Override, Whose};
pub use jobs::{Job, JobState, NewJob};
pub use manual_answers::{AnswerKind, MOST_VERSIONS, ManualAnswer, NewAnswer, Sent};
pub use manual_grades::{GradeSaved, ManualGrade, NewGrade, Queued};
pub use open::{Opened, Target};
pub use personal::{GradeAbout, Stored};
pub use pool::Store;
pub use probe::{Contents, free_beside};
pub use quota::{Allowance, MOST_SUBMISSIONS};
pub use ready_comments::ReadyComment;
pub use regrades::{EarlierReport, Graded, Regraded, Verdict};
pub use requests::{Asked, MOST_MESSAGES, MOST_REQUESTS, Message, Request};
pub use rubrics::{Carried, RubricChange};
pub use schema::{Migrated, Schema, Unfit, Upkeep, newest as newest_schema};
pub use secrets::{Fingerprint, fingerprint};
pub use sessions::Sessions;
pub use standings::{ItemPoints, Standing, Standings};
pub use submissions::{Accepted, NewSubmission, StoredSubmission, Submission};
pub use timeline::Arrived;
pub use tokens::Token;
pub use users::{NewUser, Role, User};

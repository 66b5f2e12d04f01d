//! What must not be lost: users, sessions, course versions, submissions, exam points, and who changed what.
//!
//! One SQL text serves SQLite and PostgreSQL; one story test runs on both. Nothing is acknowledged before its transaction commits.
//! The clock is a parameter everywhere.

mod audit;
mod claims;
mod courses;
mod exams;
mod hand;
mod links;
mod manual_answers;
mod manual_grades;
mod pool;
mod ready_comments;
mod requests;
mod rubrics;
mod sessions;
mod standings;
mod submissions;
mod tokens;
mod users;

pub use audit::{AuditEntry, Change};
pub use claims::CLAIM_LASTS;
pub use courses::CourseVersion;
pub use hand::{Override, Whose};
pub use manual_answers::{AnswerKind, ManualAnswer, MOST_VERSIONS, NewAnswer, Sent};
pub use manual_grades::{Graded, ManualGrade, NewGrade, Queued};
pub use pool::{Store, StoreError};
pub use ready_comments::ReadyComment;
pub use requests::{Asked, MOST_MESSAGES, MOST_REQUESTS, Message, Request};
pub use rubrics::{Carried, RubricChange};
pub use sessions::Sessions;
pub use standings::{Standing, Standings};
pub use submissions::{Accepted, NewSubmission, StoredSubmission, Submission};
pub use tokens::Token;
pub use users::{NewUser, Role, User};

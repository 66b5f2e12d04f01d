//! What must not be lost: users, sessions, course versions, submissions, exam points, and who changed what.
//!
//! One SQL text serves SQLite and PostgreSQL; one scenario is tested on both. Nothing is acknowledged before its transaction commits.
//! The clock is a parameter everywhere.

mod action;
mod adjustments;
pub mod audit;
mod backup;
mod claims;
mod codec;
mod cohort;
mod courses;
mod db;
mod drafts;
mod error;
mod exams;
mod extensions;
mod jobs;
mod late_penalties;
mod links;
mod manual_answers;
mod manual_grades;
mod migrations;
mod open;
mod personal;
mod probe;
mod quota;
mod ready_comments;
mod regrades;
mod requests;
mod roster;
mod rubrics;
mod schema;
mod secrets;
mod session_store;
mod sessions;
mod settings;
mod standings;
mod submissions;
mod timeline;
mod tokens;
mod users;

pub use adjustments::{Override, StudentHomework};
pub use audit::{Action, AuditEntry, Recorded};
pub use backup::BackupError;
pub use claims::CLAIM_LASTS;
pub use courses::CourseVersion;
pub use drafts::{DRAFT_LASTS, Draft, NewDraft};
pub use error::StoreError;
pub use extensions::{Recomputed, RecomputedLateness};
pub use jobs::{Job, JobState, NewJob};
pub use late_penalties::WaivedPenalty;
pub use links::{LINK_DAYS, LinkState, MOST_LINK_DAYS};
pub use manual_answers::{AnswerKind, MOST_VERSIONS, ManualAnswer, NewAnswer, Sent};
pub use manual_grades::{GradeSaved, ManualGrade, NewGrade, Queued};
pub use open::{Opened, Target};
pub use personal::{GradeAbout, Stored};
pub use probe::{Contents, free_beside};
pub use quota::{Allowance, MOST_SUBMISSIONS};
pub use ready_comments::ReadyComment;
pub use regrades::{EarlierReport, Graded, RegradeOutcome, RegradeResult, Regraded};
pub use requests::{Asked, MOST_MESSAGES, MOST_REQUESTS, Message, Request};
pub use rubrics::{Carried, RubricChange};
pub use schema::{Migrated, Schema, Unfit, Upkeep, newest as newest_schema};
pub use secrets::{Fingerprint, fingerprint};
pub use session_store::{Sessions, keys};
pub use sessions::{SESSION_IDLE, SessionEnd, SignedIn, session_is_renewed, session_lasts};
pub use standings::{ItemPoints, Standing, Standings};
pub use submissions::{Accepted, NewSubmission, StoredSubmission, Submission};
pub use timeline::Arrived;
pub use tokens::{MOST_TOKENS, Token};
pub use users::{NewUser, Role, User};

/// The store, on whichever database it was opened.
#[derive(Clone, Debug)]
pub struct Store {
    db: db::Db,
}

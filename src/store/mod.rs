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
mod details;
mod drafts;
mod error;
mod exams;
mod extensions;
mod given_inputs;
mod imports;
mod jobs;
mod lateness;
mod links;
mod lti;
mod manual_answers;
mod manual_grades;
mod merges;
mod migrations;
mod open;
mod personal;
mod probe;
mod quota;
mod ready_comments;
mod regrades;
mod remote;
mod renames;
mod requests;
mod role;
mod roster;
mod rubrics;
mod schema;
mod secrets;
mod session_store;
mod sessions;
mod settings;
mod sharing;
mod standings;
mod submissions;
mod timeline;
mod tokens;
mod unfit;
mod users;

pub use adjustments::StudentHomework;
pub use audit::{Action, AuditEntry, AuditFilter, List, Merge, Moved, Recorded};
pub use backup::BackupError;
pub use claims::CLAIM_LASTS;
pub use cohort::Arrival;
pub use courses::{CourseVersion, NewVersion, Publishing};
pub use db::Store;
pub use details::Details;
pub use drafts::{DRAFT_LASTS, Draft, NewDraft};
pub use error::StoreError;
pub use given_inputs::{GivenTask, GivenUnder, InputsRelease, NewInputs};
pub use imports::TakenBack;
pub use jobs::{Job, JobState, NewJob};
pub use lateness::{Reckoned, SentThing};
pub use links::{LINK_DAYS, LinkState, MOST_LINK_DAYS};
pub use lti::{
    ColumnState, MatchBy, NewPlatformCourse, PassFault, PassedScore, Platform, PlatformColumn,
    PlatformCourse, PlatformMember, PlatformPerson, PlatformSettings, PlatformState, Switch, Wait,
};
pub use manual_answers::{AnswerKind, MOST_VERSIONS, ManualAnswer, NewAnswer, Sent};
pub use manual_grades::{GradeSaved, ManualGrade, NewGrade, Queued};
pub use merges::Merged;
pub use migrations::newest as newest_schema;
pub use open::{Opened, Target};
pub use personal::{GradeAbout, Stored};
pub use probe::{Contents, free_beside};
pub use quota::{Allowance, MOST_SUBMISSIONS};
pub use ready_comments::ReadyComment;
pub use regrades::{EarlierReport, Graded, RegradeOutcome, RegradeResult, Regraded};
pub use renames::Renamed;
pub use requests::{Asked, MOST_MESSAGES, MOST_REQUESTS, Message, Request};
pub use role::Role;
pub use roster::RosterPut;
pub use rubrics::{Carried, RubricChange};
pub use schema::{Migrated, Schema, Upkeep};
pub use secrets::{Fingerprint, fingerprint};
pub use session_store::{Sessions, keys};
pub use sessions::{SESSION_IDLE, SessionEnd, SignedIn, session_is_renewed, session_lasts};
pub use sharing::{Peer, SharedAnswers, Uncompared};
pub use standings::{ItemPoints, Override, Standing, Standings};
pub use submissions::{Accepted, NewSubmission, StoredSubmission, Submission};
pub use timeline::Arrived;
pub use tokens::{MOST_TOKENS, Token};
pub use unfit::Unfit;
pub use users::{Listed, NewUser, User};

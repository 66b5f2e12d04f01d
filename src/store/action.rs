//! What the audit knows to have happened: every change as data, with how it was and how it is.

use super::{Details, Override, PlatformSettings, Role, Way};
use crate::grading::by_hand::Part;
use crate::ids::{AnswerId, EntryId, JobId, RequestId, VersionId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use serde::{Deserialize, Serialize};

/// How something was and how it is; `None` where there was or is nothing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change<T> {
    /// How it was.
    pub before: Option<T>,
    /// How it is.
    pub after: Option<T>,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// Somebody was added, or became somebody else.
    User(Change<Person>),
    /// A list was taken in, or taken back; what it did to whom are entries of their own, which name this one.
    Import {
        /// Of what.
        list: List,
        /// The import that this one takes back.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        takes_back: Option<EntryId>,
    },
    /// The login of a person is another.
    Login(Change<String>),
    /// Two rows were found to be one person, or are two again.
    Merge(Merge),
    /// Another version of the course is in force.
    Course(Change<Version>),
    /// Points in place of all others, or an excuse.
    Override(Change<Override>),
    /// A later deadline of one's own.
    Extension(Change<Extension>),
    /// The points of the exam.
    Exam(Change<Points>),
    /// What lateness leaves of a submission or of the grade of an item.
    Late(Change<Grade>),
    /// The grade of an item.
    ManualGrade(Change<Grade>),
    /// The grade of an item, carried over to another rubric.
    Rubric(Change<Grade>),
    /// The points of a submission that was graded again.
    Regrade(Change<Graded>),
    /// A job that grades again.
    RegradeBegun(RegradeJob),
    /// A request was closed.
    RequestClosed {
        /// Which.
        request: RequestId,
    },
    /// A link that signs in.
    Link {
        /// Until when it works.
        until: Timestamp,
    },
    /// The numbers that an export of a Canvas gradebook told, in place of those known before.
    Canvas {
        /// How many assignments.
        assignments: usize,
        /// How many of them are a homework here, or the exam.
        matched: usize,
        /// How many students.
        students: usize,
    },
    /// A token, by its name.
    Token(Change<String>),
    /// Somebody signed in.
    SignIn {
        /// With which browser and system.
        device: String,
        /// How; entries of earlier releases are of those who came by a link.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        way: Option<Way>,
    },
    /// Somebody signed out.
    SignOut {
        /// With which browser and system.
        device: String,
    },
    /// A session was ended from another one.
    Session {
        /// Of which browser and system.
        device: String,
    },
    /// What was agreed on with a learning platform.
    Platform(Change<PlatformSettings>),
    /// As whom a learning platform knows somebody.
    PlatformPerson(Change<String>),
    /// Which homeworks go to a learning platform.
    PassBack {
        /// Those before.
        before: PassBack,
        /// Those after.
        after: PassBack,
    },
}

/// A person as far as changes of one are noted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    /// The name shown.
    pub name: String,
    /// The role.
    pub role: Role,
    /// Whether the person may sign in.
    pub active: bool,
    /// What lists say beside the name.
    #[serde(flatten, serialize_with = "Details::said")]
    pub details: Details,
}

/// What a list is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum List {
    /// People.
    Roster,
    /// Points of the exam.
    Exam,
}

impl List {
    /// The word that stands where an entry says whose or which.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Roster => "roster",
            Self::Exam => "exam",
        }
    }
}

/// Two rows made one person, and what is needed to make them two again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Merge {
    /// The login that leads to the other person from then on.
    pub from: String,
    /// The login that stays.
    pub into: String,
    /// What moved.
    pub moved: Vec<Moved>,
    /// The details that were taken over, because the one who stays had none. Merges of earlier releases did not note them.
    #[serde(
        default,
        skip_serializing_if = "Details::is_empty",
        serialize_with = "Details::said"
    )]
    pub taken: Details,
    /// Whether the inputs moved, too.
    pub takes_inputs: bool,
    /// Whether the one who was merged could sign in.
    pub was_active: bool,
    /// Whether they are two again.
    pub is_undone: bool,
}

/// Rows of a table that moved from one person to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    /// The table; messages are `stored-NAME`.
    pub table: String,
    /// The keys of the rows.
    pub keys: Vec<String>,
    /// How each of them came, where somebody may change it since. Merges of earlier releases did not note it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub were: Vec<Given>,
}

/// What a row says that somebody may change: it goes back to whom it came from as long as it is the same.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Given {
    /// Points in place of all others, or an excuse.
    Override(Override),
    /// A later deadline of one's own.
    Extension(Extension),
    /// The points of the exam.
    Exam(Points),
    /// The grade of an item, by the answer that it is for: it is of that answer, however often it is changed.
    Grade(Option<AnswerId>),
    /// The number in Canvas.
    Canvas(String),
}

/// A version of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number.
    pub version: VersionId,
    /// Why it was made.
    pub note: String,
    /// Homeworks that students were given new inputs of with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub new_inputs: Vec<String>,
}

/// A later deadline of one's own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// The deadline.
    pub deadline: Timestamp,
    /// Why.
    pub reason: String,
}

/// Which homeworks go into the gradebook of a learning platform's course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PassBack {
    /// The course.
    pub course: String,
    /// Homeworks whose points are sent.
    pub sent: Vec<String>,
    /// Homeworks whose points are taken back.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub taken_back: Vec<String>,
}

/// Points, and what they are made of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grade {
    /// The points that count.
    pub points: Points,
    /// What lateness leaves.
    pub late_factor: Share,
    /// What each part of the rubric gave; nothing for a submission.
    pub parts: Vec<Part>,
    /// What the grader says.
    pub comment: String,
}

/// The points of a submission under a version of the course.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Graded {
    /// The points.
    pub points: Points,
    /// The version.
    pub version: VersionId,
}

/// What a job grades again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegradeJob {
    /// Its number.
    pub job: JobId,
    /// The version to grade under.
    pub version: VersionId,
    /// One homework, or all.
    pub homework: Option<String>,
    /// How many submissions there are.
    pub submissions: usize,
}

impl Action {
    /// What kinds there are: the words of the column; messages are `audit-did-KIND`.
    pub const KINDS: &[&str] = &[
        "user",
        "import",
        "login",
        "merge",
        "course",
        "override",
        "extension",
        "exam",
        "late",
        "manual-grade",
        "rubric",
        "regrade",
        "request",
        "link",
        "canvas",
        "token",
        "sign-in",
        "sign-out",
        "session",
        "platform",
        "platform-person",
        "pass-back",
    ];

    /// What kind it is.
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::User(_) => "user",
            Self::Import { .. } => "import",
            Self::Login(_) => "login",
            Self::Merge(_) => "merge",
            Self::Course(_) => "course",
            Self::Override(_) => "override",
            Self::Extension(_) => "extension",
            Self::Exam(_) => "exam",
            Self::Late(_) => "late",
            Self::ManualGrade(_) => "manual-grade",
            Self::Rubric(_) => "rubric",
            Self::Regrade(_) | Self::RegradeBegun(_) => "regrade",
            Self::RequestClosed { .. } => "request",
            Self::Link { .. } => "link",
            Self::Canvas { .. } => "canvas",
            Self::Token(_) => "token",
            Self::SignIn { .. } => "sign-in",
            Self::SignOut { .. } => "sign-out",
            Self::Session { .. } => "session",
            Self::Platform(_) => "platform",
            Self::PlatformPerson(_) => "platform-person",
            Self::PassBack { .. } => "pass-back",
        }
    }
}

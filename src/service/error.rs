//! Why a service did not do what it was asked. The kinds are data; a face turns one into a page, a problem document or a line.

use crate::grading::WhichInputs;
use crate::store::StoreError;
use judge::answers::AnswersError;
use l10n::{Explain, Localized, Message, message, size};
use std::time::Duration;
use tower_sessions::{session, session_store};

/// Why a service did not do what it was asked.
#[derive(Clone, Debug)]
pub enum ServiceError {
    /// There is no such thing, or none that this person may know of.
    NotFound,
    /// There is such a thing, and it is not for this person to change.
    Forbidden,
    /// The homework does not accept submissions now.
    Closed,
    /// The homework is not open yet.
    NotOpen {
        /// When it opens, as people say it.
        opens: Localized,
    },
    /// All attempts are used.
    NoAttemptsLeft,
    /// Another version of the course was published meanwhile.
    CourseMoved,
    /// A version of the course would take points from students, and nobody has said that it may.
    TakesPoints {
        /// From how many students.
        n: usize,
    },
    /// Another regrade is not finished yet.
    RegradeBusy,
    /// The draft to be sent has expired, or another has taken its place.
    DraftGone,
    /// Too many requests; so many seconds later one more may come.
    TooMany {
        /// Seconds, begun ones whole.
        seconds: u32,
    },
    /// The person's files of a homework would take more than they may.
    Quota {
        /// Bytes that they take.
        used: u64,
        /// Bytes that they may take.
        most: u64,
    },
    /// What was given lacks something, and what.
    Form(Message),
    /// A typed value cannot be used, and why.
    Invalid(Message),
    /// The answers file is for something else than this student's inputs of this homework.
    OtherInputs(WhichInputs),
    /// The answers file cannot be used.
    Answers(AnswersError),
    /// A message of a learning platform lets nobody in, and why.
    Launch(Message),
    /// A learning platform did not do what it was asked, and why.
    Platform(Message),
    /// No course is published.
    NoCourse,
    /// The database cannot be reached, is busy, or has no room: it passes.
    Away,
    /// The storage of large files does not answer: it passes, and everything else goes on.
    StorageAway,
    /// A stored file is missing there, or altered.
    FileLost,
    /// A fault of ours.
    Internal,
}

impl ServiceError {
    /// A typed value that cannot be used, and what is wrong with it.
    pub fn invalid(field: &'static str, error: &impl Explain) -> Self {
        Self::Invalid(message!(
            "form-field",
            field = field,
            what = error.message()
        ))
    }

    /// Too many requests: the next one may come after this.
    pub fn too_many(wait: Duration) -> Self {
        // A second begun is a second to wait.
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self::TooMany {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        }
    }

    /// Whether one stored file cannot be read, and everything else is as always: what is made of other things can be shown without it.
    pub const fn is_about_a_file(&self) -> bool {
        matches!(self, Self::StorageAway | Self::FileLost)
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Forbidden => "forbidden",
            Self::Closed => "closed",
            Self::NotOpen { .. } => "not-open",
            Self::NoAttemptsLeft => "no-attempts-left",
            Self::CourseMoved => "course-moved",
            Self::TakesPoints { .. } => "takes-points",
            Self::RegradeBusy => "regrade-busy",
            Self::DraftGone => "draft-gone",
            Self::TooMany { .. } => "too-many",
            Self::Quota { .. } => "quota",
            Self::Form(_) => "form",
            Self::Invalid(_) => "invalid",
            Self::OtherInputs(_) => "other-inputs",
            Self::Answers(_) => "answers",
            Self::Launch(_) => "launch",
            Self::Platform(_) => "platform",
            Self::NoCourse => "no-course",
            Self::Away => "away",
            Self::StorageAway => "storage-away",
            Self::FileLost => "file-lost",
            Self::Internal => "internal",
        }
    }

    /// The kind in words.
    pub fn title(&self) -> Message {
        match self {
            Self::NotFound => message!("fault-not-found"),
            Self::Forbidden => message!("fault-forbidden"),
            Self::Closed => message!("fault-closed"),
            Self::NotOpen { .. } => message!("fault-not-open"),
            Self::NoAttemptsLeft => message!("fault-no-attempts-left"),
            Self::CourseMoved => message!("fault-course-moved"),
            Self::TakesPoints { .. } => message!("fault-takes-points"),
            Self::RegradeBusy => message!("fault-regrade-busy"),
            Self::DraftGone => message!("fault-draft-gone"),
            Self::TooMany { .. } => message!("fault-too-many"),
            Self::Quota { .. } => message!("fault-quota"),
            Self::Form(_) => message!("fault-form"),
            Self::Invalid(_) => message!("fault-invalid"),
            Self::OtherInputs(_) => message!("fault-other-inputs"),
            Self::Answers(_) => message!("fault-answers"),
            Self::Launch(_) => message!("fault-launch"),
            Self::Platform(_) => message!("fault-platform"),
            Self::NoCourse => message!("fault-no-course"),
            Self::Away => message!("fault-away"),
            Self::StorageAway => message!("fault-storage-away"),
            Self::FileLost => message!("fault-file-lost"),
            Self::Internal => message!("fault-internal"),
        }
    }
}

/// What was found, what was expected, what to do next.
impl Explain for ServiceError {
    fn message(&self) -> Message {
        match self {
            Self::Answers(error) => error.message(),
            Self::OtherInputs(which) => match which.message() {
                Some(what) => message!("fault-other-inputs-next", what = what),
                None => message!("problem-other-inputs"),
            },
            Self::Form(what) | Self::Invalid(what) | Self::Launch(what) | Self::Platform(what) => {
                what.clone()
            }
            Self::TooMany { seconds } => message!("fault-too-many-next", n = *seconds),
            Self::Quota { used, most } => {
                let bytes = |n: u64| size(usize::try_from(n).unwrap_or(usize::MAX));
                message!("fault-quota-next", used = bytes(*used), most = bytes(*most))
            }
            Self::NotFound => message!("fault-not-found-next"),
            Self::Forbidden => message!("fault-forbidden-next"),
            Self::Closed => message!("fault-closed-next"),
            Self::NotOpen { opens } => message!("fault-not-open-next", opens = opens.clone()),
            Self::NoAttemptsLeft => message!("fault-no-attempts-left-next"),
            Self::CourseMoved => message!("fault-course-moved-next"),
            Self::TakesPoints { n } => message!("fault-takes-points-next", n = *n),
            Self::RegradeBusy => message!("fault-regrade-busy-next"),
            Self::DraftGone => message!("fault-draft-gone-next"),
            Self::NoCourse => message!("fault-no-course-next"),
            Self::Away => message!("fault-away-next"),
            Self::StorageAway => message!("fault-storage-away-next"),
            Self::FileLost => message!("fault-file-lost-next"),
            Self::Internal => message!("fault-internal-next"),
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        if matches!(error, StoreError::Nul) {
            return Self::Invalid(error.message());
        }
        tracing::error!(%error, "the store failed");
        match error {
            StoreError::Object(error) if error.is_lost() => Self::FileLost,
            StoreError::Object(_) => Self::StorageAway,
            error if error.is_away() => Self::Away,
            _ => Self::Internal,
        }
    }
}

impl From<session::Error> for ServiceError {
    fn from(error: session::Error) -> Self {
        tracing::error!(%error, "a session could not be read or kept");
        match error {
            session::Error::Store(session_store::Error::Backend(_)) => Self::Away,
            _ => Self::Internal,
        }
    }
}

impl From<AnswersError> for ServiceError {
    fn from(error: AnswersError) -> Self {
        Self::Answers(error)
    }
}

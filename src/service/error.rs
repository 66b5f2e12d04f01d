//! Why a service did not do what it was asked. The kinds are data; a face turns one into a page, a problem document or a line.

use crate::answers::AnswersError;
use crate::args;
use crate::l10n::{Args, Explain, Lang, number, say, say_with};
use crate::store::StoreError;
use std::time::Duration;

/// Why a service did not do what it was asked.
#[derive(Clone, Debug)]
pub enum ServiceError {
    /// There is no such thing, or none that this person may know of.
    NotFound,
    /// The homework does not accept submissions now.
    Closed,
    /// The homework is not open yet.
    NotOpen,
    /// All attempts are used.
    NoAttemptsLeft,
    /// Another version of the course was published meanwhile.
    CourseMoved,
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
    /// What was given lacks something; the id of the message that says what.
    Form(&'static str),
    /// A typed value cannot be used; what is wrong, in both languages.
    Invalid {
        /// English.
        en: String,
        /// Russian.
        ru: String,
    },
    /// The answers file cannot be used.
    Answers(AnswersError),
    /// No course is published.
    NoCourse,
    /// The database cannot be reached, is busy, or has no room: it passes.
    Away,
    /// A fault of ours.
    Internal,
}

impl ServiceError {
    /// A typed value that cannot be used, explained in both languages.
    pub fn invalid(field: &str, error: &impl Explain) -> Self {
        let text = |lang| format!("{field}: {}", error.explain(lang));
        Self::Invalid {
            en: text(Lang::En),
            ru: text(Lang::Ru),
        }
    }

    /// A value that cannot be used, told by a message with values put in.
    pub fn refused(id: &str, args: &Args) -> Self {
        Self::Invalid {
            en: say_with(Lang::En, id, args),
            ru: say_with(Lang::Ru, id, args),
        }
    }

    /// Too many requests: the next one may come after this.
    pub fn too_many(wait: Duration) -> Self {
        // A second begun is a second to wait.
        let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
        Self::TooMany {
            seconds: u32::try_from(seconds).unwrap_or(u32::MAX),
        }
    }

    /// A stable name for programs; messages are `fault-NAME` and `fault-NAME-next`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound => "not-found",
            Self::Closed => "closed",
            Self::NotOpen => "not-open",
            Self::NoAttemptsLeft => "no-attempts-left",
            Self::CourseMoved => "course-moved",
            Self::RegradeBusy => "regrade-busy",
            Self::DraftGone => "draft-gone",
            Self::TooMany { .. } => "too-many",
            Self::Quota { .. } => "quota",
            Self::Form(_) => "form",
            Self::Invalid { .. } => "invalid",
            Self::Answers(_) => "answers",
            Self::NoCourse => "no-course",
            Self::Away => "away",
            Self::Internal => "internal",
        }
    }

    /// The kind in words.
    pub fn title(&self, lang: Lang) -> String {
        say(lang, &format!("fault-{}", self.code()))
    }
}

/// What was found, what was expected, what to do next.
impl Explain for ServiceError {
    fn explain(&self, lang: Lang) -> String {
        match self {
            Self::Answers(error) => error.explain(lang),
            Self::Form(id) => say(lang, id),
            Self::Invalid { en, ru } => match lang {
                Lang::En => en.clone(),
                Lang::Ru => ru.clone(),
            },
            Self::TooMany { seconds } => {
                say_with(lang, "fault-too-many-next", &args! { "n" => *seconds })
            }
            Self::Quota { used, most } => {
                let bytes = |n: u64| number::bytes(usize::try_from(n).unwrap_or(usize::MAX), lang);
                let args = args! {"used" => bytes(*used), "most" => bytes(*most)};
                say_with(lang, "fault-quota-next", &args)
            }
            _ => say(lang, &format!("fault-{}-next", self.code())),
        }
    }
}

impl From<StoreError> for ServiceError {
    fn from(error: StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_away() {
            Self::Away
        } else {
            Self::Internal
        }
    }
}

impl From<AnswersError> for ServiceError {
    fn from(error: AnswersError) -> Self {
        Self::Answers(error)
    }
}

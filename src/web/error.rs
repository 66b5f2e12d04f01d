//! Why a request got no ordinary answer: what a service refused, and what only requests can be refused for.
//!
//! A handler returns an [`AppError`]; [`super::refusal`] turns it into a page for people or a problem document for programs.

use super::oversize::Oversize;
use crate::service::error::ServiceError;
use crate::service::sign_in::{Refused, Ways, Why};
use crate::store::{MOST_TOKENS, StoreError};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use judge::answers::AnswersError;
use l10n::{Explain, Lang, Message, message};

/// How many seconds programs wait before they ask again a database or a storage that was away.
pub const AWAY: u32 = 30;

/// Why a request got no ordinary answer.
#[derive(Clone, Debug)]
pub enum AppError {
    /// A service refused.
    Service(ServiceError),
    /// Nobody is signed in.
    SignIn,
    /// Somebody came some way, and was not signed in.
    NotSignedIn(Refused),
    /// Somebody holds as many tokens as one may.
    ManyTokens,
    /// The address is right, and what is asked of it is not offered there.
    Method,
    /// Another site made the browser send this.
    CrossSite,
    /// More at once than one person may have under way.
    AtOnce,
    /// More at once than the server takes from everybody.
    Busy,
    /// The body is larger than allowed.
    TooLarge,
    /// The same, with how large it is and what is allowed.
    Oversize(Oversize),
    /// The body stood still for too long.
    Slow,
    /// The body ended before its end, or is not what its head says.
    BrokenBody,
    /// A form where the file itself is asked for.
    Multipart(&'static str),
    /// A file that is damaged, and was sent as the fields of a form.
    Fields(AnswersError),
}

impl AppError {
    /// Somebody who was not signed in, and is told whom to ask.
    pub fn not_signed_in(ways: &Ways, why: Why) -> Self {
        match why {
            Why::Failed(error) => Self::Service(error),
            why => Self::NotSignedIn(ways.refused(why)),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Service(error) => status_of(error),
            Self::Fields(error) => status_of_answers(error),
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::NotSignedIn(refused) => status_of_refused(&refused.why),
            Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::ManyTokens => StatusCode::CONFLICT,
            Self::AtOnce => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenBody => StatusCode::BAD_REQUEST,
            Self::Multipart(_) => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge | Self::Oversize(_) => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Busy => StatusCode::SERVICE_UNAVAILABLE,
        }
    }

    /// With how large the body is, where it was too large.
    #[must_use]
    pub fn sized(self, how: Option<Oversize>) -> Self {
        match (self, how) {
            (Self::TooLarge, Some(how)) => Self::Oversize(how),
            (error, _) => error,
        }
    }

    /// What was found and what to do next, where no headline is beside it: of what says only the latter, it is said as well.
    pub fn in_short(&self, lang: Lang) -> String {
        let said = self.explain(lang);
        match self {
            Self::Fields(_)
            | Self::Service(
                ServiceError::Form(_) | ServiceError::Invalid(_) | ServiceError::Answers(_),
            ) => said,
            _ => format!("{}. {said}", self.title().text(lang)),
        }
    }

    /// A stable name for programs.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Service(error) => error.code(),
            Self::Fields(_) => "answers",
            Self::SignIn => "sign-in",
            Self::NotSignedIn(refused) => refused.why.code(),
            Self::ManyTokens => "many-tokens",
            Self::Method => "method",
            Self::CrossSite => "cross-site",
            Self::AtOnce => "at-once",
            Self::Busy => "busy",
            Self::TooLarge | Self::Oversize(_) => "too-large",
            Self::Slow => "slow",
            Self::BrokenBody => "broken-body",
            Self::Multipart(_) => "multipart",
        }
    }

    /// After how many seconds it is worth trying again, where time alone helps.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::Service(ServiceError::TooMany { seconds }) => Some(*seconds),
            Self::Service(ServiceError::Away | ServiceError::StorageAway) => Some(AWAY),
            Self::AtOnce | Self::Busy => Some(5),
            _ => None,
        }
    }

    /// The headline.
    pub fn title(&self) -> Message {
        match self {
            Self::Service(error) => error.title(),
            Self::Fields(_) => message!("fault-answers"),
            Self::SignIn => message!("fault-sign-in"),
            Self::NotSignedIn(refused) => refused.title(),
            Self::ManyTokens => message!("fault-many-tokens"),
            Self::Method => message!("fault-method"),
            Self::CrossSite => message!("fault-cross-site"),
            Self::AtOnce => message!("fault-at-once"),
            Self::Busy => message!("fault-busy"),
            Self::TooLarge | Self::Oversize(_) => message!("fault-too-large"),
            Self::Slow => message!("fault-slow"),
            Self::BrokenBody => message!("fault-broken-body"),
            Self::Multipart(_) => message!("fault-multipart"),
        }
    }
}

/// What was found, what was expected, what to do next.
impl Explain for AppError {
    fn message(&self) -> Message {
        match self {
            Self::Service(error) => error.message(),
            Self::Fields(error) => message!("fault-fields", what = error.message()),
            Self::ManyTokens => message!("fault-many-tokens-next", most = MOST_TOKENS),
            Self::SignIn => message!("fault-sign-in-next"),
            Self::NotSignedIn(refused) => refused.message(),
            Self::Method => message!("fault-method-next"),
            Self::CrossSite => message!("fault-cross-site-next"),
            Self::AtOnce => message!("fault-at-once-next"),
            Self::Busy => message!("fault-busy-next"),
            Self::TooLarge => message!("fault-too-large-next"),
            Self::Oversize(how) => how.message(),
            Self::Slow => message!("fault-slow-next"),
            Self::BrokenBody => message!("fault-broken-body-next"),
            Self::Multipart(file) => message!("fault-multipart-next", file = *file),
        }
    }
}

fn status_of_refused(why: &Why) -> StatusCode {
    match why {
        Why::Stale => StatusCode::BAD_REQUEST,
        Why::NoWay | Why::LinkExpired | Why::LinkEnded | Why::LinkUsed => StatusCode::NOT_FOUND,
        Why::Away => StatusCode::BAD_GATEWAY,
        Why::Failed(error) => status_of(error),
        Why::Declined
        | Why::Untrue
        | Why::Silent
        | Why::Unverified(_)
        | Why::Domain(_)
        | Why::Unknown(_)
        | Why::Several(_)
        | Why::Deactivated => StatusCode::FORBIDDEN,
    }
}

fn status_of_answers(error: &AnswersError) -> StatusCode {
    StatusCode::from_u16(error.class().status()).unwrap_or(StatusCode::UNPROCESSABLE_ENTITY)
}

fn status_of(error: &ServiceError) -> StatusCode {
    match error {
        ServiceError::NotFound => StatusCode::NOT_FOUND,
        ServiceError::Forbidden | ServiceError::Launch(_) => StatusCode::FORBIDDEN,
        ServiceError::Platform(_) => StatusCode::BAD_GATEWAY,
        ServiceError::Closed
        | ServiceError::NotOpen { .. }
        | ServiceError::NoAttemptsLeft
        | ServiceError::DraftGone
        | ServiceError::CourseMoved
        | ServiceError::RegradeBusy
        | ServiceError::TakesPoints { .. }
        | ServiceError::Quota { .. } => StatusCode::CONFLICT,
        ServiceError::TooMany { .. } => StatusCode::TOO_MANY_REQUESTS,
        ServiceError::Form(_) | ServiceError::Invalid(_) | ServiceError::OtherInputs(_) => {
            StatusCode::UNPROCESSABLE_ENTITY
        }
        ServiceError::Answers(error) => status_of_answers(error),
        ServiceError::NoCourse | ServiceError::Away | ServiceError::StorageAway => {
            StatusCode::SERVICE_UNAVAILABLE
        }
        ServiceError::FileLost | ServiceError::Internal => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

impl From<ServiceError> for AppError {
    fn from(error: ServiceError) -> Self {
        Self::Service(error)
    }
}

impl From<StoreError> for AppError {
    fn from(error: StoreError) -> Self {
        Self::Service(error.into())
    }
}

impl From<tower_sessions::session::Error> for AppError {
    fn from(error: tower_sessions::session::Error) -> Self {
        Self::Service(error.into())
    }
}

/// The bare status, with the error for the layer that gives it a face.
impl IntoResponse for AppError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

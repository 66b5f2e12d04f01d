//! What can go wrong in a request, once for pages and API. A handler returns a [`Fault`]; the layers [`as_page`] and
//! [`as_problem`] turn it into a page for people or an RFC 9457 problem document for programs, in the visitor's language.

use super::incoming::Trouble;
use super::problem::{self, Problem};
use super::render::Frame;
use super::state::AppState;
use super::visitor::Visitor;
use crate::answers::AnswersError;
use crate::args;
use crate::l10n::{Explain as _, Lang, say, say_with};
use crate::store::MOST_TOKENS;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use serde::Serialize;

/// How many seconds programs wait before they ask again a database that was away.
pub const AWAY: u32 = 30;

/// Why a request got no ordinary answer.
#[derive(Clone, Debug)]
pub enum Fault {
    /// Nobody is signed in.
    SignIn,
    /// The link is unknown or has expired.
    LinkExpired,
    /// A newer link took its place, or it was ended.
    LinkEnded,
    /// The link is somebody's who may not sign in.
    Deactivated,
    /// Somebody holds as many tokens as one may.
    ManyTokens,
    /// Somebody is signed in who may not do this.
    Forbidden,
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
    /// The address is right, and what is asked of it is not offered there.
    Method,
    /// Another site made the browser send this.
    CrossSite,
    /// Too many requests; so many seconds later one more may come.
    TooMany {
        /// Seconds, begun ones whole.
        seconds: u32,
    },
    /// More at once than one person may have under way.
    AtOnce,
    /// More at once than the server takes from everybody.
    Busy,
    /// The body is larger than allowed.
    TooLarge,
    /// The body stood still for too long.
    Slow,
    /// The body ended before its end, or is not what its head says.
    BrokenBody,
    /// A form where the file itself is asked for.
    Multipart,
    /// The person's files of a homework would take more than they may.
    Quota {
        /// Bytes that they take.
        used: u64,
        /// Bytes that they may take.
        most: u64,
    },
    /// The form lacks something.
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

impl Fault {
    /// A typed value that cannot be used, explained in both languages.
    pub fn invalid(field: &str, error: &impl crate::l10n::Explain) -> Self {
        let text = |lang| format!("{field}: {}", error.explain(lang));
        Self::Invalid {
            en: text(Lang::En),
            ru: text(Lang::Ru),
        }
    }

    /// A value that cannot be used, told by a message with values put in.
    pub fn refused(id: &str, args: &crate::l10n::Args) -> Self {
        Self::Invalid {
            en: say_with(Lang::En, id, args),
            ru: say_with(Lang::Ru, id, args),
        }
    }

    /// The HTTP status.
    pub fn status(&self) -> StatusCode {
        match self {
            Self::SignIn => StatusCode::UNAUTHORIZED,
            Self::LinkExpired | Self::LinkEnded | Self::NotFound => StatusCode::NOT_FOUND,
            Self::Forbidden | Self::Deactivated | Self::CrossSite => StatusCode::FORBIDDEN,
            Self::Method => StatusCode::METHOD_NOT_ALLOWED,
            Self::Closed
            | Self::NotOpen
            | Self::NoAttemptsLeft
            | Self::DraftGone
            | Self::ManyTokens
            | Self::CourseMoved
            | Self::RegradeBusy
            | Self::Quota { .. } => StatusCode::CONFLICT,
            Self::TooMany { .. } | Self::AtOnce => StatusCode::TOO_MANY_REQUESTS,
            Self::Slow => StatusCode::REQUEST_TIMEOUT,
            Self::BrokenBody => StatusCode::BAD_REQUEST,
            Self::Multipart => StatusCode::UNSUPPORTED_MEDIA_TYPE,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Form(_) | Self::Invalid { .. } => StatusCode::UNPROCESSABLE_ENTITY,
            Self::Answers(error) => StatusCode::from_u16(error.class().status())
                .unwrap_or(StatusCode::UNPROCESSABLE_ENTITY),
            Self::NoCourse | Self::Busy | Self::Away => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    /// A stable name for programs; messages are `fault-NAME` and `fault-NAME-next`.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SignIn => "sign-in",
            Self::LinkExpired => "link-expired",
            Self::LinkEnded => "link-ended",
            Self::Deactivated => "deactivated",
            Self::ManyTokens => "many-tokens",
            Self::Forbidden => "forbidden",
            Self::NotFound => "not-found",
            Self::Closed => "closed",
            Self::NotOpen => "not-open",
            Self::NoAttemptsLeft => "no-attempts-left",
            Self::CourseMoved => "course-moved",
            Self::RegradeBusy => "regrade-busy",
            Self::DraftGone => "draft-gone",
            Self::Method => "method",
            Self::CrossSite => "cross-site",
            Self::TooMany { .. } => "too-many",
            Self::AtOnce => "at-once",
            Self::Busy => "busy",
            Self::TooLarge => "too-large",
            Self::Slow => "slow",
            Self::BrokenBody => "broken-body",
            Self::Multipart => "multipart",
            Self::Quota { .. } => "quota",
            Self::Form(_) => "form",
            Self::Invalid { .. } => "invalid",
            Self::Answers(_) => "answers",
            Self::NoCourse => "no-course",
            Self::Away => "away",
            Self::Internal => "internal",
        }
    }

    /// After how many seconds it is worth trying again, where time alone helps.
    pub const fn retry_after(&self) -> Option<u32> {
        match self {
            Self::TooMany { seconds } => Some(*seconds),
            Self::AtOnce | Self::Busy => Some(5),
            Self::Away => Some(AWAY),
            _ => None,
        }
    }

    /// The headline.
    pub fn title(&self, lang: Lang) -> String {
        say(lang, &format!("fault-{}", self.code()))
    }

    /// What was found, what was expected, what to do next.
    pub fn detail(&self, lang: Lang) -> String {
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
            Self::ManyTokens => say_with(
                lang,
                "fault-many-tokens-next",
                &args! { "most" => MOST_TOKENS },
            ),
            Self::Quota { used, most } => {
                let bytes =
                    |n: u64| crate::l10n::size(usize::try_from(n).unwrap_or(usize::MAX)).text(lang);
                let args = args! {"used" => bytes(*used), "most" => bytes(*most)};
                say_with(lang, "fault-quota-next", &args)
            }
            _ => say(lang, &format!("fault-{}-next", self.code())),
        }
    }
}

impl From<crate::store::StoreError> for Fault {
    fn from(error: crate::store::StoreError) -> Self {
        tracing::error!(%error, "the store failed");
        if error.is_away() {
            Self::Away
        } else {
            Self::Internal
        }
    }
}

impl From<tower_sessions::session::Error> for Fault {
    fn from(error: tower_sessions::session::Error) -> Self {
        use tower_sessions::session::Error;
        use tower_sessions::session_store;
        tracing::error!(%error, "a session could not be read or kept");
        match error {
            Error::Store(session_store::Error::Backend(_)) => Self::Away,
            _ => Self::Internal,
        }
    }
}

impl From<AnswersError> for Fault {
    fn from(error: AnswersError) -> Self {
        Self::Answers(error)
    }
}

impl IntoResponse for Fault {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

#[derive(Serialize)]
struct View {
    status: u16,
    title: String,
    detail: String,
    sign_in: bool,
}

/// The layer that shows faults to people.
pub async fn as_page(State(app): State<AppState>, request: Request, next: Next) -> Response {
    show(request, next, |fault, visitor| page(&app, fault, visitor)).await
}

/// The layer that shows faults to programs.
pub async fn as_problem(State(app): State<AppState>, request: Request, next: Next) -> Response {
    show(request, next, |fault, visitor| {
        problem(&app, fault, visitor)
    })
    .await
}

async fn show(
    request: Request,
    next: Next,
    face: impl FnOnce(&Fault, &Visitor) -> Response,
) -> Response {
    let visitor = request
        .extensions()
        .get::<Visitor>()
        .cloned()
        .unwrap_or_default();
    let reading = request.method().is_safe();
    let trouble = request.extensions().get::<Trouble>().cloned();
    let response = next.run(request).await;
    // Whoever could not read the body knows only that.
    let trouble = trouble.filter(|_| response.status().is_client_error());
    let fault = trouble.and_then(|t| t.fault());
    let fault = fault.or_else(|| response.extensions().get::<Fault>().cloned());
    let Some(fault) = fault.or_else(|| refusal(&response, reading)) else {
        return response;
    };
    let mut shown = dressed(face(&fault, &visitor), &fault);
    if let Some(offered) = response.headers().get(header::ALLOW) {
        shown.headers_mut().insert(header::ALLOW, offered.clone());
    }
    shown
}

/// A fault that was given a face, with its status and the headers that belong to it.
pub(super) fn dressed(mut shown: Response, fault: &Fault) -> Response {
    *shown.status_mut() = fault.status();
    if let Some(seconds) = fault.retry_after() {
        let headers = shown.headers_mut();
        headers.insert(header::RETRY_AFTER, seconds.into());
    }
    // The layers outside see what it was.
    shown.extensions_mut().insert(fault.clone());
    shown
}

/// A fault as programs are told it.
pub(super) fn problem(app: &AppState, fault: &Fault, visitor: &Visitor) -> Response {
    let mut shown = Problem::new(&app.base_url, fault, visitor.lang).into_response();
    if matches!(fault, Fault::SignIn) {
        let scheme = HeaderValue::from_static("Bearer");
        let headers = shown.headers_mut();
        headers.insert(header::WWW_AUTHENTICATE, scheme);
    }
    shown
}

/// A fault as people are told it.
pub(super) fn page(app: &AppState, fault: &Fault, visitor: &Visitor) -> Response {
    let view = View {
        status: fault.status().as_u16(),
        title: fault.title(visitor.lang),
        detail: fault.detail(visitor.lang),
        sign_in: matches!(fault, Fault::SignIn),
    };
    match app.renderer.page("fault.html", &Frame::of(visitor), &view) {
        Ok(html) => html.into_response(),
        Err(_) => view.detail.into_response(),
    }
}

/// The framework's own refusals, which carry no fault of ours: paths, forms and bodies that its extractors could not read.
fn refusal(response: &Response, reading: bool) -> Option<Fault> {
    // A page or a problem of our own says already what is wrong.
    let kind = response.headers().get(header::CONTENT_TYPE);
    if kind.is_some_and(|k| k.as_bytes().starts_with(b"text/html") || k == problem::CONTENT_TYPE) {
        return None;
    }
    match response.status() {
        StatusCode::METHOD_NOT_ALLOWED => Some(Fault::Method),
        StatusCode::PAYLOAD_TOO_LARGE => Some(Fault::TooLarge),
        StatusCode::FORBIDDEN => Some(Fault::CrossSite),
        // Nothing is at `/submissions/abc`.
        status if status.is_client_error() && reading => Some(Fault::NotFound),
        status if status.is_client_error() => Some(Fault::Form("form-unreadable")),
        _ => None,
    }
}

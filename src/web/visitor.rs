//! Who makes the request, and the role checks: a handler that takes a [`Teacher`] cannot run for a student.

use super::address::Client;
use super::cookies;
use super::fault::Fault;
use super::observe::note_user;
use super::state::AppState;
use crate::l10n::Lang;
use crate::store::{Role, User, keys, session_is_renewed, session_lasts};
use axum::extract::{FromRequestParts, Request, State};
use axum::http::{HeaderMap, header, request::Parts};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use tower_sessions::{Expiry, Session};

/// Who makes the request.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The person signed in.
    pub user: Option<User>,
    /// The row of the session, where there is one.
    pub session: Option<i64>,
    /// The language to answer in.
    pub lang: Lang,
    /// The path asked for, to come back to after a change of language.
    pub path: String,
}

/// Anybody signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The person.
    pub user: User,
    /// The request's visitor.
    pub visitor: Visitor,
}

/// A teacher or owner.
#[derive(Clone, Debug)]
pub struct Teacher(pub Person);

/// Whoever grades: a grader, teacher or owner.
#[derive(Clone, Debug)]
pub struct Grader(pub Person);

/// Finds the visitor of a page by the session, which its use renews.
pub async fn by_session(
    State(app): State<AppState>,
    session: Session,
    mut request: Request,
    next: Next,
) -> Response {
    let mut visitor = Visitor {
        lang: accepted(request.headers()),
        path: request.uri().path().to_owned(),
        ..Visitor::default()
    };
    if let Some(code) = cookies::sent(&app, request.headers(), cookies::LANGUAGE)
        && let Some(lang) = Lang::ALL.into_iter().find(|l| l.code() == code)
    {
        visitor.lang = lang;
    }
    // A session that cannot be read is not one of nobody: whoever it is stays signed in, and is told to come back.
    let told = match session.get::<i64>(keys::USER).await.map_err(Fault::from) {
        Err(fault @ Fault::Away) => return fault.into_response(),
        told => told.unwrap_or_default(),
    };
    if let Some(id) = told {
        match app.store.user_by_id(id).await {
            Ok(Some(user)) if user.active => {
                visitor.lang = user.lang.unwrap_or(visitor.lang);
                note_user(user.id);
                visitor.user = Some(user);
                visitor.session = session.get(keys::ROW).await.ok().flatten();
                renew(&session, app.now()).await;
            }
            Ok(_) => {}
            Err(error) => return Fault::from(error).into_response(),
        }
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

/// Has the session kept for longer and its cookie sent anew, where its last use was noted long enough ago.
async fn renew(session: &Session, now: Timestamp) {
    let at = async |key| {
        let noted = session.get::<i64>(key).await.ok().flatten();
        noted.and_then(|at| Timestamp::from_microsecond(at).ok())
    };
    if let (Some(created), Some(used)) = (at(keys::CREATED).await, at(keys::USED).await)
        && session_is_renewed(used, now)
    {
        let lasts = session_lasts(created, now).as_secs();
        let lasts = time::Duration::seconds(lasts);
        session.set_expiry(Some(Expiry::OnInactivity(lasts)));
    }
}

/// Finds the visitor of an API call by the token.
pub async fn by_token(
    State(app): State<AppState>,
    client: Client,
    mut request: Request,
    next: Next,
) -> Response {
    let mut visitor = Visitor {
        lang: accepted(request.headers()),
        path: request.uri().path().to_owned(),
        ..Visitor::default()
    };
    let token = request
        .headers()
        .get(header::AUTHORIZATION)
        .and_then(|v| v.to_str().ok())
        .and_then(|v| v.strip_prefix("Bearer "));
    if let Some(token) = token.map(str::trim) {
        match app.store.user_of_token(token, app.now()).await {
            Ok(user) => {
                if let Some(user) = &user {
                    note_user(user.id);
                } else if let Err(fault) = app.throttle.wrong_key(client.0) {
                    return fault.into_response();
                }
                visitor.user = user;
            }
            // Not known is not the same as nobody.
            Err(error) => return Fault::from(error).into_response(),
        }
    }
    request.extensions_mut().insert(visitor);
    next.run(request).await
}

/// Russian where the first language that we have is Russian, else English. Weights are taken in the order written, as browsers write them.
pub fn accepted(headers: &HeaderMap) -> Lang {
    let listed = headers
        .get(header::ACCEPT_LANGUAGE)
        .and_then(|v| v.to_str().ok())
        .unwrap_or_default();
    let known = |entry: &str| {
        let primary = entry.split([';', '-']).next()?.trim().to_ascii_lowercase();
        Lang::ALL.into_iter().find(|l| l.code() == primary)
    };
    listed.split(',').find_map(known).unwrap_or_default()
}

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Fault> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let user = visitor.user.clone().ok_or(Fault::SignIn)?;
        Ok(Self { user, visitor })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Teacher {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let person = Person::from_request_parts(parts, state).await?;
        if person.user.role >= Role::Teacher {
            Ok(Self(person))
        } else {
            Err(Fault::Forbidden)
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Grader {
    type Rejection = Fault;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Fault> {
        let person = Person::from_request_parts(parts, state).await?;
        if person.user.role >= Role::Grader {
            Ok(Self(person))
        } else {
            Err(Fault::Forbidden)
        }
    }
}

impl Person {
    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.visitor.lang
    }

    /// Whether this person may see what belongs to `owner`.
    pub fn may_see(&self, owner: i64) -> bool {
        self.user.id == owner || self.user.role >= Role::Grader
    }
}

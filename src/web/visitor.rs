//! Who makes the request, and the role checks: a handler that takes a [`Teacher`] cannot run for a student.

use super::error::AppError;
use super::preferred::language;
use super::theme::Theme;
use super::way_back::{WayBack, is_passing};
use crate::course::Course;
use crate::ids::{SessionId, UserId};
use crate::service::disclose::Reader;
use crate::service::error::ServiceError;
use crate::store::{Role, User};
use axum::extract::{FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use jiff::tz::TimeZone;
use l10n::Lang;

/// Who makes the request.
#[derive(Clone, Debug, Default)]
pub struct Visitor {
    /// The person signed in.
    pub user: Option<User>,
    /// The row of the session, where there is one.
    pub session: Option<SessionId>,
    /// The language to answer in.
    pub lang: Lang,
    /// The page asked for, to come back to once signed in or after a change of language.
    pub page: String,
    /// Whether a form was sent: then it is the page of the form.
    pub sends: bool,
    /// How pages are coloured.
    pub theme: Theme,
    /// The name of the course, for whoever looks at a page without being signed in.
    pub course: Option<String>,
}

impl Visitor {
    /// Somebody of whom nothing is known but the request.
    pub fn of(request: &Request) -> Self {
        Self {
            lang: language(request.headers()),
            page: page(request),
            sends: !request.method().is_safe(),
            ..Self::default()
        }
    }
}

/// The page of a request: what it asks for belongs to it, such as the code of a program or what is searched for, unless it holds once. Of
/// a form it is the page to come back to.
fn page(request: &Request) -> String {
    if let Some(WayBack(page)) = request.extensions().get() {
        return page.clone();
    }
    let uri = request.uri();
    let whole = uri
        .path_and_query()
        .filter(|_| request.method().is_safe() && !is_passing(uri.path()));
    whole.map_or(uri.path(), PathAndQuery::as_str).to_owned()
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

impl<S: Send + Sync> FromRequestParts<S> for Visitor {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, AppError> {
        Ok(parts.extensions.get::<Self>().cloned().unwrap_or_default())
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Person {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let visitor = Visitor::from_request_parts(parts, state).await?;
        let user = visitor.user.clone().ok_or(AppError::SignIn)?;
        Ok(Self { user, visitor })
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Teacher {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let person = Person::from_request_parts(parts, state).await?;
        if person.user.role >= Role::Teacher {
            Ok(Self(person))
        } else {
            Err(ServiceError::Forbidden.into())
        }
    }
}

impl<S: Send + Sync> FromRequestParts<S> for Grader {
    type Rejection = AppError;
    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, AppError> {
        let person = Person::from_request_parts(parts, state).await?;
        if person.user.role >= Role::Grader {
            Ok(Self(person))
        } else {
            Err(ServiceError::Forbidden.into())
        }
    }
}

impl Person {
    /// The zone in which this person reads times.
    pub fn zone(&self, course: &Course) -> TimeZone {
        zone_of(&self.user, course)
    }

    /// The language to answer in.
    pub fn lang(&self) -> Lang {
        self.visitor.lang
    }

    /// As whom reports are disclosed to this person.
    pub fn reader(&self) -> Reader {
        Reader {
            user: self.user.id,
            role: self.user.role,
            lang: self.lang(),
        }
    }

    /// Whether this person may see what belongs to `owner`.
    pub fn may_see(&self, owner: UserId) -> bool {
        self.user.id == owner || self.user.role >= Role::Grader
    }
}

/// The zone a person chose, or the course's.
pub fn zone_of(user: &User, course: &Course) -> TimeZone {
    let chosen = user
        .time_zone
        .as_deref()
        .and_then(|name| TimeZone::get(name).ok());
    chosen.unwrap_or_else(|| course.time_zone.clone())
}

#[cfg(test)]
mod tests {
    use super::Visitor;
    use axum::body::Body;
    use axum::extract::Request;

    #[test]
    fn a_page_is_what_it_asks_for_and_no_secret_of_somebody_who_is_on_the_way_in() {
        for (method, asked, page) in [
            ("GET", "/device?code=WDJB-MJHT", "/device?code=WDJB-MJHT"),
            (
                "HEAD",
                "/gradebook?q=a&only=hand",
                "/gradebook?q=a&only=hand",
            ),
            ("GET", "/sign-in?back=%2Fdevice", "/sign-in?back=%2Fdevice"),
            ("GET", "/lti/courses/1?page=2", "/lti/courses/1?page=2"),
            ("POST", "/gradebook?q=a", "/gradebook"),
            (
                "GET",
                "/sign-in/with/sso/back?code=s3cret&state=x",
                "/sign-in/with/sso/back",
            ),
            ("GET", "/lti/login?login_hint=x", "/lti/login"),
            (
                "GET",
                "/lti/register/t?registration_token=s3cret",
                "/lti/register/t",
            ),
        ] {
            let request = Request::builder().method(method).uri(asked);
            let visitor = Visitor::of(&request.body(Body::empty()).expect("it is a request"));
            assert_eq!(visitor.page, page, "{method} {asked}");
            assert_eq!(visitor.sends, method == "POST");
        }
    }
}

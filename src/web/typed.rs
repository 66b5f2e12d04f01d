//! What somebody typed into a form that was refused: it comes back with the refusal, with the reason at its field, to be corrected and
//! sent again. Where the session has ended meanwhile it is sent again after signing in.

use super::error::AppError;
use super::visitor::Visitor;
use crate::service::error::ServiceError;
use crate::store::User;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Form, FromRequest as _, Request};
use axum::http::{HeaderMap, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use l10n::{Lang, Message, message};
use serde::Serialize;
use std::sync::Arc;

/// The most that is kept of somebody who is not signed in, in bytes.
const UNKNOWN: usize = 64 * 1024;
/// The most fields that come back.
const FIELDS: usize = 100;

/// A form as it was sent.
#[derive(Clone, Debug)]
pub struct Typed {
    action: String,
    fields: Vec<(String, String)>,
    back: Option<String>,
}

/// The layer of a route that forms are sent to: with a refusal goes what was typed. Whoever may not come in is read no further than
/// they would have to be to send the form again.
pub async fn keep(
    check: impl Fn(Option<&User>) -> Result<(), AppError>,
    most: usize,
    request: Request,
    next: Next,
) -> Response {
    let user = request.extensions().get::<Visitor>();
    let user = user.and_then(|visitor| visitor.user.clone());
    let most = match check(user.as_ref()) {
        Ok(()) => most,
        // The session may have ended, and its cookie with it; whoever comes from no page of ours has typed nothing here.
        Err(AppError::SignIn) if is_from_here(request.headers()) => UNKNOWN,
        Err(_) => return next.run(request).await,
    };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, most).await else {
        // Whoever may not come in is told that first.
        return match check(user.as_ref()) {
            Ok(()) => AppError::TooLarge.into_response(),
            Err(error) => error.into_response(),
        };
    };
    let (action, back) = (parts.uri.to_string(), back(&parts.headers));
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let mut response = next.run(request).await;
    if response.extensions().get::<AppError>().is_some() {
        let typed = Typed {
            action,
            fields: fields(body).await.unwrap_or_default(),
            back,
        };
        response.extensions_mut().insert(Arc::new(typed));
    }
    response
}

/// The fields of a form; none where it is no form.
async fn fields(body: Bytes) -> Option<Vec<(String, String)>> {
    let request = Request::builder()
        .method("POST")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .ok()?;
    let Form(mut pairs) = Form::<Vec<(String, String)>>::from_request(request, &())
        .await
        .ok()?;
    pairs.truncate(FIELDS);
    Some(pairs)
}

/// Whether a browser sends what it has of this server: a cookie, or the page that the form stood in.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.contains_key(header::COOKIE) || back(headers).is_some()
}

/// The page of this server from which the form was sent.
fn back(headers: &HeaderMap) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
    let referer = text(header::REFERER)?;
    let (_, rest) = referer.split_once("://")?;
    let (host, path) = rest.split_once('/')?;
    (Some(host) == text(header::HOST)).then(|| format!("/{path}"))
}

/// The form as it comes back.
#[derive(Debug, Serialize)]
pub(super) struct Again {
    action: String,
    fields: Vec<Field>,
}

#[derive(Debug, Serialize)]
struct Field {
    name: String,
    value: String,
    /// What it is called; fields that people do not type have no name and are hidden.
    label: Option<String>,
    /// Whether it is the one that was refused.
    is_wrong: bool,
    /// Whether it has room for several lines.
    is_long: bool,
}

/// What of the form comes back, and the page it was sent from.
pub(super) fn again(
    typed: &Typed,
    error: &AppError,
    lang: Lang,
) -> (Option<Again>, Option<String>) {
    let back = typed.back.clone();
    let passes = match error {
        AppError::SignIn | AppError::AtOnce | AppError::Busy => true,
        AppError::Service(error) => match error {
            ServiceError::TooMany { .. }
            | ServiceError::Away
            | ServiceError::StorageAway
            | ServiceError::Internal
            | ServiceError::RegradeBusy => true,
            ServiceError::Form(_) | ServiceError::Invalid(_) => false,
            _ => return (None, back),
        },
        _ => return (None, back),
    };
    let wrong = wrong_field(error);
    let fields = typed.fields.iter().cloned();
    let fields: Vec<Field> = fields
        .map(|(name, value)| Field {
            label: label(&name).map(|label| label.text(lang)),
            is_wrong: wrong == Some(name.as_str()),
            is_long: matches!(name.as_str(), "text" | "comment" | "toml" | "deployments")
                || value.contains('\n'),
            name,
            value,
        })
        .collect();
    let is_typed = fields.iter().any(|field| field.label.is_some());
    let again = (passes || is_typed).then(|| Again {
        action: typed.action.clone(),
        fields,
    });
    (again, back)
}

/// What a field that people type is called.
fn label(name: &str) -> Option<Message> {
    Some(match name {
        "points" => message!("typed-points"),
        "reason" => message!("typed-reason"),
        "comment" => message!("typed-comment"),
        "text" => message!("typed-text"),
        "name" => message!("typed-name"),
        "day" => message!("typed-day"),
        "time" => message!("typed-time"),
        "days" => message!("typed-days"),
        "note" => message!("typed-note"),
        "login" => message!("import-login"),
        "into" => message!("person-merge-into"),
        "family_name" => message!("person-family-name"),
        "email" => message!("roster-email"),
        "student_id" => message!("roster-student-id"),
        "group" => message!("roster-group"),
        "issuer" => message!("lti-issuer"),
        "client_id" => message!("lti-client-id"),
        "deployments" => message!("lti-deployments"),
        "auth_url" => message!("lti-auth-url"),
        "token_url" => message!("lti-token-url"),
        "jwks_url" => message!("lti-jwks-url"),
        "audience" => message!("lti-audience"),
        "toml" => message!("course-text"),
        // The parts of a rubric, and numbers by the keys of their outputs.
        key if key.contains('.') => message!("typed-key", key = key),
        _ => return None,
    })
}

/// Messages about one field of a form.
const ABOUT: [(&str, &str); 19] = [
    ("form-points", "points"),
    ("form-exam-range", "points"),
    ("hand-both", "points"),
    ("hand-range", "points"),
    ("hand-reason-long", "reason"),
    ("hand-not-later", "day"),
    ("hand-reason", "reason"),
    ("hand-deadline", "day"),
    ("hand-no-deadline", "day"),
    ("form-token-name", "name"),
    ("person-no-name", "name"),
    ("person-bad-email", "email"),
    ("person-bad-login", "login"),
    ("person-taken", "login"),
    ("person-no-other", "into"),
    ("person-same", "into"),
    ("roster-days-range", "days"),
    ("course-note-needed", "note"),
    ("lti-bad-issuer", "issuer"),
];

fn wrong_field(error: &AppError) -> Option<&'static str> {
    let AppError::Service(ServiceError::Form(what) | ServiceError::Invalid(what)) = error else {
        return None;
    };
    let about = ABOUT.iter().find(|(id, _)| *id == what.id());
    about.map(|(_, field)| *field)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_about_fields_are_there() {
        for (id, field) in ABOUT {
            let named = ["max", "most", "deadline"];
            let values = named.map(|name| (name, "1".into())).to_vec();
            assert!(Message::new(id.to_owned(), values).exists(), "{id}");
            assert!(label(field).is_some(), "{field}");
        }
    }

    #[test]
    fn only_a_page_of_this_server_is_gone_back_to() {
        for (referer, expected) in [
            ("http://dgm.test/exam?a=1", Some("/exam?a=1")),
            ("http://elsewhere.test/exam", None),
            ("http://dgm.test.evil/exam", None),
            ("dgm.test/exam", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::HOST, "dgm.test".parse().unwrap());
            headers.insert(header::REFERER, referer.parse().unwrap());
            assert_eq!(back(&headers).as_deref(), expected, "{referer}");
        }
    }
}

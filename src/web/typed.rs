//! What somebody typed into a form that was refused: it comes back with the refusal, with the reason at its field, to be corrected and
//! sent again. Where the session has ended meanwhile it is sent again after signing in.

use super::error::AppError;
use super::visitor::Visitor;
use super::way_back::own_page;
use crate::service::error::ServiceError;
use crate::store::User;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Form, FromRequest as _, Multipart, Request};
use axum::http::{HeaderMap, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use l10n::{Lang, Message, message};
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::{Semaphore, SemaphorePermit};

/// The most that is kept of somebody who is not signed in, in bytes: the longest text there may be, of letters that take six each.
const UNKNOWN: usize = 1 << 20;
/// How many forms of those who are not signed in are kept at once. Of one more nothing is, and whoever sent it is told to sign in.
static ROOM: Semaphore = Semaphore::const_new(32);
/// The most fields that come back.
const FIELDS: usize = 100;

/// A form as it was sent.
#[derive(Debug)]
pub struct Typed {
    action: String,
    fields: Vec<(String, Value)>,
    /// Whether it may carry a file.
    has_files: bool,
    /// The room that it takes.
    _room: Option<SemaphorePermit<'static>>,
}

/// What a field holds.
#[derive(Debug)]
enum Value {
    Text(String),
    /// A file that was chosen: a browser does not let a page choose it again.
    File,
}

/// The layer of a route that forms are sent to: with a refusal goes what was typed. Whoever may not come in is read no further than
/// they would have to be to send the form again.
pub async fn keep(
    check: impl Fn(Option<&User>) -> Result<(), AppError>,
    (most, too_large): (usize, fn() -> AppError),
    request: Request,
    next: Next,
) -> Response {
    let user = request.extensions().get::<Visitor>();
    let user = user.and_then(|visitor| visitor.user.clone());
    let (most, room) = match check(user.as_ref()) {
        Ok(()) => (most, None),
        // The session may have ended, and its cookie with it; whoever comes from no page of ours has typed nothing here.
        Err(AppError::SignIn) if is_from_here(request.headers()) => match ROOM.try_acquire() {
            Ok(room) => (most.min(UNKNOWN), Some(room)),
            Err(_) => return next.run(request).await,
        },
        Err(_) => return next.run(request).await,
    };
    let (parts, body) = request.into_parts();
    let Ok(body) = to_bytes(body, most).await else {
        // Whoever may not come in is told that first.
        return match check(user.as_ref()) {
            Ok(()) => too_large().into_response(),
            Err(error) => error.into_response(),
        };
    };
    let action = parts.uri.to_string();
    let kind = parts.headers.get(header::CONTENT_TYPE).cloned();
    let request = Request::from_parts(parts, Body::from(body.clone()));
    let mut response = next.run(request).await;
    if response.extensions().get::<AppError>().is_some() {
        let has_files = has_files(kind.as_ref());
        let typed = Typed {
            action,
            fields: if has_files {
                parts_of(kind, body).await
            } else {
                fields(body).await.unwrap_or_default()
            },
            has_files,
            _room: room,
        };
        response.extensions_mut().insert(Arc::new(typed));
    }
    response
}

/// Whether this is the kind of a form that may carry a file.
fn has_files(kind: Option<&HeaderValue>) -> bool {
    let kind = kind.and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    kind.to_ascii_lowercase().starts_with("multipart/form-data")
}

/// The fields of a form; none where it is no form.
async fn fields(body: Bytes) -> Option<Vec<(String, Value)>> {
    let request = Request::builder()
        .method("POST")
        .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
        .body(Body::from(body))
        .ok()?;
    let Form(pairs) = Form::<Vec<(String, String)>>::from_request(request, &())
        .await
        .ok()?;
    let pairs = pairs.into_iter().take(FIELDS);
    let fields = pairs.map(|(name, text)| (name, Value::Text(text)));
    Some(fields.collect())
}

/// The same of a form that may carry a file; as many as can be read.
async fn parts_of(kind: Option<HeaderValue>, body: Bytes) -> Vec<(String, Value)> {
    let mut fields = Vec::new();
    let mut request = Request::new(Body::from(body));
    if let Some(kind) = kind {
        request.headers_mut().insert(header::CONTENT_TYPE, kind);
    }
    let Ok(mut parts) = Multipart::from_request(request, &()).await else {
        return fields;
    };
    while fields.len() < FIELDS
        && let Ok(Some(part)) = parts.next_field().await
    {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let Ok(bytes) = part.bytes().await else {
            break;
        };
        let value = match is_file {
            false => Value::Text(String::from_utf8_lossy(&bytes).into_owned()),
            // A browser sends the field of a file that was not chosen, too.
            true if bytes.is_empty() => continue,
            true => Value::File,
        };
        fields.push((name, value));
    }
    fields
}

/// Whether a browser sends what it has of this server: a cookie, or the page that the form stood in.
fn is_from_here(headers: &HeaderMap) -> bool {
    headers.contains_key(header::COOKIE) || own_page(headers).is_some()
}

/// The form as it comes back.
#[derive(Debug, Serialize)]
pub(super) struct Again {
    action: String,
    fields: Vec<Field>,
    has_files: bool,
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
    /// Whether it is a file, to be chosen again.
    is_file: bool,
}

/// What of the form comes back.
pub(super) fn again(typed: &Typed, error: &AppError, lang: Lang) -> Option<Again> {
    let passes = match error {
        AppError::SignIn | AppError::AtOnce | AppError::Busy => true,
        AppError::Service(error) => match error {
            ServiceError::TooMany { .. }
            | ServiceError::Away
            | ServiceError::StorageAway
            | ServiceError::Internal
            | ServiceError::RegradeBusy => true,
            ServiceError::Form(_) | ServiceError::Invalid(_) => false,
            _ => return None,
        },
        _ => return None,
    };
    let wrong = wrong_field(error);
    let fields = typed.fields.iter().map(|(name, value)| {
        let (value, is_file) = match value {
            Value::Text(text) => (text.clone(), false),
            Value::File => (String::new(), true),
        };
        let label = if is_file {
            Some(message!("typed-file"))
        } else {
            label(name)
        };
        Field {
            label: label.map(|label| label.text(lang)),
            is_wrong: wrong == Some(name.as_str()),
            is_long: matches!(name.as_str(), "text" | "comment" | "toml" | "deployments")
                || value.contains('\n'),
            is_file,
            name: name.clone(),
            value,
        }
    });
    let fields: Vec<Field> = fields.collect();
    let is_typed = fields.iter().any(|field| field.label.is_some());
    (passes || is_typed).then(|| Again {
        action: typed.action.clone(),
        fields,
        has_files: typed.has_files,
    })
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
const ABOUT: [(&str, &str); 22] = [
    ("form-points", "points"),
    ("form-exam-range", "points"),
    ("hand-both", "points"),
    ("hand-range", "points"),
    ("hand-reason-long", "reason"),
    ("hand-not-later", "day"),
    ("hand-reason", "reason"),
    ("hand-deadline", "day"),
    ("hand-bad-day", "day"),
    ("hand-bad-time", "time"),
    ("hand-no-deadline", "day"),
    ("form-token-name", "name"),
    ("form-token-long", "name"),
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
}

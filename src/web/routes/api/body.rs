//! The JSON objects that requests carry. Each is held against its own schema: a key that nobody knows and one that is missing are told by
//! name, so that a slip of the pen takes nothing away.

use crate::service::error::ServiceError;
use crate::web::error::AppError;
use axum::body::Bytes;
use axum::extract::{FromRequest, Request};
use axum::http::StatusCode;
use l10n::{Arg, Message, message};
use serde::de::{DeserializeOwned, Error as _, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use std::fmt;
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

/// The object of a request as it came, if it is one. Of which kind the request says that it is does not matter: `curl -d` calls it a form.
pub struct Sent(Option<Object>);

impl<S: Send + Sync> FromRequest<S> for Sent {
    type Rejection = AppError;
    async fn from_request(request: Request, state: &S) -> Result<Self, AppError> {
        let body = Bytes::from_request(request, state).await;
        let body = body.map_err(|error| match error.status() {
            StatusCode::PAYLOAD_TOO_LARGE => AppError::TooLarge,
            _ => AppError::BrokenBody,
        })?;
        Ok(Self(serde_json::from_slice(&body).ok()))
    }
}

/// An object that has every key once: of two values of one key nobody knows which is meant.
pub struct Object(Map<String, Value>);

impl<'de> Deserialize<'de> for Object {
    fn deserialize<D: Deserializer<'de>>(sent: D) -> Result<Self, D::Error> {
        sent.deserialize_map(Keys)
    }
}

struct Keys;

impl<'de> Visitor<'de> for Keys {
    type Value = Object;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut sent: A) -> Result<Object, A::Error> {
        let mut object = Map::new();
        while let Some((key, value)) = sent.next_entry::<String, Value>()? {
            if object.insert(key, value).is_some() {
                return Err(A::Error::custom("a key stands twice"));
            }
        }
        Ok(Object(object))
    }
}

/// Reads an object that has every key it needs, each once, and no other. `example` tells what one looks like.
///
/// # Errors
/// When it is none, or a key is missing or unknown.
pub(super) fn read<T>(sent: Sent, example: Message) -> Result<T, ServiceError>
where
    T: DeserializeOwned + PartialSchema,
{
    let Sent(Some(Object(object))) = sent else {
        return Err(ServiceError::Form(example));
    };
    if let RefOr::T(Schema::Object(schema)) = T::schema() {
        let known = schema.properties;
        if let Some(key) = object.keys().find(|key| !known.contains_key(*key)) {
            return Err(ServiceError::Form(message!(
                "form-unknown-key",
                key = key.chars().take(40).collect::<String>(),
                known = Arg::list(known.keys().map(String::as_str))
            )));
        }
        let missing = |key: &&String| !object.contains_key(*key);
        if let Some(key) = schema.required.iter().find(missing) {
            return Err(without(key, example));
        }
    }
    serde_json::from_value(Value::Object(object)).map_err(|_| ServiceError::Form(example))
}

/// A key that has to be there is missing.
pub(super) fn without(key: &str, example: Message) -> ServiceError {
    ServiceError::Form(message!("form-missing-key", key = key, example = example))
}

/// A text, or null for an empty one. What nobody sent is neither: such a key has to be there, or has `None` as its default.
///
/// # Errors
/// When it is something else.
pub(super) fn text_or_null<'de, D>(sent: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = Option::<String>::deserialize(sent)?;
    Ok(Some(text.unwrap_or_default()))
}

/// A text that says something, or null. A blank is no wish to take something away.
///
/// # Errors
/// When it is something else.
pub(super) fn said_or_null<'de, D>(sent: D) -> Result<Option<String>, D::Error>
where
    D: Deserializer<'de>,
{
    let text = Option::<String>::deserialize(sent)?;
    if text.as_ref().is_some_and(|said| said.trim().is_empty()) {
        return Err(D::Error::custom("a blank"));
    }
    Ok(Some(text.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, Deserialize, utoipa::ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[serde(deserialize_with = "said_or_null")]
        #[schema(required = true)]
        points: Option<String>,
        #[serde(default, deserialize_with = "text_or_null")]
        reason: Option<String>,
    }

    #[test]
    fn a_key_that_is_missing_is_not_null_and_one_that_is_unknown_is_named() {
        let read = |body: Value| {
            let sent = Sent(serde_json::from_value(body).ok());
            let entry = read::<Entry>(sent, message!("form-points"));
            entry.map(|entry| (entry.points, entry.reason))
        };
        let text = |text: &str| Some(text.to_owned());
        for (body, found) in [
            (json!({"points": "2"}), (text("2"), None)),
            (json!({"points": null}), (text(""), None)),
            (
                json!({"points": "2", "reason": null}),
                (text("2"), text("")),
            ),
        ] {
            assert_eq!(read(body.clone()).unwrap(), found, "{body}");
        }
        for (body, id) in [
            (json!({}), "form-missing-key"),
            (json!({"reason": "ill"}), "form-missing-key"),
            (json!({"point": "2"}), "form-unknown-key"),
            (json!({"points": "2", "Reason": "ill"}), "form-unknown-key"),
            (json!({"points": 2}), "form-points"),
            (json!({"points": ""}), "form-points"),
            (json!({"points": " "}), "form-points"),
            (json!(["2"]), "form-points"),
        ] {
            let Err(ServiceError::Form(why)) = read(body.clone()) else {
                panic!("{body} is refused");
            };
            assert_eq!(why.id(), id, "{body}");
        }
    }

    #[tokio::test]
    async fn it_is_read_whatever_it_is_called_and_every_key_once() {
        for (kind, body, is_read) in [
            ("application/json", r#"{"points": "2"}"#, true),
            (
                "application/x-www-form-urlencoded",
                r#"{"points": "2"}"#,
                true,
            ),
            (
                "application/json",
                r#"{"points": "2", "points": "3"}"#,
                false,
            ),
            ("application/json", "points=2", false),
            ("application/json", r#"{"points": "2"} {}"#, false),
        ] {
            let request = Request::builder().header("content-type", kind);
            let request = request.body(body.into()).unwrap();
            let sent = Sent::from_request(request, &()).await.unwrap();
            let entry = read::<Entry>(sent, message!("form-points"));
            assert_eq!(entry.is_ok(), is_read, "{kind} {body}");
        }
    }
}

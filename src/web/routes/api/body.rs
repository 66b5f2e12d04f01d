//! The JSON objects that requests carry. Each is held against its own schema: a key that nobody knows and one that is missing are told by
//! name, so that a slip of the pen takes nothing away.

use crate::service::error::ServiceError;
use axum::Json;
use axum::extract::rejection::JsonRejection;
use l10n::{Arg, Message, message};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};
use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

/// The object of a request, as it came.
pub(super) type Sent = Result<Json<Map<String, Value>>, JsonRejection>;

/// Reads an object that has every key it needs and no other. `example` tells what one looks like.
///
/// # Errors
/// When it is none, or a key is missing or unknown.
pub(super) fn read<T>(sent: Sent, example: Message) -> Result<T, ServiceError>
where
    T: DeserializeOwned + PartialSchema,
{
    let Ok(Json(object)) = sent else {
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

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[derive(Debug, Deserialize, utoipa::ToSchema)]
    #[serde(deny_unknown_fields)]
    struct Entry {
        #[serde(deserialize_with = "text_or_null")]
        #[schema(required = true)]
        points: Option<String>,
        #[serde(default, deserialize_with = "text_or_null")]
        reason: Option<String>,
    }

    #[test]
    fn a_key_that_is_missing_is_not_null_and_one_that_is_unknown_is_named() {
        let read = |body: Value| {
            let Value::Object(object) = body else {
                panic!("it is an object");
            };
            let entry = read::<Entry>(Ok(Json(object)), message!("form-points"));
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
        ] {
            let Err(ServiceError::Form(why)) = read(body.clone()) else {
                panic!("{body} is refused");
            };
            assert_eq!(why.id(), id, "{body}");
        }
    }
}

//! Columns of the gradebook, and scores in them.

use super::Services;
use super::access::{refusal, refused};
use axum::body::Bytes;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse as _, Response};
use jiff::Timestamp;
use serde_json::{Value, json};
use std::collections::HashMap;

/// A score as it came.
#[derive(Clone, Debug)]
pub struct Score {
    /// The column's number.
    pub column: usize,
    /// The body, as text: numbers stand in it as they were written.
    pub text: String,
    /// It, read.
    pub json: Value,
}

pub async fn columns(
    State(shared): State<Services>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut inside = shared.inside();
    if let Some(refusal) = refusal(&mut inside, &headers, "scope/lineitem") {
        return refusal;
    }
    assert_eq!(query["type_id"], "3", "what stood in the address stays");
    let wanted = query.get("resource_id");
    let found = inside.columns.iter();
    let found: Vec<_> = found
        .filter(|column| !column.is_null())
        .filter(|column| wanted.is_none_or(|wanted| column["resourceId"] == *wanted))
        .collect();
    axum::Json(json!(found)).into_response()
}

pub async fn make_column(
    State(shared): State<Services>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let mut inside = shared.inside();
    if let Some(refusal) = refusal(&mut inside, &headers, "scope/lineitem") {
        return refusal;
    }
    let kind = "application/vnd.ims.lis.v2.lineitem+json";
    assert_eq!(headers[header::CONTENT_TYPE], kind);
    let mut column: Value = serde_json::from_slice(&body).expect("it is JSON");
    assert!(column["label"].is_string() && column["scoreMaximum"].is_number());
    let number = inside.columns.len();
    column["id"] = json!(format!(
        "{}/columns/{number}/lineitem?type_id=3",
        shared.url
    ));
    inside.columns.push(column.clone());
    (
        StatusCode::CREATED,
        [(header::CONTENT_TYPE, kind)],
        column.to_string(),
    )
        .into_response()
}

pub async fn column(
    State(shared): State<Services>,
    Path(column): Path<usize>,
    headers: HeaderMap,
) -> Response {
    let mut inside = shared.inside();
    if let Some(refusal) = refusal(&mut inside, &headers, "scope/lineitem") {
        return refusal;
    }
    match inside.columns.get(column) {
        Some(column) if !column.is_null() => axum::Json(column.clone()).into_response(),
        _ => refused(404, None),
    }
}

pub async fn score(
    shared: State<Services>,
    column: Path<usize>,
    query: Query<HashMap<String, String>>,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let held = shared.inside().held.clone();
    let answer = put(shared, column, query, &headers, &body);
    if let Some(held) = held {
        held.acquire().await.expect("it stays open").forget();
    }
    answer
}

fn put(
    State(shared): State<Services>,
    Path(column): Path<usize>,
    Query(query): Query<HashMap<String, String>>,
    headers: &HeaderMap,
    body: &Bytes,
) -> Response {
    let mut inside = shared.inside();
    if let Some(refusal) = refusal(&mut inside, headers, "scope/score") {
        return refusal;
    }
    let kind = "application/vnd.ims.lis.v1.score+json";
    if query.get("type_id").map(String::as_str) != Some("3")
        || headers
            .get(header::CONTENT_TYPE)
            .is_none_or(|told| told != kind)
        || column >= inside.columns.len()
    {
        return refused(400, None);
    }
    if inside.columns[column].is_null() {
        return refused(404, None);
    }
    let text = String::from_utf8(body.to_vec()).expect("it is text");
    let json: Value = serde_json::from_str(&text).expect("it is JSON");
    let stamp = |score: &Value| -> Timestamp {
        let text = score["timestamp"].as_str().unwrap_or_default();
        text.parse().expect("it is an instant")
    };
    let subject = json["userId"].as_str().unwrap_or_default();
    let last = inside.scores.iter().rev();
    let mut last = last.filter(|s| s.column == column && s.json["userId"] == subject);
    // Whole seconds, as Moodle compares them.
    let is_later = last
        .next()
        .is_none_or(|last| stamp(&last.json).as_second() < stamp(&json).as_second());
    let progress = [
        "Initialized",
        "Started",
        "InProgress",
        "Submitted",
        "Completed",
    ];
    let grading = [
        "FullyGraded",
        "Pending",
        "PendingManual",
        "Failed",
        "NotReady",
    ];
    let is = |name: &str, words: &[&str]| words.iter().any(|word| json[name] == *word);
    let is_number = |name: &str| json.get(name).is_none_or(Value::is_number);
    let is_whole = json.get("scoreGiven").is_some() == json.get("scoreMaximum").is_some();
    if subject.is_empty()
        || !is("activityProgress", &progress)
        || !is("gradingProgress", &grading)
        || !is_number("scoreGiven")
        || !is_number("scoreMaximum")
        || !is_whole
    {
        return refused(400, None);
    }
    if !is_later {
        return refused(409, None);
    }
    inside.scores.push(Score { column, text, json });
    StatusCode::OK.into_response()
}

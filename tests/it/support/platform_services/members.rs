//! The people of a course, page by page.

use super::Services;
use super::access::{refusal, refused};
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::{IntoResponse as _, Response};
use serde_json::json;
use std::collections::HashMap;

pub async fn members(
    State(shared): State<Services>,
    headers: HeaderMap,
    Query(query): Query<HashMap<String, String>>,
) -> Response {
    let mut inside = shared.inside();
    if let Some(refusal) = refusal(&mut inside, &headers, "contextmembership.readonly") {
        return refusal;
    }
    let kind = "application/vnd.ims.lti-nrps.v2.membershipcontainer+json";
    assert_eq!(headers[header::ACCEPT], kind);
    let page: usize = query
        .get("page")
        .map_or(0, |page| page.parse().expect("a number"));
    let Some(members) = inside.members.get(page) else {
        return refused(404, None);
    };
    let body = json!({ "id": "x", "context": { "id": "c1" }, "members": members }).to_string();
    let mut response = ([(header::CONTENT_TYPE, kind)], body).into_response();
    if page + 1 < inside.members.len() {
        let next = format!("{}/members?page={}", shared.url, page + 1);
        let next = inside.next.clone().unwrap_or(next);
        let link = format!(
            "<{}/members>; rel=\"differences\", <{next}>; rel=\"next\"",
            shared.url
        );
        let link = link.parse().expect("it is a header");
        response.headers_mut().insert(header::LINK, link);
    }
    response
}

//! Every request leaves one line in the log and its share in the metrics, under an id that its answer carries too.
//!
//! The line has the pattern of the route and not the address: a sign-in link is a secret, and logins are personal.

use crate::ids::UserId;
use axum::extract::{MatchedPath, Request};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use rand::RngCore as _;
use std::time::Instant;
use tower_http::request_id::{MakeRequestId, RequestId};
use tracing::Instrument as _;

/// Makes the id of a request: 16 random hexadecimal digits.
#[derive(Clone, Copy, Debug)]
pub struct Fresh;

impl MakeRequestId for Fresh {
    fn make_request_id<B>(&mut self, _: &axum::http::Request<B>) -> Option<RequestId> {
        let id = format!("{:016x}", rand::rng().next_u64());
        Some(RequestId::new(id.parse().ok()?))
    }
}

/// Nobody outside names our requests: an id that came with one would stand in our log.
pub fn without_id(mut request: Request) -> Request {
    request.headers_mut().remove("x-request-id");
    request
}

/// Notes a signed-in person's number in the line of this request.
pub fn note_user(id: UserId) {
    tracing::Span::current().record("user", id.number());
}

/// The layer that logs and counts.
pub async fn observed(request: Request, next: Next) -> Response {
    let began = Instant::now();
    let method = method(request.method());
    let pattern = request.extensions().get::<MatchedPath>();
    let route = pattern.map_or("none", MatchedPath::as_str).to_owned();
    let id = request.extensions().get::<RequestId>();
    let id = id.and_then(|id| id.header_value().to_str().ok());
    let span = tracing::info_span!("request", id, method, route, user = tracing::field::Empty);
    async {
        let response = next.run(request).await;
        let (status, took) = (response.status().as_u16(), began.elapsed());
        let ms = u64::try_from(took.as_millis()).unwrap_or(u64::MAX);
        tracing::info!(status, ms, "answered");
        let labels = [
            ("method", method.to_owned()),
            ("route", route.clone()),
            ("status", status.to_string()),
        ];
        metrics::counter!("http_requests_total", &labels).increment(1);
        metrics::histogram!("http_request_duration_seconds", &labels).record(took.as_secs_f64());
        response
    }
    .instrument(span.clone())
    .await
}

/// The method as a label; made-up ones are one, so that nobody can make metrics without end.
fn method(method: &Method) -> &'static str {
    const KNOWN: [&str; 7] = ["GET", "HEAD", "POST", "PUT", "DELETE", "PATCH", "OPTIONS"];
    KNOWN
        .into_iter()
        .find(|known| method == known)
        .unwrap_or("other")
}

//! Who changed what, when, from what to what?

mod words;

use crate::store::AuditEntry;
use crate::web::error::AppError;
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::{Deserialize, Serialize};
use words::{Reader, Words, words};

/// Entries a page.
const PAGE: usize = 50;

/// What is looked for.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    q: String,
    /// Only entries older than this one.
    before: Option<i64>,
}

#[derive(Serialize)]
struct View {
    q: String,
    entries: Vec<Words>,
    older: Option<String>,
    newest: Option<String>,
}

/// `GET /audit?q=anna&before=120`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let reader = Reader {
        lang: teacher.0.lang(),
        zone: teacher.0.zone(&active.course),
        now: app.now(),
    };
    let q: String = wanted
        .q
        .trim()
        .chars()
        .take(100)
        .filter(|c| *c != '\0')
        .collect();
    let wants = q.to_lowercase();
    let mut found: Vec<(i64, Words)> = Vec::new();
    let told = |entry: &AuditEntry| {
        let words = words(entry, &reader);
        let is_wanted = words.text().to_lowercase().contains(&wants);
        is_wanted.then_some((entry.id, words))
    };
    // One more than is shown tells whether there are older ones.
    app.store
        .audit(wanted.before, PAGE + 1, |entry| {
            let told = told(entry);
            let is_wanted = told.is_some();
            found.extend(told);
            is_wanted
        })
        .await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().map(|(id, _)| id.to_string());
    let link = |before: &str| format!("/audit{}", query(&[("q", &q), ("before", before)]));
    let view = View {
        older: last.filter(|_| more).map(|id| link(&id)),
        newest: wanted.before.map(|_| link("")),
        entries: found.into_iter().map(|(_, words)| words).collect(),
        q,
    };
    server.page("audit.html", &teacher.0.visitor, &view)
}

//! Who changed what, when, from what to what?

use crate::l10n::{Lang, date, say};
use crate::store::AuditEntry;
use crate::web::error::AppError;
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::response::Html;
use serde::{Deserialize, Serialize};

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
    entries: Vec<Row>,
    older: Option<String>,
    newest: Option<String>,
}

#[derive(Serialize)]
struct Row {
    at: String,
    actor: String,
    action: String,
    subject: String,
    before: String,
    after: String,
}

/// The words for a kind of change; the kind itself where there are none.
fn action(name: &str, lang: Lang) -> String {
    let id = format!("audit-did-{name}");
    let words = say(lang, &id);
    if words == id { name.to_owned() } else { words }
}

/// `GET /audit?q=anna&before=120`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let zone = super::overview::zone_of(&teacher.0.user, &active.course);
    let (now, lang) = (app.now(), teacher.0.lang());
    let q: String = wanted
        .q
        .trim()
        .chars()
        .take(100)
        .filter(|c| *c != '\0')
        .collect();
    // One more than is shown tells whether there are older ones.
    let most = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut found = app.store.audit(&q, wanted.before, most).await?;
    let more = found.len() > PAGE;
    found.truncate(PAGE);
    let last = found.last().map(|e| e.id.to_string());
    let link = |before: &str| format!("/audit{}", query(&[("q", &q), ("before", before)]));
    let row = |e: AuditEntry| Row {
        at: date::instant(e.at, &zone, now, lang),
        actor: e.actor,
        action: action(&e.action, lang),
        subject: e.subject,
        before: e.before,
        after: e.after,
    };
    let view = View {
        older: last.filter(|_| more).map(|id| link(&id)),
        newest: wanted.before.map(|_| link("")),
        entries: found.into_iter().map(row).collect(),
        q,
    };
    server.page("audit.html", &teacher.0.visitor, &view)
}

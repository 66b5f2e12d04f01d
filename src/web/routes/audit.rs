//! Who changed what, when, from what to what?

pub mod list;
mod wanted;
mod words;

use crate::service::error::ServiceError;
use crate::spreadsheet::Table;
use crate::store::Action;
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse};
use l10n::message;
use serde::Serialize;
use wanted::Wanted;
use words::{Reader, Words};

/// Entries a page.
const PAGE: usize = 50;
/// The most entries of a file.
const FILE: usize = 20_000;

#[derive(Serialize)]
struct View {
    wanted: Wanted,
    kinds: Vec<Kind>,
    entries: Vec<Words>,
    older: Option<String>,
    newest: Option<String>,
    /// The same entries as a file.
    file: String,
}

#[derive(Serialize)]
struct Kind {
    kind: &'static str,
    name: String,
}

/// `GET /audit?q=anna&person=anna&kind=exam&from=2026-11-01&to=2026-11-30&before=120`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let (app, wanted) = (&server.app, wanted.plain());
    let reader = Reader::of(app, &teacher).await?;
    let understood = wanted.understood(app, &reader.zone).await?;
    // One more than is shown tells whether there are older ones.
    let found = wanted.entries(app, &understood, &reader, PAGE + 1);
    let mut entries = found.await?;
    let more = entries.len() > PAGE;
    entries.truncate(PAGE);
    let last = entries.last().map(|words| words.id.to_string());
    let kind = |kind| Kind {
        name: reader.kind(kind),
        kind,
    };
    let mut kinds: Vec<_> = Action::KINDS.map(kind).into();
    kinds.sort_by_key(|kind| kind.name.to_lowercase());
    let view = View {
        older: last
            .filter(|_| more)
            .map(|id| wanted.address("/audit", &id)),
        newest: wanted.before.map(|_| wanted.address("/audit", "")),
        file: wanted.address("/audit.csv", ""),
        kinds,
        entries,
        wanted,
    };
    server.page("audit.html", &teacher.0.visitor, &view)
}

/// `GET /audit.csv`: the same entries, and what is inside of lists.
pub async fn file(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<impl IntoResponse, AppError> {
    let (app, wanted) = (&server.app, wanted.plain());
    let reader = Reader::of(app, &teacher).await?;
    let understood = wanted.understood(app, &reader.zone).await?;
    let found = wanted.entries(app, &understood, &reader, FILE);
    let csv = table(&found.await?, &reader).map_err(|_| ServiceError::Internal)?;
    Ok((attached("audit.csv", "text/csv; charset=utf-8"), csv))
}

fn table(entries: &[Words], reader: &Reader) -> Result<Vec<u8>, csv::Error> {
    let mut table = Table::default();
    let head = [
        message!("audit-number"),
        message!("audit-at"),
        message!("audit-actor"),
        message!("audit-action"),
        message!("audit-subject"),
        message!("audit-before"),
        message!("audit-after"),
    ];
    table.row(head.map(|name| name.text(reader.lang)))?;
    for entry in entries {
        table.row(entry.cells())?;
    }
    Ok(table.into_bytes())
}

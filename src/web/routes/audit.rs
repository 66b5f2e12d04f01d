//! Who changed what, when, from what to what?

pub mod list;
pub(super) mod reader;
mod wanted;
mod words;

use crate::service::error::ServiceError;
use crate::spreadsheet::Table;
use crate::store::Action;
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::body::Body;
use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse};
use l10n::message;
use reader::Reader;
use serde::Serialize;
use std::sync::Arc;
use tokio::sync::mpsc::channel;
use tokio_stream::wrappers::ReceiverStream;
use wanted::Wanted;
use words::Words;

/// Entries a page.
const PAGE: usize = 50;
/// Entries of a file that are in memory at once, and about how many bytes they are.
const BATCH: usize = 1000;
const BATCH_BYTES: usize = 1 << 20;

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
    let mut kinds: Vec<_> = Action::KINDS.iter().copied().map(kind).collect();
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

/// `GET /audit.csv`: the same entries, and what is inside of lists. It is sent while it is read, and is in memory nowhere.
pub async fn file(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<impl IntoResponse, AppError> {
    let (app, mut wanted) = (Arc::clone(&server.app), wanted.plain());
    let reader = Reader::of(&app, &teacher).await?;
    let understood = wanted.understood(&app, &reader.zone).await?;
    let understood = understood.with_what_is_inside();
    let held = server
        .downloads
        .take(teacher.0.user.id, BATCH_BYTES)
        .await?;
    let mut table = Table::default();
    head(&mut table, &reader).map_err(|_| ServiceError::Internal)?;
    let (sender, receiver) = channel(1);
    tokio::spawn(async move {
        let _held = held;
        loop {
            let entries = wanted.entries(&app, &understood, &reader, BATCH).await;
            let Ok(entries) = entries else {
                // What was sent is not all, and is not to look like it: the connection is broken off.
                drop(sender.send(Err(std::io::Error::other("broken off"))).await);
                return;
            };
            for entry in &entries {
                // Writing into memory cannot fail.
                drop(table.row(entry.cells()));
            }
            let bytes = std::mem::take(&mut table).into_bytes();
            wanted.before = entries.last().map(|entry| entry.id);
            if sender.send(Ok(bytes)).await.is_err() || entries.len() < BATCH {
                break;
            }
        }
    });
    Ok((
        attached("audit.csv", "text/csv; charset=utf-8"),
        Body::from_stream(ReceiverStream::new(receiver)),
    ))
}

fn head(table: &mut Table, reader: &Reader) -> Result<(), csv::Error> {
    let head = [
        message!("audit-number"),
        message!("audit-at"),
        message!("audit-actor"),
        message!("audit-action"),
        message!("audit-subject"),
        message!("audit-before"),
        message!("audit-after"),
    ];
    table.row(head.map(|name| name.text(reader.lang)))
}

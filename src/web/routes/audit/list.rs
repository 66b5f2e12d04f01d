//! A list that was taken in: what it changed, and how it is taken back.

use super::reader::Reader;
use super::words::{Words, words};
use crate::ids::EntryId;
use crate::service::imports::{import, list_of, preview, take_back};
use crate::store::{AuditEntry, List};
use crate::web::error::AppError;
use crate::web::paging::{Asked, FIRST, First, Paging, ROWS};
use crate::web::previewed::fingerprint;
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View {
    entry: Words,
    rows: Vec<Words>,
    paging: Paging,
    /// The page where such lists are taken in.
    page: &'static str,
}

/// `GET /audit/{id}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<EntryId>,
    Query(asked): Query<Asked>,
) -> Result<Html<String>, AppError> {
    let (entry, rows) = import(&server.app, id).await?;
    let reader = Reader::of(&server.app, &teacher).await?;
    let link = |page: &str| format!("/audit/{id}{}", query(&[("page", page)]));
    let (shown, paging) = Paging::of(rows.len(), ROWS, &asked.page, link);
    let view = View {
        page: page(&entry),
        paging,
        entry: words(&entry, &reader),
        rows: rows[shown].iter().map(|row| words(row, &reader)).collect(),
    };
    server.page("audit_list.html", &teacher.0.visitor, &view)
}

fn page(entry: &AuditEntry) -> &'static str {
    match list_of(entry) {
        Some(List::Exam) => "/exam",
        Some(List::Roster) | None => "/roster",
    }
}

/// The form: the fingerprint of what was shown.
#[derive(Deserialize)]
pub struct Confirmed {
    #[serde(default)]
    seen: String,
}

#[derive(Serialize)]
struct Preview {
    id: EntryId,
    seen: String,
    changed_since: bool,
    undone: First<Words>,
    kept: First<Words>,
}

/// `POST /audit/{id}/take-back`: shows what taking the list back would do; done once exactly that was confirmed.
pub async fn back(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<EntryId>,
    Form(form): Form<Confirmed>,
) -> Result<Response, AppError> {
    let actor = &teacher.0.user;
    let taken = preview(&server.app, actor, id).await?;
    let shown = fingerprint(&taken);
    if form.seen == shown
        && let Some(entry) = take_back(&server.app, actor, id, &taken).await?
    {
        return Ok(Redirect::to(&format!("/audit/{entry}")).into_response());
    }
    let reader = Reader::of(&server.app, &teacher).await?;
    let told = |rows: &[AuditEntry]| First::of(rows, FIRST, |row| words(row, &reader));
    let view = Preview {
        id,
        seen: shown,
        changed_since: !form.seen.is_empty(),
        undone: told(&taken.undone),
        kept: told(&taken.kept),
    };
    let visitor = &teacher.0.visitor;
    Ok(server
        .page("audit_take_back.html", visitor, &view)?
        .into_response())
}

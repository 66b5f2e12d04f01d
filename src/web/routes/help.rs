//! The guides, in the language of who reads them.

use crate::service::error::ServiceError;
use crate::web::book::{chapter, contents};
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::extract::{Path, State};
use axum::response::Html;
use l10n::Lang;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    title: String,
    html: String,
    contents: Vec<Link>,
    sections: Vec<Link>,
    previous: Option<Link>,
    next: Option<Link>,
}

#[derive(Serialize)]
struct Link {
    title: String,
    to: String,
    current: bool,
}

/// `GET /help`: how the guides begin.
pub async fn start(
    State(server): State<ServerState>,
    visitor: Visitor,
) -> Result<Html<String>, AppError> {
    page(&server, &visitor, 0)
}

/// `GET /help/{chapter}`.
pub async fn show(
    State(server): State<ServerState>,
    visitor: Visitor,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    let position = contents::position(visitor.lang, &name);
    page(&server, &visitor, position.ok_or(ServiceError::NotFound)?)
}

fn page(
    server: &ServerState,
    visitor: &Visitor,
    position: usize,
) -> Result<Html<String>, AppError> {
    let lang = visitor.lang;
    let chapter = chapter::at(lang, position).ok_or(ServiceError::NotFound)?;
    let entries = contents::entries(lang);
    let sections = chapter.sections.iter().map(|section| Link {
        title: section.title.clone(),
        to: format!("#{}", section.id),
        current: false,
    });
    let before = position.checked_sub(1);
    let view = View {
        title: entries[position].title.clone(),
        html: chapter.html.clone(),
        contents: (0..entries.len())
            .filter_map(|at| entry(lang, at, position))
            .collect(),
        sections: sections.collect(),
        previous: before.and_then(|at| entry(lang, at, position)),
        next: entry(lang, position + 1, position),
    };
    server.page("help.html", visitor, &view)
}

fn entry(lang: Lang, at: usize, shown: usize) -> Option<Link> {
    contents::entries(lang).get(at).map(|entry| Link {
        title: entry.title.clone(),
        to: entry.path(),
        current: at == shown,
    })
}

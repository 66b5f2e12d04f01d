//! What would change if it were graded otherwise, or what is wrong with the text?

use super::edit::{FormLink, form_links};
use super::typed::{Typed, typed};
use crate::config::Diagnostics;
use crate::course::Checked;
use crate::ids::VersionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::impact::Taken;
use crate::service::new_inputs::OldInputs;
use crate::service::previews::{Found, Wanted};
use crate::service::publish::{self as draft, Review, fingerprint};
use crate::web::annotated_source::{Line, Note, annotated_source};
use crate::web::change::{ChangeRow, change_rows};
use crate::web::error::AppError;
use crate::web::impact::ImpactView;
use crate::web::paging::{Paging, Part, ROWS};
use crate::web::previewed::{Begun, Turned, begin};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};
use l10n::Lang;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

#[derive(Serialize)]
struct RefusedView {
    draft: Typed,
    version: VersionId,
    errors: usize,
    problems: Vec<Note>,
    left_out: usize,
    lines: Vec<Line>,
}

#[derive(Serialize)]
struct ReviewView {
    draft: Typed,
    forms: Vec<FormLink>,
    version: VersionId,
    notice: Option<String>,
    moved: bool,
    same: bool,
    warnings: Vec<Note>,
    changes: Vec<ChangeRow>,
    impact: ImpactView,
    paging: Paging,
    /// Whether the box is ticked that grades anew: not where publishing itself moves points.
    regrade: bool,
    /// The points that publishing itself takes, by their fingerprint; empty where it takes none.
    take: String,
    taken: Vec<TakenRow>,
    taken_all: usize,
    /// How many students it takes them from.
    taken_from: usize,
    old_inputs: Vec<OldInputs>,
}

#[derive(Serialize)]
struct TakenRow {
    login: String,
    name: String,
    /// Nothing for the total.
    homework: Option<String>,
    before: String,
    after: String,
}

impl TakenRow {
    fn new(taken: &Taken<'_>, lang: Lang) -> Self {
        let after = taken.published.map(|points| points.show(lang));
        Self {
            login: taken.login.to_owned(),
            name: taken.name.to_owned(),
            homework: taken.homework.map(str::to_owned),
            before: taken.before.show(lang),
            after: after.unwrap_or_else(|| "—".to_owned()),
        }
    }
}

/// `POST /course/preview`: every problem, or what would change; nothing is written.
pub async fn preview(
    State(server): State<ServerState>,
    teacher: Teacher,
    parts: Multipart,
) -> Result<Response, AppError> {
    let app = &server.app;
    let typed = typed(parts).await?;
    let moved = app.course().await?.version != typed.base;
    let notice = moved.then_some("course-moved");
    let read = draft::read(&server.app, &typed.toml).await?;
    answer(&server, &teacher, typed, read, notice, StatusCode::OK).await
}

/// The page that answers a text: its problems, or what it would change.
///
/// # Errors
/// When the database fails.
pub async fn answer(
    server: &ServerState,
    teacher: &Teacher,
    typed: Typed,
    read: Result<Checked, Diagnostics>,
    notice: Option<&'static str>,
    status: StatusCode,
) -> Result<Response, AppError> {
    let app = &server.app;
    let visitor = &teacher.0.visitor;
    match read {
        Err(found) => {
            let version = app.course().await?.version;
            let view = refused(&found, typed, version, teacher);
            let html = server.page("course_refused.html", visitor, &view)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
        Ok(checked) => {
            let toml = typed.toml.clone();
            let notice = notice.map(ToOwned::to_owned);
            let typed = serde_json::to_value(Noticed { typed, notice });
            let typed = typed.map_err(|_| ServiceError::Internal)?;
            let wanted = Wanted::Course { toml, typed };
            let (key, preview) = match begin(server, teacher, &wanted, Some(checked)).await? {
                Begun::Known(key, preview) => (key, preview),
                Begun::Waits(way) => return Ok(way.into_response()),
            };
            let (Wanted::Course { typed, .. }, Some(Found::Review(review))) =
                (&wanted, preview.found())
            else {
                return Err(ServiceError::Internal.into());
            };
            let first = Turned::first(&key);
            let mut response = turned(server, teacher, first, typed, review).await?;
            *response.status_mut() = status;
            Ok(response)
        }
    }
}

/// What was typed, and what the page that answers has to say first.
#[derive(Serialize, Deserialize)]
struct Noticed {
    typed: Typed,
    notice: Option<String>,
}

/// A page of what a text would change.
///
/// # Errors
/// When the database fails.
pub async fn turned(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    typed: &Value,
    review: &Review,
) -> Result<Response, AppError> {
    let noticed = Noticed::deserialize(typed).map_err(|_| ServiceError::Internal)?;
    let newest = server.app.store.course().await?;
    let newest = newest.ok_or(ServiceError::NoCourse)?;
    let same = newest.toml == noticed.typed.toml;
    let view = reviewed(&server.app, review, noticed, same, teacher, turned);
    let html = server.page("course_preview.html", &teacher.0.visitor, &view)?;
    Ok(html.into_response())
}

fn refused(
    found: &Diagnostics,
    draft: Typed,
    version: VersionId,
    teacher: &Teacher,
) -> RefusedView {
    let lang = teacher.0.lang();
    RefusedView {
        errors: found.errors().count(),
        problems: found.list().iter().map(|d| Note::new(d, lang)).collect(),
        left_out: found.left_out(),
        lines: annotated_source(&draft.toml, found, lang),
        version,
        draft,
    }
}

fn reviewed(
    app: &Arc<App>,
    review: &Review,
    Noticed {
        typed: mut draft,
        notice,
    }: Noticed,
    same: bool,
    teacher: &Teacher,
    turned: Turned<'_>,
) -> ReviewView {
    let lang = teacher.0.lang();
    // What is shown here is against the version in force: publishing from here publishes over that one.
    draft.base = review.active.version;
    let taken = review.impact.taken();
    let all = taken.len() + ImpactView::rows(&review.impact);
    let (shown, paging) = Paging::of(all, ROWS, turned.page, |page| turned.link(page));
    let mut part = Part::new(shown);
    let rows = part.of(&taken).iter();
    ReviewView {
        regrade: review.impact.total > 0 && !review.impact.moves_at_once(),
        take: if taken.is_empty() {
            String::new()
        } else {
            fingerprint(&taken)
        },
        taken: rows.map(|row| TakenRow::new(row, lang)).collect(),
        taken_all: taken.len(),
        taken_from: Taken::students(&taken),
        paging,
        version: review.active.version,
        moved: notice.as_deref() == Some("course-moved"),
        notice,
        same,
        warnings: review
            .checked
            .warnings
            .list()
            .iter()
            .map(|d| Note::new(d, lang))
            .collect(),
        changes: change_rows(&review.changes, &review.checked.course, app.now(), lang),
        impact: ImpactView::new(&review.impact, &mut part, lang),
        old_inputs: review.old_inputs.clone(),
        forms: form_links(&review.checked.course, lang),
        draft,
    }
}

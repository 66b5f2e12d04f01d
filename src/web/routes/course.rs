//! What is graded, and what would change if it were graded otherwise?

use crate::config::{Diagnostics, LARGEST};
use crate::course::{Checked, Course, Homework};
use crate::ids::VersionId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::new_inputs::OldInputs;
use crate::service::previews::{Found, Wanted};
use crate::service::publish::{
    self as draft, Consent, Publication, Review, fingerprint, read_note,
};
use crate::web::annotated_source::{Line, Note, annotated_source};
use crate::web::change::{ChangeRow, change_rows};
use crate::web::error::AppError;
use crate::web::impact::{ImpactView, MovedRow};
use crate::web::paging::{Paging, Part};
use crate::web::previewed::{Begun, Turned, begin};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Multipart, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use l10n::{Explain as _, Lang, date, message};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::sync::Arc;

/// Rows of a page of what would change.
const ROWS: usize = 200;

/// A form carries the text, perhaps a file as well, and a little around them.
pub const FORM: usize = 4 * LARGEST;

#[derive(Serialize)]
struct EditView {
    version: VersionId,
    published_by: String,
    published_at: String,
    note: String,
    title: String,
    forms: Vec<FormLink>,
    draft: Typed,
}

/// What was typed; shown again whatever happens.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Typed {
    #[serde(default)]
    toml: String,
    #[serde(default)]
    base: VersionId,
    #[serde(default)]
    note: String,
    /// Present where the box is ticked.
    #[serde(default)]
    regrade: Option<String>,
    /// Present where the box is ticked that says that points may be taken: which ones.
    #[serde(default)]
    take: Option<String>,
    /// Likewise.
    #[serde(default)]
    new_inputs: Option<String>,
}

impl Typed {
    /// A text that was made of a version.
    pub fn new(toml: String, base: VersionId) -> Self {
        Self {
            toml,
            base,
            ..Self::default()
        }
    }

    /// With another text.
    #[must_use]
    pub fn with_text(self, toml: String) -> Self {
        Self { toml, ..self }
    }

    /// With a note.
    #[must_use]
    pub fn noted(self, note: String) -> Self {
        Self { note, ..self }
    }

    /// The text.
    pub fn toml(&self) -> &str {
        &self.toml
    }
}

/// A homework, by the address of its form.
#[derive(Serialize)]
struct FormLink {
    homework: String,
    title: String,
}

fn form_links(course: &Course, lang: Lang) -> Vec<FormLink> {
    let link = |homework: &Homework| FormLink {
        homework: homework.name().to_owned(),
        title: homework.title.get(lang).to_owned(),
    };
    course.homeworks.iter().map(link).collect()
}

/// Which version to begin with.
#[derive(Deserialize)]
pub struct From {
    from: Option<VersionId>,
}

/// `GET /course`: the version in force, to edit; `?from=3` begins with the text of version 3.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(from): Query<From>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let newest = app.store.course().await?.ok_or(ServiceError::NoCourse)?;
    let active = app.course().await?;
    let lang = teacher.0.lang();
    let zone = teacher.0.zone(&active.course);
    let toml = match from.from {
        Some(id) => {
            app.store
                .course_version(id)
                .await?
                .ok_or(ServiceError::NotFound)?
                .toml
        }
        None => newest.toml.clone(),
    };
    let view = EditView {
        version: newest.id,
        published_at: date::instant(newest.published_at, &zone, app.now(), lang),
        published_by: newest.published_by,
        note: newest.note,
        title: active.course.title.get(lang).to_owned(),
        forms: form_links(&active.course, lang),
        draft: Typed::new(toml, newest.id),
    };
    server.page("course.html", &teacher.0.visitor, &view)
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

/// `POST /course/publish`: a new version, if the one that was edited is still in force.
pub async fn publish(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(mut typed): Form<Typed>,
) -> Result<Response, AppError> {
    let app = &server.app;
    typed.toml = unix_lines(&typed.toml);
    let Ok(note) = read_note(&typed.note) else {
        let status = StatusCode::UNPROCESSABLE_ENTITY;
        let read = draft::read(app, &typed.toml).await?;
        let notice = Some("course-note-needed");
        return answer(&server, &teacher, typed, read, notice, status).await;
    };
    let checked = match draft::read(app, &typed.toml).await? {
        Ok(checked) => checked,
        Err(found) => {
            return answer(&server, &teacher, typed, Err(found), None, StatusCode::OK).await;
        }
    };
    let newest = app.store.course().await?.ok_or(ServiceError::NoCourse)?;
    if newest.toml == typed.toml {
        return answer(&server, &teacher, typed, Ok(checked), None, StatusCode::OK).await;
    }
    let publication = Publication {
        course: &checked,
        note: &note,
        base: typed.base,
        regrade: typed.regrade.is_some(),
        consent: typed
            .take
            .as_deref()
            .map_or(Consent::Nothing, Consent::Seen),
        new_inputs: typed.new_inputs.is_some(),
        actor: &teacher.0.user.login,
    };
    match draft::publish(app, publication).await {
        Ok(published) => {
            let to = match published.job {
                Some(job) => format!("/jobs/{}", job.id),
                // Says which regrade is in the way, and what is left to grade under the new version.
                None if published.busy => "/regrade?dry_run=1".to_owned(),
                None => format!("/course/versions/{}", published.version),
            };
            Ok(Redirect::to(&to).into_response())
        }
        Err(ServiceError::CourseMoved) => {
            let status = StatusCode::CONFLICT;
            let notice = Some("course-moved");
            answer(&server, &teacher, typed, Ok(checked), notice, status).await
        }
        Err(ServiceError::TakesPoints { .. }) => {
            let status = StatusCode::CONFLICT;
            let notice = Some("course-take-first");
            answer(&server, &teacher, typed, Ok(checked), notice, status).await
        }
        Err(error) => Err(error.into()),
    }
}

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
    taken: Vec<MovedRow>,
    taken_all: usize,
    old_inputs: Vec<OldInputs>,
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
            let first = Turned {
                key: &key,
                page: "",
            };
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
        taken: rows.map(|m| MovedRow::at_once(m, lang)).collect(),
        taken_all: taken.len(),
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

/// A text area sends its lines as DOS does; the text keeps those of Unix, so that versions differ only where they differ.
pub fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

async fn typed(mut parts: Multipart) -> Result<Typed, AppError> {
    let refused = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            AppError::TooLarge
        } else {
            ServiceError::Form(message!("course-form-broken")).into()
        }
    };
    let mut typed = Typed::default();
    while let Some(field) = parts.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        // The layer on this route bounds the whole body.
        let bytes = field.bytes().await.map_err(refused)?;
        let text = crate::config::text(&bytes).map_err(|e| ServiceError::Form(e.message()))?;
        match name.as_str() {
            "toml" if typed.toml.is_empty() => typed.toml = unix_lines(&text),
            // A file that was chosen takes the place of the text.
            "file" if !text.is_empty() => {
                typed.toml = unix_lines(text.strip_prefix('\u{feff}').unwrap_or(&text));
            }
            "base" => typed.base = text.trim().parse().unwrap_or_default(),
            "note" => typed.note = text,
            _ => {}
        }
    }
    if typed.toml.trim().is_empty() {
        return Err(ServiceError::Form(message!("course-no-text")).into());
    }
    Ok(typed)
}

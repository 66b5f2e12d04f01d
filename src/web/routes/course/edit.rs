//! What is graded, and in which words is it said?

use super::typed::Typed;
use crate::course::{Course, Homework};
use crate::ids::VersionId;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::{Query, State};
use axum::response::Html;
use l10n::{Lang, date};
use serde::{Deserialize, Serialize};

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

/// A homework, by the address of its form.
#[derive(Serialize)]
pub(super) struct FormLink {
    homework: String,
    title: String,
}

/// The forms of all homeworks.
pub(super) fn form_links(course: &Course, lang: Lang) -> Vec<FormLink> {
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

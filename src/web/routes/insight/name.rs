//! A mistake that a class makes gets a name: it goes into the text of the config, and that to its preview.

use crate::course::{NamedMistake, with_mistake};
use crate::service::error::ServiceError;
use crate::service::publish as draft;
use crate::web::error::AppError;
use crate::web::routes::course::{Typed, answer};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::Response;
use judge::transformation::Transformation;
use l10n::{Localized, message};
use serde::Deserialize;
use std::collections::BTreeMap;

/// What is typed, and what the cluster says.
#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    output: String,
    #[serde(default)]
    like: String,
    #[serde(default)]
    mistake: String,
    #[serde(default)]
    hint_en: String,
    #[serde(default)]
    hint_ru: String,
}

/// `POST /insight/{homework}/{task}/mistake`: the preview of the config in force with this mistake; nothing is written.
pub async fn name(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((name, task)): Path<(String, String)>,
    Form(named): Form<Named>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let newest = app.store.course().await?.ok_or(ServiceError::NoCourse)?;
    let active = app.course().await?;
    let homework = active.course.homework(&name);
    let homework = homework.ok_or(ServiceError::NotFound)?;
    let like = named.like.parse::<Transformation>();
    let like = like.map_err(|_| ServiceError::Form(message!("insight-name-like")))?;
    let trimmed = |text: &str| text.trim().to_owned();
    let mistake = NamedMistake {
        name: trimmed(&named.mistake),
        hint: Localized {
            en: trimmed(&named.hint_en),
            ru: trimmed(&named.hint_ru),
        },
        like: BTreeMap::from([(named.output, like)]),
    };
    let text = with_mistake(&newest.toml, homework, &task, &mistake);
    let text = text.ok_or(ServiceError::NotFound)?;
    let read = draft::read(app, &text).await?;
    let note = message!("insight-name-note", task = task, mistake = mistake.name);
    let typed = Typed::new(text, newest.id).noted(note.text(teacher.0.lang()));
    answer(&server, &teacher, typed, read, None, StatusCode::OK).await
}

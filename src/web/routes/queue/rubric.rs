//! The rubric changed after grades were given: whose points would change, and to what?

use crate::ids::UserId;
use crate::store::{Carried, RubricChange};
use crate::web::error::AppError;
use crate::web::paging::{Paging, ROWS};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use l10n::message;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    item: String,
    title: String,
    digest: String,
    rows: Vec<Row>,
    /// How many grades there are, on this page or another.
    all: usize,
    paging: Paging,
    /// How many of them get other points.
    changed: usize,
    done: Option<u64>,
    error: Option<String>,
}

#[derive(Serialize)]
struct Row {
    student: String,
    login: String,
    from: String,
    to: String,
    differs: bool,
    parts: Vec<String>,
}

/// What happened just before, and which page is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Arrival {
    done: Option<u64>,
    page: String,
}

/// `GET /queue/{homework}/{item}/rubric`: the preview.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((homework, item)): Path<(String, String)>,
    Query(arrival): Query<Arrival>,
) -> Result<Html<String>, AppError> {
    page(&server, &teacher, &homework, &item, &arrival, None).await
}

async fn page(
    server: &ServerState,
    teacher: &Teacher,
    homework: &str,
    item: &str,
    arrival: &Arrival,
    error: Option<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (homework, item) = active.item(homework, item)?;
    let lang = teacher.0.lang();
    let people: HashMap<UserId, (String, String)> = app
        .store
        .users()
        .await?
        .into_iter()
        .map(|u| (u.id, (u.login, u.name)))
        .collect();
    let (changes, digest) = app.store.preview_rubric(homework, item).await?;
    let differs = |change: &RubricChange| change.grade.points != change.points;
    let row = |change: &RubricChange| {
        let (login, student) = people.get(&change.grade.user).cloned().unwrap_or_default();
        Row {
            student,
            login,
            from: change.grade.points.show(lang),
            to: change.points.show(lang),
            differs: differs(change),
            parts: change
                .parts
                .iter()
                .map(|p| {
                    let (points, max) = (p.points.show(lang), p.max_points.show(lang));
                    format!("{} {points}/{max}", p.criterion)
                        .trim_start()
                        .to_owned()
                })
                .collect(),
        }
    };
    let path = format!("/queue/{}/{}/rubric", homework.name(), item.name);
    let link = |page: &str| format!("{path}{}", query(&[("page", page)]));
    let (shown, paging) = Paging::of(changes.len(), ROWS, &arrival.page, link);
    let view = View {
        homework: homework.name().to_owned(),
        homework_title: homework.title.get(lang).to_owned(),
        item: item.name.clone(),
        title: item.title.get(lang).to_owned(),
        digest,
        all: changes.len(),
        changed: changes.iter().filter(|change| differs(change)).count(),
        rows: changes[shown].iter().map(row).collect(),
        paging,
        done: arrival.done,
        error,
    };
    server.page("queue_rubric.html", &teacher.0.visitor, &view)
}

/// The confirmation: which preview is meant.
#[derive(Deserialize)]
pub struct Confirmation {
    digest: String,
}

/// `POST /queue/{homework}/{item}/rubric`: carries the grades over, as previewed.
pub async fn apply(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((homework, item)): Path<(String, String)>,
    Form(confirmation): Form<Confirmation>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (homework, item) = active.item(&homework, &item)?;
    let actor = &teacher.0.user.login;
    let carried = app
        .store
        .apply_rubric(homework, item, &confirmation.digest, actor, app.now())
        .await?;
    match carried {
        Carried::Done(grades) => Ok(Redirect::to(&format!(
            "/queue/{}/{}/rubric?done={grades}",
            homework.name(),
            item.name
        ))
        .into_response()),
        Carried::Outdated => {
            let error = message!("rubric-outdated").text(teacher.0.lang());
            let (homework, item) = (homework.name(), &item.name);
            let first = Arrival::default();
            let shown = page(&server, &teacher, homework, item, &first, Some(error)).await?;
            Ok((StatusCode::CONFLICT, shown).into_response())
        }
    }
}

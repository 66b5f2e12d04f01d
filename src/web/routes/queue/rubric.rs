//! The rubric changed after grades were given: whose points, totals and final grades would change, and to what?

use crate::course::{Homework, Manual};
use crate::service::rubrics::{Carrying, preview};
use crate::store::{Carried, Carry};
use crate::web::error::AppError;
use crate::web::impact::sign;
use crate::web::paging::{Paging, ROWS};
use crate::web::query::query;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Redirect, Response};
use l10n::{Lang, message};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View {
    homework: String,
    homework_title: String,
    item: String,
    title: String,
    digest: String,
    /// Whether it is about taking back what was carried over.
    back: bool,
    rows: Vec<Row>,
    /// How many grades there are, on this page or another.
    all: usize,
    paging: Paging,
    /// How many of them get more points for the item, and how many get less.
    up: usize,
    down: usize,
    /// How many final grades rise, and how many fall.
    grades_up: usize,
    grades_down: usize,
    /// How many grades are carried over, which can be taken back.
    carried: usize,
    done: Option<u64>,
    returned: Option<u64>,
    error: Option<String>,
}

#[derive(Serialize)]
struct Row {
    student: String,
    login: String,
    from: String,
    to: String,
    /// Which way the points go; empty where they stay.
    sign: &'static str,
    grade_from: String,
    grade_to: String,
    grade_sign: &'static str,
    total_from: String,
    total_to: String,
    held: bool,
    parts: Vec<String>,
}

/// The word by which addresses and forms ask for the way back.
const BACK: &str = "back";

fn carry(way: &str) -> Carry {
    if way == BACK {
        Carry::Back
    } else {
        Carry::Over
    }
}

/// What happened just before, which way it is to go, and which page is asked for.
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct Arrival {
    done: Option<u64>,
    returned: Option<u64>,
    way: String,
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
    let carry = carry(&arrival.way);
    let (grades, digest) = preview(app, &active, (homework, item), carry).await?;
    let carried = match carry {
        Carry::Back => grades.len(),
        Carry::Over => {
            let back = app.store.preview_rubric(homework, item, Carry::Back);
            back.await?.0.len()
        }
    };
    let path = path(homework, item);
    let way = if carry == Carry::Back { BACK } else { "" };
    let link = |page: &str| format!("{path}{}", query(&[("way", way), ("page", page)]));
    let (shown, paging) = Paging::of(grades.len(), ROWS, &arrival.page, link);
    let points = |which| grades.iter().filter(|g| points_sign(g) == which).count();
    let finals = |which| grades.iter().filter(|g| grade_sign(g) == which).count();
    let view = View {
        homework: homework.name().to_owned(),
        homework_title: homework.title.get(lang).to_owned(),
        item: item.name.clone(),
        title: item.title.get(lang).to_owned(),
        digest,
        back: carry == Carry::Back,
        all: grades.len(),
        up: points("↑"),
        down: points("↓"),
        grades_up: finals("↑"),
        grades_down: finals("↓"),
        carried,
        rows: grades[shown].iter().map(|g| row(g, lang)).collect(),
        paging,
        done: arrival.done,
        returned: arrival.returned,
        error,
    };
    server.page("queue_rubric.html", &teacher.0.visitor, &view)
}

fn path(homework: &Homework, item: &Manual) -> String {
    format!("/queue/{}/{}/rubric", homework.name(), item.name)
}

fn points_sign(carrying: &Carrying) -> &'static str {
    sign(&carrying.change.grade.points, &carrying.change.points)
}

fn grade_sign(carrying: &Carrying) -> &'static str {
    sign(&carrying.before.grade, &carrying.after.grade)
}

fn row(carrying: &Carrying, lang: Lang) -> Row {
    let (change, before, after) = (&carrying.change, carrying.before, carrying.after);
    let parts = change.parts.iter().map(|p| {
        let (points, max) = (p.points.show(lang), p.max_points.show(lang));
        let part = format!("{} {points}/{max}", p.criterion);
        part.trim_start().to_owned()
    });
    Row {
        student: carrying.name.clone(),
        login: carrying.login.clone(),
        from: change.grade.points.show(lang),
        to: change.points.show(lang),
        sign: points_sign(carrying),
        grade_from: before.grade.show(lang),
        grade_to: after.grade.show(lang),
        grade_sign: grade_sign(carrying),
        total_from: before.total.show(lang),
        total_to: after.total.show(lang),
        held: carrying.held,
        parts: parts.collect(),
    }
}

/// The confirmation: which preview is meant.
#[derive(Deserialize)]
pub struct Confirmation {
    digest: String,
    #[serde(default)]
    way: String,
}

/// `POST /queue/{homework}/{item}/rubric`: carries the grades over, or takes that back, as previewed.
pub async fn apply(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path((homework, item)): Path<(String, String)>,
    Form(confirmation): Form<Confirmation>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (homework, item) = active.item(&homework, &item)?;
    let (carry, actor) = (carry(&confirmation.way), &teacher.0.user.login);
    let seen = &confirmation.digest;
    let carried = app
        .store
        .apply_rubric(homework, item, carry, seen, actor, app.now())
        .await?;
    match carried {
        Carried::Done(grades) => {
            let done = match carry {
                Carry::Over => "done",
                Carry::Back => "returned",
            };
            let to = format!("{}?{done}={grades}", path(homework, item));
            Ok(Redirect::to(&to).into_response())
        }
        Carried::Outdated => {
            let error = message!("rubric-outdated").text(teacher.0.lang());
            let (homework, item) = (homework.name(), &item.name);
            let first = Arrival {
                way: confirmation.way,
                ..Arrival::default()
            };
            let shown = page(&server, &teacher, homework, item, &first, Some(error)).await?;
            Ok((StatusCode::CONFLICT, shown).into_response())
        }
    }
}

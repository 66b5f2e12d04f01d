//! Who stands where?

use crate::report::standing::course_standing;
use crate::store::{Role, Standings};
use crate::web::fault::Fault;
use crate::web::render::Frame;
use crate::web::state::AppState;
use crate::web::visitor::Teacher;
use axum::extract::State;
use axum::response::Html;
use serde::Serialize;

#[derive(Serialize)]
struct View {
    course: String,
    homeworks: Vec<Column>,
    exam_max: String,
    max: String,
    students: Vec<Row>,
}

#[derive(Serialize)]
struct Column {
    name: String,
    title: String,
    max: String,
}

#[derive(Serialize)]
struct Row {
    login: String,
    name: String,
    points: Vec<Option<String>>,
    exam: Option<String>,
    exam_value: String,
    total: String,
    grade: String,
}

/// `GET /gradebook`.
pub async fn show(State(app): State<AppState>, teacher: Teacher) -> Result<Html<String>, Fault> {
    let active = app.course().await?;
    let lang = teacher.0.lang();
    let (users, all, exams) = (
        app.store.users().await?,
        app.store.standings().await?,
        app.store.exams().await?,
    );
    let nothing = Standings::new();
    let students = users
        .iter()
        .filter(|u| u.role == Role::Student && u.active)
        .map(|user| {
            let exam = exams.get(&user.id).copied();
            let standing = course_standing(
                &active.course,
                all.get(&user.id).unwrap_or(&nothing),
                exam,
                lang,
            );
            Row {
                login: user.login.clone(),
                name: user.name.clone(),
                points: standing
                    .homeworks
                    .iter()
                    .map(|h| h.points.map(|p| p.show(lang)))
                    .collect(),
                exam: exam.map(|p| p.show(lang)),
                exam_value: exam.map(|p| p.to_string()).unwrap_or_default(),
                total: standing.total.show(lang),
                grade: standing.grade.show(lang),
            }
        });
    let column = |h: &crate::course::Homework| Column {
        name: h.name.clone(),
        title: h.title.get(lang).to_owned(),
        max: h.max_points.show(lang),
    };
    let view = View {
        course: active.course.title.get(lang).to_owned(),
        homeworks: active.course.homeworks.iter().map(column).collect(),
        exam_max: active.course.exam_max.show(lang),
        max: active.course.max_points().show(lang),
        students: students.collect(),
    };
    app.renderer
        .page("gradebook.html", &Frame::of(&teacher.0.visitor), &view)
}

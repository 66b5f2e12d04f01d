//! `GET /insight`: how every homework went, and the grades so far.

use super::plots::{Plot, grades, points_of};
use crate::course::Homework;
use crate::report::averages::mean;
use crate::report::gradebook::behind;
use crate::report::statistics;
use crate::service::gradebooks;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::State;
use axum::response::Html;
use serde::Serialize;

/// People that are named; the gradebook has all of them.
const LISTED: usize = 100;

#[derive(Serialize)]
struct Overview {
    course: String,
    students: usize,
    grades: Plot,
    homeworks: Vec<Line>,
    /// How many are behind, and the first of them.
    behind_all: usize,
    behind: Vec<Person>,
    more: usize,
}

#[derive(Serialize)]
struct Person {
    login: String,
    name: String,
    unsent: Vec<String>,
    total: String,
}

#[derive(Serialize)]
struct Line {
    name: String,
    title: String,
    sent: usize,
    missing: usize,
    /// The mean of the points of those who have any.
    mean: Option<String>,
    max: String,
}

/// `GET /insight`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang, now) = (&active.course, teacher.0.lang(), app.now());
    let book = gradebooks::gradebook(app, &active).await?;
    let line = |homework: &Homework| {
        let points = points_of(&book, homework);
        Line {
            name: homework.name().to_owned(),
            title: homework.title.get(lang).to_owned(),
            sent: points.len(),
            missing: statistics::missing(&book, homework, now).len(),
            mean: mean(&points).map(|mean| mean.show(lang)),
            max: homework.max_points.show(lang),
        }
    };
    let behind = behind(&book, course, now);
    let view = Overview {
        course: course.title.get(lang).to_owned(),
        students: book.students.len(),
        grades: grades(&book, course, lang),
        homeworks: course.homeworks.iter().map(line).collect(),
        behind_all: behind.len(),
        more: behind.len().saturating_sub(LISTED),
        behind: behind
            .into_iter()
            .take(LISTED)
            .map(|(student, unsent)| Person {
                login: student.login.clone(),
                name: student.name.clone(),
                unsent: unsent
                    .iter()
                    .map(|h| h.title.get(lang).to_owned())
                    .collect(),
                total: student.standing.total.show(lang),
            })
            .collect(),
    };
    server.page("insight.html", &teacher.0.visitor, &view)
}

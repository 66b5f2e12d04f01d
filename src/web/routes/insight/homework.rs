//! `GET /insight/{homework}`: tasks, attempts, mistakes, points and hours of one homework, and whom to ask.

use super::plots::{Plot, attempts, hours, points};
use crate::course::Homework;
use crate::report::statistics::{self, LAST_ATTEMPT, TaskStatistics};
use crate::service::error::ServiceError;
use crate::service::gradebooks;
use crate::web::error::AppError;
use crate::web::markdown;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use assignments::catalogue;
use axum::extract::{Path, State};
use axum::response::Html;
use l10n::{Lang, date, number};
use serde::Serialize;

#[derive(Serialize)]
struct Detail {
    name: String,
    title: String,
    students: usize,
    class: usize,
    submissions: usize,
    tasks: Vec<TaskRow>,
    attempts: String,
    last_attempt: usize,
    points: Plot,
    hours: Option<Plot>,
    earlier: usize,
    later: usize,
    deadline: Option<String>,
    missing: Names,
    late: Names,
}

/// People that are named; the gradebook has all of them.
const LISTED: usize = 200;

/// The first of some people, and how many there are.
#[derive(Serialize)]
struct Names {
    all: usize,
    more: usize,
    named: Vec<Person>,
}

impl Names {
    fn of(people: Vec<(&str, &str)>) -> Self {
        let person = |(login, name): &(&str, &str)| Person {
            login: (*login).to_owned(),
            name: (*name).to_owned(),
        };
        Self {
            all: people.len(),
            more: people.len().saturating_sub(LISTED),
            named: people.iter().take(LISTED).map(person).collect(),
        }
    }
}

#[derive(Serialize)]
struct Person {
    login: String,
    name: String,
}

/// A task and how the class did with it.
#[derive(Serialize)]
pub(super) struct TaskRow {
    name: String,
    title: String,
    graded: bool,
    tried: usize,
    solved: usize,
    share: Option<String>,
    at_attempt: Vec<usize>,
    mistakes: Vec<Mistake>,
    unknown: usize,
    discrimination: Option<String>,
}

#[derive(Serialize)]
struct Mistake {
    id: String,
    /// HTML.
    hint: String,
    count: usize,
}

/// `GET /insight/{homework}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (course, lang, now) = (&active.course, teacher.0.lang(), app.now());
    let configured = course.homework(&name).ok_or(ServiceError::NotFound)?;
    let book = gradebooks::column(app, &active, configured).await?;
    let found = gradebooks::statistics(app, &active, configured).await?;
    let zone = teacher.0.zone(course);
    let view = Detail {
        title: configured.title.get(lang).to_owned(),
        students: found.students,
        class: book.students.len(),
        submissions: found.submissions,
        attempts: attempts(&found, lang),
        last_attempt: LAST_ATTEMPT,
        points: points(&book, configured, lang),
        hours: configured.due().map(|_| hours(&found, lang)),
        earlier: found.earlier,
        later: found.later,
        deadline: configured
            .due()
            .map(|at| date::deadline(at, &zone, now, lang)),
        missing: Names::of(statistics::missing(&book, configured, now)),
        late: Names::of(statistics::late(&book, configured)),
        tasks: found
            .tasks
            .iter()
            .map(|task| task_row(configured, task, lang))
            .collect(),
        name,
    };
    server.page("insight_homework.html", &teacher.0.visitor, &view)
}

pub(super) fn task_row(configured: &Homework, task: &TaskStatistics, lang: Lang) -> TaskRow {
    let homework = configured.name();
    let title = catalogue::homework(homework)
        .and_then(|h| h.statement(lang).section(&task.name).map(|s| s.title))
        .unwrap_or(&task.name)
        .to_owned();
    let known = configured.task(&task.name);
    let mistake = |(id, count): &(String, usize)| {
        let hint = known.and_then(|known| known.hint(id, lang));
        Mistake {
            hint: hint.map(markdown::line).unwrap_or_default(),
            id: id.clone(),
            count: *count,
        }
    };
    TaskRow {
        share: (task.tried > 0)
            .then(|| number::percent(task.solved as f64 / task.tried as f64, lang)),
        name: task.name.clone(),
        title,
        graded: task.graded,
        tried: task.tried,
        solved: task.solved,
        at_attempt: task.at_attempt.to_vec(),
        mistakes: task.mistakes.iter().map(mistake).collect(),
        unknown: task.unknown,
        discrimination: task.discrimination.map(|r| number::signed(r, lang)),
    }
}

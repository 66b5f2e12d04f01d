//! The dates, points and rules of one homework without TOML: a form that edits the text.

use super::fields::{Field, RulesView, Shown};
use super::sheet::{self, Sheet};
use super::typed::Typed;
use crate::course::{
    Course, DATES, Fields, Homework, criterion_field, edited, field_at, item_field, said,
    task_field, time_field, zone_name,
};
use crate::service::error::ServiceError;
use crate::web::annotated_source::Note;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, Response};
use l10n::{Message, message};
use serde::Serialize;

#[derive(Serialize)]
struct FormView {
    homework: String,
    title: String,
    zone: String,
    draft: Typed,
    dates: Vec<DateFields>,
    max: Field,
    tasks: Vec<Field>,
    practice: Vec<Field>,
    items: Vec<ItemFields>,
    rules: RulesView,
    /// How many problems there are; those of no field are listed.
    errors: usize,
    problems: Vec<Note>,
}

/// A day and a time.
#[derive(Serialize)]
struct DateFields {
    day: Field,
    time: Field,
}

#[derive(Serialize)]
struct ItemFields {
    points: Field,
    criteria: Vec<Field>,
}

/// A homework.
struct OfHomework(Homework);

impl OfHomework {
    fn find(course: &Course, name: &str) -> Result<Self, ServiceError> {
        let homework = course.homework(name).ok_or(ServiceError::NotFound)?;
        Ok(Self(homework.clone()))
    }
}

impl Sheet for OfHomework {
    const TEMPLATE: &'static str = "course_form.html";

    fn said(&self, text: &str) -> Option<Fields> {
        said(text, &self.0)
    }

    fn edited(&self, text: &str, typed: &Fields) -> Option<String> {
        edited(text, &self.0, typed)
    }

    fn field_at(&self, text: &str, at: usize) -> Option<String> {
        field_at(text, &self.0, at)
    }

    fn view(&self, mut shown: Shown<'_>, draft: Typed) -> impl Serialize {
        let homework = &self.0;
        let lang = shown.lang;
        let errors = shown.problems.values().map(Vec::len).sum();
        let dates = DATES.into_iter().map(|date| {
            let label = Message::new(format!("change-{date}"), Vec::new());
            let time = message!("course-form-time").text(lang);
            DateFields {
                day: shown.field(date, label.text(lang)),
                time: shown.field(&time_field(date), time),
            }
        });
        let dates = dates.collect();
        let max = shown.field("max_points", message!("change-max-points").text(lang));
        let (mut tasks, mut practice) = (Vec::new(), Vec::new());
        for task in &homework.tasks {
            let field = shown.field(&task_field(task.name()), task.name().to_owned());
            let is_graded = task.is_graded() || !field.value.is_empty();
            if is_graded { &mut tasks } else { &mut practice }.push(field);
        }
        let items = homework.manual.iter().map(|item| ItemFields {
            points: shown.field(&item_field(&item.name), item.title.get(lang).to_owned()),
            criteria: (item.rubric.iter())
                .map(|c| {
                    let field = criterion_field(&item.name, &c.name);
                    shown.field(&field, c.text.get(lang).to_owned())
                })
                .collect(),
        });
        let items = items.collect();
        let held = (homework.attempts, homework.late, homework.reveal);
        FormView {
            homework: homework.name().to_owned(),
            title: homework.title.get(lang).to_owned(),
            zone: zone_name(&homework.time_zone).to_owned(),
            draft,
            dates,
            max,
            tasks,
            practice,
            items,
            rules: shown.rules(held, as_elsewhere),
            errors,
            problems: shown.problems.into_values().flatten().collect(),
        }
    }
}

/// `GET /course/homeworks/{homework}`: the form over the version in force.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    let active = server.app.course().await?;
    let sheet = OfHomework::find(&active.course, &name)?;
    sheet::show(&server, &teacher, &sheet).await
}

/// `POST /course/homeworks/{homework}`: the form over a text, or what its changes would do; nothing is written.
pub async fn change(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let of = |course: &Course| OfHomework::find(course, &name);
    sheet::change(&server, &teacher, pairs, of).await
}

/// The choice of saying nothing: what the rules of all homeworks say then, where that is known.
fn as_elsewhere(shown: &Shown<'_>, name: &str, now: Message) -> Message {
    if shown.is_unsaid(name) {
        message!("course-form-default-now", now = now)
    } else {
        message!("course-form-default")
    }
}

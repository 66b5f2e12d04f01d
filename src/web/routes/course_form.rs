//! The dates, points and rules of one homework without TOML: a form that edits the text.

use super::course::{Typed, answer, unix_lines};
use super::course_fields::{Field, Problems, RulesView, Shown, problems};
use crate::course::{
    Checked, Course, DATES, Fields, Homework, criterion_field, edited, field_at, item_field, said,
    task_field, time_field,
};
use crate::service::error::ServiceError;
use crate::service::publish as draft;
use crate::web::annotated_source::Note;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
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

/// `GET /course/homeworks/{homework}`: the form over the version in force.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
) -> Result<Html<String>, AppError> {
    let newest = server.app.store.course().await?;
    let newest = newest.ok_or(ServiceError::NoCourse)?;
    let active = server.app.course().await?;
    let homework = homework(&active.course, &name)?;
    let fields = said(&newest.toml, homework).ok_or(ServiceError::NotFound)?;
    let draft = Typed::new(newest.toml, newest.id);
    let form = Shown {
        fields: &fields,
        problems: Problems::new(),
        lang: teacher.0.lang(),
    };
    let view = view(homework, form, draft);
    server.page("course_form.html", &teacher.0.visitor, &view)
}

/// `POST /course/homeworks/{homework}`: the form over a text, or what its changes would do; nothing is written.
pub async fn change(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(name): Path<String>,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let mut fields: Fields = pairs.into_iter().collect();
    let mut take = |field: &str| fields.remove(field).unwrap_or_default();
    let toml = unix_lines(&take("toml"));
    let base = take("base").parse().unwrap_or_default();
    let only_opens = take("do") == "open";
    let draft = Typed::new(toml.clone(), base).noted(take("note"));
    let read = app.compute(move || Checked::parse_stored(toml)).await?;
    let course = match read {
        Ok(checked) => checked.course,
        Err(found) => {
            return answer(&server, &teacher, draft, Err(found), None, StatusCode::OK).await;
        }
    };
    let homework = homework(&course, &name)?;
    let said = said(draft.toml(), homework).ok_or(ServiceError::NotFound)?;
    if only_opens {
        let form = Shown {
            fields: &said,
            problems: Problems::new(),
            lang: teacher.0.lang(),
        };
        let view = view(homework, form, draft);
        let html = server.page("course_form.html", &teacher.0.visitor, &view)?;
        return Ok(html.into_response());
    }
    let text = edited(draft.toml(), homework, &fields).ok_or(ServiceError::NotFound)?;
    match draft::read(app, &text).await? {
        Ok(checked) => {
            let moved = app.course().await?.version != base;
            let notice = moved.then_some("course-moved");
            let draft = draft.with_text(text);
            answer(
                &server,
                &teacher,
                draft,
                Ok(checked),
                notice,
                StatusCode::OK,
            )
            .await
        }
        Err(found) => {
            // What was typed over what the text says: a browser sends no field that was left out.
            let typed = said.into_iter().map(|(name, said)| {
                let typed = fields.get(&name).cloned();
                (name, typed.unwrap_or(said))
            });
            let (typed, lang) = (typed.collect(), teacher.0.lang());
            let form = Shown {
                fields: &typed,
                problems: problems(&found, lang, |at| field_at(&text, homework, at)),
                lang,
            };
            let view = view(homework, form, draft);
            let html = server.page("course_form.html", &teacher.0.visitor, &view)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
    }
}

fn homework<'c>(course: &'c Course, name: &str) -> Result<&'c Homework, ServiceError> {
    course.homework(name).ok_or(ServiceError::NotFound)
}

/// The form of a homework over a text.
fn view(homework: &Homework, mut shown: Shown<'_>, draft: Typed) -> FormView {
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
        zone: homework.time_zone.iana_name().unwrap_or("UTC").to_owned(),
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

/// The choice of saying nothing: what the rules of all homeworks say then, where that is known.
fn as_elsewhere(shown: &Shown<'_>, name: &str, now: Message) -> Message {
    if shown.is_unsaid(name) {
        message!("course-form-default-now", now = now)
    } else {
        message!("course-form-default")
    }
}

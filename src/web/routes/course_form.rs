//! The dates, points and rules of one homework without TOML: a form that edits the text.

use super::course::{Typed, answer, unix_lines};
use crate::config::Diagnostics;
use crate::course::{
    Checked, Course, DATES, Fields, Homework, Late, Reveal, criterion_field, edited, field_at,
    item_field, said, task_field, time_field,
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
use l10n::{Lang, Message, message};
use serde::Serialize;
use std::collections::BTreeMap;

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
    attempts: Select,
    attempts_number: Field,
    reveal: Select,
    late: Select,
    late_per_day: Field,
    late_most: Field,
    /// How many problems there are; those of no field are listed.
    errors: usize,
    problems: Vec<Note>,
}

/// A field with what is wrong with it.
#[derive(Serialize)]
struct Field {
    name: String,
    label: String,
    value: String,
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

#[derive(Serialize)]
struct Select {
    field: Field,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: String,
    selected: bool,
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
        homework,
        fields: &fields,
        problems: BTreeMap::new(),
        lang: teacher.0.lang(),
    };
    server.page("course_form.html", &teacher.0.visitor, &form.view(draft))
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
            homework,
            fields: &said,
            problems: BTreeMap::new(),
            lang: teacher.0.lang(),
        };
        let html = server.page("course_form.html", &teacher.0.visitor, &form.view(draft))?;
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
            let form = Shown {
                homework,
                fields: &typed.collect(),
                problems: problems(&text, homework, &found, teacher.0.lang()),
                lang: teacher.0.lang(),
            };
            let html = server.page("course_form.html", &teacher.0.visitor, &form.view(draft))?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
    }
}

fn homework<'c>(course: &'c Course, name: &str) -> Result<&'c Homework, ServiceError> {
    course.homework(name).ok_or(ServiceError::NotFound)
}

/// What is wrong, by field; under no name what belongs to none of them.
fn problems(
    text: &str,
    homework: &Homework,
    found: &Diagnostics,
    lang: Lang,
) -> BTreeMap<String, Vec<Note>> {
    let mut problems: BTreeMap<String, Vec<Note>> = BTreeMap::new();
    for problem in found.errors() {
        let field = field_at(text, homework, problem.start).unwrap_or_default();
        let of_field = problems.entry(field).or_default();
        of_field.push(Note::new(problem, lang));
    }
    problems
}

/// A form to be shown.
struct Shown<'f> {
    homework: &'f Homework,
    fields: &'f Fields,
    problems: BTreeMap<String, Vec<Note>>,
    lang: Lang,
}

impl Shown<'_> {
    fn view(mut self, draft: Typed) -> FormView {
        let (homework, lang) = (self.homework, self.lang);
        let errors = self.problems.values().map(Vec::len).sum();
        let dates = DATES.into_iter().map(|date| {
            let label = Message::new(format!("change-{date}"), Vec::new());
            let time = message!("course-form-time").text(lang);
            DateFields {
                day: self.field(date, label.text(lang)),
                time: self.field(&time_field(date), time),
            }
        });
        let dates = dates.collect();
        let max = self.field("max_points", message!("change-max-points").text(lang));
        let (mut tasks, mut practice) = (Vec::new(), Vec::new());
        for task in &homework.tasks {
            let field = self.field(&task_field(task.name()), task.name().to_owned());
            let is_graded = task.is_graded() || !field.value.is_empty();
            if is_graded { &mut tasks } else { &mut practice }.push(field);
        }
        let items = homework.manual.iter().map(|item| ItemFields {
            points: self.field(&item_field(&item.name), item.title.get(lang).to_owned()),
            criteria: (item.rubric.iter())
                .map(|c| {
                    let field = criterion_field(&item.name, &c.name);
                    self.field(&field, c.text.get(lang).to_owned())
                })
                .collect(),
        });
        let items = items.collect();
        let attempts = self.attempts();
        let label = message!("course-form-attempts-number").text(lang);
        let attempts_number = self.field("attempts_number", label);
        let reveal = self.reveal();
        let late = self.late();
        let label = message!("course-form-per-day").text(lang);
        let late_per_day = self.field("late_per_day", label);
        let late_most = self.field("late_most", message!("course-form-most").text(lang));
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
            attempts,
            attempts_number,
            reveal,
            late,
            late_per_day,
            late_most,
            errors,
            problems: self.problems.into_values().flatten().collect(),
        }
    }

    fn field(&mut self, name: &str, label: String) -> Field {
        Field {
            name: name.to_owned(),
            label,
            value: self.fields.get(name).cloned().unwrap_or_default(),
            problems: self.problems.remove(name).unwrap_or_default(),
        }
    }

    fn select(
        &mut self,
        name: &str,
        label: Message,
        choices: &[(&'static str, Message)],
    ) -> Select {
        let field = self.field(name, label.text(self.lang));
        let choice = |(value, label): &(&'static str, Message)| Choice {
            selected: field.value == *value,
            value,
            label: label.text(self.lang),
        };
        Select {
            choices: choices.iter().map(choice).collect(),
            field,
        }
    }

    fn attempts(&mut self) -> Select {
        let now = match self.homework.attempts {
            None => message!("change-unlimited"),
            Some(most) => message!("course-form-attempts-most", n = most),
        };
        let choices = [
            ("", self.as_elsewhere("attempts", now)),
            ("number", message!("course-form-attempts-some")),
            ("unlimited", message!("change-unlimited")),
        ];
        self.select("attempts", message!("change-attempts"), &choices)
    }

    fn reveal(&mut self) -> Select {
        let word = |reveal| match reveal {
            Reveal::Never => message!("course-form-reveal-never"),
            Reveal::AfterClose => message!("course-form-reveal-after-close"),
            Reveal::WhenSolved => message!("course-form-reveal-when-solved"),
            Reveal::Always => message!("course-form-reveal-always"),
        };
        let choices = [
            ("", self.as_elsewhere("reveal", word(self.homework.reveal))),
            ("never", word(Reveal::Never)),
            ("after_close", word(Reveal::AfterClose)),
            ("when_solved", word(Reveal::WhenSolved)),
            ("always", word(Reveal::Always)),
        ];
        self.select("reveal", message!("change-reveal"), &choices)
    }

    fn late(&mut self) -> Select {
        let word = |late| match late {
            Late::Refused => message!("course-form-late-refused"),
            Late::Free => message!("course-form-late-free"),
            Late::PerDay { .. } => message!("course-form-late-per-day"),
        };
        let choices = [
            ("", self.as_elsewhere("late", word(self.homework.late))),
            ("refused", word(Late::Refused)),
            ("per_day", message!("course-form-late-per-day")),
            ("free", word(Late::Free)),
        ];
        self.select("late", message!("change-late"), &choices)
    }

    /// The choice of saying nothing: what the rules of all homeworks say then, where that is known.
    fn as_elsewhere(&self, name: &str, now: Message) -> Message {
        if self.fields.get(name).is_none_or(String::is_empty) {
            message!("course-form-default-now", now = now)
        } else {
            message!("course-form-default")
        }
    }
}

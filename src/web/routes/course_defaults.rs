//! The rules of all homeworks without TOML: a form that edits `[defaults]` in the text.

use super::course::{Typed, answer, unix_lines};
use super::course_fields::{Problems, RulesView, Shown, problems};
use crate::course::{Checked, Fields, Late, Reveal, edited_for_all, field_of_all_at, said_of_all};
use crate::service::error::ServiceError;
use crate::service::publish as draft;
use crate::web::annotated_source::Note;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use l10n::{Message, message};
use serde::Serialize;

#[derive(Serialize)]
struct DefaultsView {
    draft: Typed,
    rules: RulesView,
    /// How many problems there are; those of no field are listed.
    errors: usize,
    problems: Vec<Note>,
}

/// `GET /course/defaults`: the form over the version in force.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    let newest = server.app.store.course().await?;
    let newest = newest.ok_or(ServiceError::NoCourse)?;
    let fields = said_of_all(&newest.toml).ok_or(ServiceError::NotFound)?;
    let form = Shown {
        fields: &fields,
        problems: Problems::new(),
        lang: teacher.0.lang(),
    };
    let view = view(form, Typed::new(newest.toml, newest.id));
    server.page("course_defaults.html", &teacher.0.visitor, &view)
}

/// `POST /course/defaults`: the form over a text, or what its changes would do; nothing is written.
pub async fn change(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    let (app, lang) = (&server.app, teacher.0.lang());
    let mut fields: Fields = pairs.into_iter().collect();
    let mut take = |field: &str| fields.remove(field).unwrap_or_default();
    let toml = unix_lines(&take("toml"));
    let base = take("base").parse().unwrap_or_default();
    let only_opens = take("do") == "open";
    let draft = Typed::new(toml.clone(), base).noted(take("note"));
    if let Err(found) = app.compute(move || Checked::parse_stored(toml)).await? {
        return answer(&server, &teacher, draft, Err(found), None, StatusCode::OK).await;
    }
    let said = said_of_all(draft.toml()).ok_or(ServiceError::NotFound)?;
    if only_opens {
        let form = Shown {
            fields: &said,
            problems: Problems::new(),
            lang,
        };
        let view = view(form, draft);
        let html = server.page("course_defaults.html", &teacher.0.visitor, &view)?;
        return Ok(html.into_response());
    }
    let text = edited_for_all(draft.toml(), &fields).ok_or(ServiceError::NotFound)?;
    match draft::read(app, &text).await? {
        Ok(checked) => {
            let moved = app.course().await?.version != base;
            let notice = moved.then_some("course-moved");
            let (draft, ok) = (draft.with_text(text), StatusCode::OK);
            answer(&server, &teacher, draft, Ok(checked), notice, ok).await
        }
        Err(found) => {
            // What was typed over what the text says: a browser sends no field that was left out.
            let typed = said.into_iter().map(|(name, said)| {
                let typed = fields.get(&name).cloned();
                (name, typed.unwrap_or(said))
            });
            let typed = typed.collect();
            let form = Shown {
                fields: &typed,
                problems: problems(&found, lang, |at| field_of_all_at(&text, at)),
                lang,
            };
            let view = view(form, draft);
            let html = server.page("course_defaults.html", &teacher.0.visitor, &view)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
    }
}

fn view(mut shown: Shown<'_>, draft: Typed) -> DefaultsView {
    let errors = shown.problems.values().map(Vec::len).sum();
    // What holds where the text says nothing to anybody.
    let held = (None, Late::Refused, Reveal::Never);
    DefaultsView {
        draft,
        rules: shown.rules(held, unsaid),
        errors,
        problems: shown.problems.into_values().flatten().collect(),
    }
}

fn unsaid(_: &Shown<'_>, _: &str, held: Message) -> Message {
    message!("course-form-unsaid", now = held)
}

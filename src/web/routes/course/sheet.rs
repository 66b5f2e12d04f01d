//! A form over a part of a config's text: shown over the version in force, or over a text that somebody edits. Which part it is, and how
//! it looks, a [`Sheet`] says.

use super::fields::{Problems, Shown, problems};
use super::preview::answer;
use super::typed::{Typed, unix_lines};
use crate::course::{Checked, Course, Fields};
use crate::service::error::ServiceError;
use crate::service::publish as draft;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Response};
use serde::Serialize;

/// A part of a config that a form edits.
pub(super) trait Sheet {
    /// The template of its form.
    const TEMPLATE: &'static str;

    /// What the text says in its fields; nothing where the text has no such part.
    fn said(&self, text: &str) -> Option<Fields>;
    /// The text with what was typed; nothing where it has no such part.
    fn edited(&self, text: &str, typed: &Fields) -> Option<String>;
    /// The field that stands at this byte of the text.
    fn field_at(&self, text: &str, at: usize) -> Option<String>;
    /// The form as its template takes it.
    fn view(&self, shown: Shown<'_>, draft: Typed) -> impl Serialize;
}

fn page<S: Sheet>(
    server: &ServerState,
    teacher: &Teacher,
    sheet: &S,
    (fields, problems): (&Fields, Problems),
    draft: Typed,
) -> Result<Html<String>, AppError> {
    let shown = Shown {
        fields,
        problems,
        lang: teacher.0.lang(),
    };
    let view = sheet.view(shown, draft);
    server.page(S::TEMPLATE, &teacher.0.visitor, &view)
}

/// The form over the version in force.
pub(super) async fn show(
    server: &ServerState,
    teacher: &Teacher,
    sheet: &impl Sheet,
) -> Result<Html<String>, AppError> {
    let newest = server.app.store.course().await?;
    let newest = newest.ok_or(ServiceError::NoCourse)?;
    let fields = sheet.said(&newest.toml).ok_or(ServiceError::NotFound)?;
    let draft = Typed::new(newest.toml, newest.id);
    page(server, teacher, sheet, (&fields, Problems::new()), draft)
}

/// The form over a text that was sent, or what its changes would do; nothing is written. `of` finds the part in the course of the text.
pub(super) async fn change<S: Sheet>(
    server: &ServerState,
    teacher: &Teacher,
    pairs: Vec<(String, String)>,
    of: impl FnOnce(&Course) -> Result<S, ServiceError>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let mut fields: Fields = pairs.into_iter().collect();
    let mut take = |field: &str| fields.remove(field).unwrap_or_default();
    let toml = unix_lines(&take("toml"));
    let base = take("base").parse().unwrap_or_default();
    let only_opens = take("do") == "open";
    let draft = Typed::new(toml.clone(), base).noted(take("note"));
    let course = match app.compute(move || Checked::parse_stored(toml)).await? {
        Ok(checked) => checked.course,
        Err(found) => {
            return answer(server, teacher, draft, Err(found), None, StatusCode::OK).await;
        }
    };
    let sheet = of(&course)?;
    let said = sheet.said(draft.toml()).ok_or(ServiceError::NotFound)?;
    if only_opens {
        let html = page(server, teacher, &sheet, (&said, Problems::new()), draft)?;
        return Ok(html.into_response());
    }
    let text = sheet.edited(draft.toml(), &fields);
    let text = text.ok_or(ServiceError::NotFound)?;
    match draft::read(app, &text).await? {
        Ok(checked) => {
            let moved = app.course().await?.version != base;
            let notice = moved.then_some("course-moved");
            let (draft, ok) = (draft.with_text(text), StatusCode::OK);
            answer(server, teacher, draft, Ok(checked), notice, ok).await
        }
        Err(found) => {
            // What was typed over what the text says: a browser sends no field that was left out.
            let typed = said.into_iter().map(|(name, said)| {
                let typed = fields.get(&name).cloned();
                (name, typed.unwrap_or(said))
            });
            let typed = typed.collect();
            let problems = problems(&found, teacher.0.lang(), |at| sheet.field_at(&text, at));
            let html = page(server, teacher, &sheet, (&typed, problems), draft)?;
            Ok((StatusCode::UNPROCESSABLE_ENTITY, html).into_response())
        }
    }
}

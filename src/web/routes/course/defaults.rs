//! The rules of all homeworks without TOML: a form that edits `[defaults]` in the text.

use super::fields::{RulesView, Shown};
use super::sheet::{self, Sheet};
use super::typed::Typed;
use crate::course::{Fields, Late, Reveal, edited_for_all, field_of_all_at, said_of_all};
use crate::web::annotated_source::Note;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::State;
use axum::response::{Html, Response};
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

/// `[defaults]`.
struct OfAll;

impl Sheet for OfAll {
    const TEMPLATE: &'static str = "course_defaults.html";

    fn said(&self, text: &str) -> Option<Fields> {
        said_of_all(text)
    }

    fn edited(&self, text: &str, typed: &Fields) -> Option<String> {
        edited_for_all(text, typed)
    }

    fn field_at(&self, text: &str, at: usize) -> Option<String> {
        field_of_all_at(text, at)
    }

    fn view(&self, mut shown: Shown<'_>, draft: Typed) -> impl Serialize {
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
}

/// `GET /course/defaults`: the form over the version in force.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
) -> Result<Html<String>, AppError> {
    sheet::show(&server, &teacher, &OfAll).await
}

/// `POST /course/defaults`: the form over a text, or what its changes would do; nothing is written.
pub async fn change(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(pairs): Form<Vec<(String, String)>>,
) -> Result<Response, AppError> {
    sheet::change(&server, &teacher, pairs, |_| Ok(OfAll)).await
}

fn unsaid(_: &Shown<'_>, _: &str, held: Message) -> Message {
    message!("course-form-unsaid", now = held)
}

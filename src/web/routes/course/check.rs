//! What is wrong with a text while it is typed; nothing is stored.

use super::typed::unix_lines;
use crate::config::{Diagnostic, Diagnostics, Severity};
use crate::course::Checked;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::extract::State;
use axum::{Form, Json};
use l10n::{Lang, message};
use serde::{Deserialize, Serialize};

/// The text.
#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    toml: String,
}

/// What is said of it, in the reader's language.
#[derive(Serialize)]
pub struct Told {
    summary: String,
    problems: Vec<Problem>,
}

/// A problem and its place: a line, and characters of it, both from 1.
#[derive(Serialize)]
struct Problem {
    error: bool,
    line: usize,
    column: usize,
    length: usize,
    place: String,
    message: String,
    help: Option<String>,
}

/// `POST /course/check`: the problems of a text. What takes long to try, mistakes and expectations on a hundred students, is left to the
/// preview.
pub async fn check(
    State(server): State<ServerState>,
    teacher: Teacher,
    Form(asked): Form<Asked>,
) -> Result<Json<Told>, AppError> {
    let lang = teacher.0.lang();
    let told = move || {
        let text = unix_lines(&asked.toml);
        let found = match Checked::parse_stored(text.as_str()) {
            Ok(checked) => checked.warnings,
            Err(found) => found,
        };
        tell(&text, &found, lang)
    };
    Ok(Json(server.app.compute(told).await?))
}

fn tell(text: &str, found: &Diagnostics, lang: Lang) -> Told {
    let (errors, warnings) = (found.errors().count(), found.warnings().count());
    let summary = match (errors, warnings) {
        (0, 0) => message!("course-check-none"),
        (0, n) => message!("course-check-warnings", n = n),
        (n, _) => message!("course-check-errors", n = n),
    };
    Told {
        summary: summary.text(lang),
        problems: found
            .list()
            .iter()
            .map(|d| problem(text, d, lang))
            .collect(),
    }
}

fn problem(text: &str, found: &Diagnostic, lang: Lang) -> Problem {
    let marked = text.get(found.start..found.end).unwrap_or_default();
    // A place of several lines is marked to the end of its first.
    let length = marked.lines().next().map_or(0, |line| line.chars().count());
    Problem {
        error: found.severity == Severity::Error,
        line: found.line,
        column: found.column,
        length: length.max(1),
        place: message!("course-place", line = found.line, column = found.column).text(lang),
        message: found.message.get(lang).to_owned(),
        help: found.help.as_ref().map(|help| help.get(lang).to_owned()),
    }
}

//! The tasks of a report as its reader may see them, with where the errors sit.

use super::room::Room;
use super::task::{Beyond, TaskView, task_view};
use crate::grading::TaskVerdict;
use crate::ids::UserId;
use crate::report::elements::OutputElements;
use crate::service::app::App;
use crate::service::disclose::Disclosed;
use crate::service::expected::{elements_of, wrong_outputs};
use crate::store::Submission;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::traffic::File;
use crate::web::visitor::Person;
use judge::points::Points;
use serde::Serialize;

/// The tasks of a report: graded ones, and those for practice.
#[derive(Serialize)]
pub(super) struct TaskViews {
    right: usize,
    graded: usize,
    tasks: Vec<TaskView>,
    practice: Vec<TaskView>,
    practice_right: usize,
    /// Whether of some wrong output it is not told how far off it is.
    blunt: bool,
    /// Why nothing is told of what the file holds.
    no_file: Option<String>,
}

/// The tasks of a report as its reader may see them; `submission` says what it was computed from.
pub(super) async fn task_views(
    server: &ServerState,
    reader: &Person,
    submission: &Submission,
    seen: &Disclosed,
    mut room: Room,
) -> Result<TaskViews, AppError> {
    let lang = reader.lang();
    let (found, no_file) = match elements(server, reader.user.id, submission).await {
        // The report says what was right without it.
        Err(AppError::Service(error)) if error.is_about_a_file() => {
            (Vec::new(), Some(error.title().text(lang)))
        }
        found => (found?, None),
    };
    let of = |graded: bool| {
        let tasks = seen.report.tasks.iter();
        tasks.filter(move |t| (t.max_points > Points::ZERO) == graded)
    };
    let mut views = |graded: bool| -> Vec<TaskView> {
        of(graded)
            .map(|t| {
                let has = |names: &[String]| names.iter().any(|n| n == t.name());
                let beyond = Beyond {
                    elements: &found,
                    revealed: has(&seen.revealed),
                    in_full: has(&seen.in_full),
                    hint_from: seen.hints_from.filter(|_| has(&seen.held_back)),
                };
                task_view(&submission.homework, t, &beyond, &mut room, lang)
            })
            .collect()
    };
    let right = |graded| {
        of(graded)
            .filter(|t| t.verdict == TaskVerdict::Correct)
            .count()
    };
    Ok(TaskViews {
        right: right(true),
        graded: of(true).count(),
        tasks: views(true),
        practice: views(false),
        practice_right: right(false),
        no_file,
        blunt: seen.report.tasks.iter().any(|t| {
            let told = seen.in_full.iter().any(|n| n == t.name());
            t.is_attempted() && t.verdict != TaskVerdict::Correct && !told
        }),
    })
}

/// The elements of the outputs that are off; the bytes are accounted for as `reader` fetching them.
async fn elements(
    server: &ServerState,
    reader: UserId,
    submission: &Submission,
) -> Result<Vec<OutputElements>, AppError> {
    let app = &server.app;
    let wanted = wrong_outputs(submission);
    if wanted.is_empty() {
        return Ok(Vec::new());
    }
    let Some(size) = app.store.submitted_size(submission.id).await? else {
        return Ok(Vec::new());
    };
    let held = server.downloads.take(reader, size).await?;
    let Some(file) = app.store.submitted_file(submission.id).await? else {
        return Ok(Vec::new());
    };
    let found = elements_of(app, submission, wanted, File::new(file, held));
    Ok(found.await?)
}

/// Whose it is, where somebody else looks.
pub(super) async fn owner(
    app: &App,
    person: &Person,
    submission: &Submission,
) -> Result<Option<String>, AppError> {
    if submission.user == person.user.id {
        return Ok(None);
    }
    let user = app.store.user_by_id(submission.user).await?;
    Ok(user.map(|u| u.name))
}

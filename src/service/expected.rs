//! What was expected of a submission, computed anew from what it was judged by: element by element beside what was sent, or as answers.

use super::app::App;
use super::disclose::{Reader, disclose};
use super::error::ServiceError;
use super::inputs::{Owner, of_submission};
use super::submit::Bytes;
use crate::course::Homework;
use crate::grading::{Solved, TaskReport, TaskVerdict};
use crate::report::elements::{OutputElements, elements, references};
use crate::store::Submission;
use judge::arrays::Arrays;
use std::sync::Arc;

/// What a submission was judged by: its student's inputs, and the homework of the course version it was graded under.
struct Origin {
    solved: Arc<Solved<'static>>,
    homework: Homework,
}

async fn origin(app: &App, submission: &Submission) -> Result<Origin, ServiceError> {
    let student = app.store.user_by_id(submission.user).await?;
    let student = student.ok_or(ServiceError::NotFound)?;
    let active = app.course().await?;
    let name = &submission.homework;
    let homework = if active.version == submission.course {
        active.course.homework(name).cloned()
    } else {
        let version = app.store.course_version(submission.course).await?;
        let toml = version.ok_or(ServiceError::NotFound)?.toml;
        let course = app.parsed(toml).await?.ok_or(ServiceError::NotFound)?;
        course.homework(name).cloned()
    };
    let homework = homework.ok_or(ServiceError::NotFound)?;
    let (then, release) = ((submission.course, &homework), submission.inputs_release);
    let owner = Owner::from(&student);
    let solved = of_submission(app, owner, then, submission.id, release).await?;
    Ok(Origin { solved, homework })
}

/// The elements of some outputs, by task and name, computed from the bytes that were sent; none where the references are gone.
///
/// # Errors
/// When the work panicked: a fault of ours.
pub async fn elements_of(
    app: &App,
    submission: &Submission,
    wanted: Vec<(String, String)>,
    file: impl Bytes,
) -> Result<Vec<OutputElements>, ServiceError> {
    let Ok(from) = origin(app, submission).await else {
        return Ok(Vec::new());
    };
    let limits = app.limits.clone();
    app.compute(move || {
        let Origin { solved, homework } = &from;
        elements(homework, solved, file.as_ref(), &limits, &wanted)
    })
    .await
}

/// Outputs of a submission that are off, by task and name.
pub fn wrong_outputs(submission: &Submission) -> Vec<(String, String)> {
    let outputs = |task: &TaskReport| {
        let wrong = |v| matches!(v, TaskVerdict::Wrong | TaskVerdict::NotFinite);
        let wrong = task.outputs.iter().filter(move |o| wrong(o.verdict));
        let name = task.name().to_owned();
        wrong
            .map(|o| (name.clone(), o.output.clone()))
            .collect::<Vec<_>>()
    };
    submission.report.tasks.iter().flat_map(outputs).collect()
}

/// The reference answers to the inputs of a submission, of the tasks that this reader may see them of; nothing where there are none.
///
/// # Errors
/// When the database fails, or what they are computed from is gone.
pub async fn reference_answers(
    app: &App,
    reader: &Reader,
    submission: &Submission,
) -> Result<Option<Arrays>, ServiceError> {
    let revealed = disclose(app, reader, submission).await?.revealed;
    if revealed.is_empty() {
        return Ok(None);
    }
    let from = origin(app, submission).await?;
    app.compute(move || {
        let tasks = revealed.iter().filter_map(|name| from.homework.task(name));
        Some(references(tasks, &from.solved))
    })
    .await
}

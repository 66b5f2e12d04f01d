//! What a class does with one task: how it is solved, and answers that are wrong in the same way.

use super::app::App;
use super::error::ServiceError;
use super::expected::elements_of;
use crate::course::Task;
use crate::grading::{FindingKind, OutputReport, TaskReport, TaskVerdict, is_open};
use crate::ids::{SubmissionId, UserId};
use crate::report::clusters::{Cluster, Way, WrongOutput, clusters};
use crate::report::elements::OutputElements;
use crate::report::roll::Listed;
use crate::store::StudentTally;
use judge::likeness::transformations;
use judge::transformation::Transformation;
use std::collections::HashMap;
use std::sync::Arc;

/// How many students' answers are read for one page: computing what each should be takes a few milliseconds.
const MOST: usize = 500;

/// Answers to a task that no known mistake explains.
#[derive(Debug, Default)]
pub struct WrongAlike {
    /// Two students or more, wrong in the same way.
    pub clusters: Vec<Cluster>,
    /// Outputs that are wrong in a way of their own.
    pub others: usize,
    /// Students whose answers were not looked at, because there are too many.
    pub left: usize,
}

/// The wrong outputs of each student's last submission that has any of this task, in clusters.
///
/// `students` are those who sent something for its homework; `names` is who is in the class.
///
/// # Errors
/// When the database fails.
pub async fn wrong_alike(
    app: &App,
    task: &Task,
    students: &[StudentTally],
    names: &HashMap<UserId, &Listed>,
) -> Result<WrongAlike, ServiceError> {
    let of_task = |student: &StudentTally| {
        let own = student.tasks.iter().find(|t| *t.task == *task.name())?;
        let last = own.last.filter(|_| own.is_open)?;
        names
            .contains_key(&student.user)
            .then_some((student.user, last))
    };
    let last: Vec<(UserId, SubmissionId)> = students.iter().filter_map(of_task).collect();
    let left = last.len().saturating_sub(MOST);
    let looked_at: Vec<SubmissionId> = last.iter().take(MOST).map(|(_, id)| *id).collect();
    let graded = app.store.graded_under(&looked_at).await?;
    let mut wrong = Vec::new();
    for (user, id) in last.into_iter().take(MOST) {
        let Some(under) = graded.get(&id) else {
            continue;
        };
        let key = (id, task.name().to_owned());
        let outputs = if let Some(outputs) = app.last_read.wrong_outputs.get(&key, under) {
            outputs
        } else {
            let (outputs, is_whole) = wrong_outputs_of(app, task, id).await?;
            let outputs = Arc::new(outputs);
            if is_whole {
                app.last_read
                    .wrong_outputs
                    .keep(key, under.clone(), &outputs);
            }
            outputs
        };
        let student = names[&user];
        wrong.extend(outputs.iter().map(|output| WrongOutput {
            login: student.login.clone(),
            name: student.name.clone(),
            ..output.clone()
        }));
    }
    let (clusters, others) = clusters(&wrong);
    Ok(WrongAlike {
        clusters,
        others,
        left,
    })
}

/// The outputs of a task of one submission that nobody can explain, still without whose they are; and whether its file could be read.
async fn wrong_outputs_of(
    app: &App,
    task: &Task,
    id: SubmissionId,
) -> Result<(Vec<WrongOutput>, bool), ServiceError> {
    let submission = app.store.submission(id).await?;
    let submission = submission.ok_or(ServiceError::NotFound)?;
    let of = |t: &&TaskReport| t.name() == task.name();
    let Some(report) = submission.report.tasks.iter().find(of) else {
        return Ok((Vec::new(), true));
    };
    let has_elements = |o: &&OutputReport| is_open(o) && o.verdict == TaskVerdict::Wrong;
    let outputs = report.outputs.iter().filter(has_elements);
    let wanted: Vec<_> = outputs
        .map(|o| (task.name().to_owned(), o.output.clone()))
        .collect();
    let mut is_whole = true;
    let file = if wanted.is_empty() {
        None
    } else {
        let file = app.store.submitted_file(submission.id).await;
        match file.map_err(ServiceError::from) {
            // Without its elements it is grouped by what its report says.
            Err(error) if error.is_about_a_file() => {
                is_whole = false;
                None
            }
            file => file?,
        }
    };
    let elements = match file {
        Some(file) => elements_of(app, &submission, wanted, file).await?,
        None => Vec::new(),
    };
    let outputs = report.outputs.iter().filter(|o| is_open(o)).map(|output| {
        let elements = elements.iter().find(|e| e.output == output.output);
        let made = elements.map(made).unwrap_or_default();
        WrongOutput {
            ways: ways(output, &made),
            made,
            rtol: output.rtol,
            login: String::new(),
            name: String::new(),
            submission: submission.id,
            output: output.output.clone(),
        }
    });
    Ok((outputs.collect(), is_whole))
}

fn made(elements: &OutputElements) -> Vec<Transformation> {
    let (a, b) = (elements.got.to_float(), elements.expected.to_float());
    transformations(&a, &b, elements.tolerance)
}

fn ways(output: &OutputReport, made: &[Transformation]) -> Vec<Way> {
    let mut ways = match output.verdict {
        TaskVerdict::NotFinite => vec![Way::NotFinite],
        TaskVerdict::WrongShape => output
            .got_shape
            .clone()
            .map(Way::Shape)
            .into_iter()
            .collect(),
        _ => Vec::new(),
    };
    let like = made.iter().filter_map(|made| made.likeness());
    ways.extend(like.map(Way::Like));
    // The sign and a factor are likenesses already, and those say which.
    let told = output.recognised.iter().map(|found| found.kind);
    let told = told.filter(|kind| !matches!(kind, FindingKind::Sign | FindingKind::Factor));
    ways.extend(told.map(Way::Found));
    ways
}

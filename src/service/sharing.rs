//! Whose answers fit the inputs of another student: looked for at night and on demand, for teachers alone. It decides nothing.

use super::app::App;
use super::error::ServiceError;
use super::inputs::{Owner, all_given};
use crate::course::Homework;
use crate::grading::{TaskReport, TaskVerdict, fits, sort_answers};
use crate::ids::{SubmissionId, UserId};
use crate::store::Uncompared;
use judge::answers;
use judge::answers::keys::Sorted;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;
use tokio::sync::Mutex;
use tokio::time::Instant;

/// Submissions that are compared together: the answers of everybody else are computed once for all of them.
const BATCH: i64 = 64;
/// What fits the inputs of more students than this is right for many inputs, and nobody's in particular.
const MOST_OTHERS: usize = 3;
/// One comparison runs at a time; who asks for another waits for its batch.
static ONE: Mutex<()> = Mutex::const_new(());

/// A submission with what is wrong in it.
struct Suspect {
    submission: SubmissionId,
    user: UserId,
    answers: Sorted,
    /// Tasks with the outputs that are wrong for the student's own inputs, and that nothing else explains.
    wrong: Vec<(String, Vec<String>)>,
    found: Vec<(String, UserId)>,
}

/// Compares what was sent with the inputs of all other students, for about this long; whether everything is compared.
///
/// # Errors
/// When the database fails.
pub async fn compare(app: &Arc<App>, budget: Duration) -> Result<bool, ServiceError> {
    let started = Instant::now();
    // The store stays open until this is let go.
    let _open = app.background_work.read().await;
    let _one = ONE.lock().await;
    loop {
        let batch = app.store.uncompared(BATCH).await?;
        if batch.is_empty() {
            return Ok(true);
        }
        if started.elapsed() > budget || *app.stopping.borrow() {
            return Ok(false);
        }
        compare_batch(app, &batch).await?;
    }
}

async fn compare_batch(app: &Arc<App>, batch: &[Uncompared]) -> Result<(), ServiceError> {
    let homeworks: BTreeSet<&str> = batch.iter().map(|one| one.homework.as_str()).collect();
    let mut told = BTreeMap::new();
    for homework in homeworks {
        let of = batch.iter().filter(|one| one.homework == homework);
        for suspect in compared(app, homework, of.collect()).await? {
            told.insert(suspect.submission, suspect.found);
        }
    }
    // In the order of their numbers: what is noted last says that all long before it are compared. Of a homework that has left the course
    // there is nothing to compare with.
    for one in batch {
        let found = told.remove(&one.submission).unwrap_or_default();
        let others = |task: &str| found.iter().filter(|(other, _)| other == task).count();
        let telling: Vec<(String, UserId)> = found
            .iter()
            .filter(|(task, _)| others(task) <= MOST_OTHERS)
            .cloned()
            .collect();
        app.store
            .note_compared(one.submission, &telling, app.now())
            .await?;
    }
    Ok(())
}

/// Submissions to one homework, with what of them fits the inputs of others.
async fn compared(
    app: &Arc<App>,
    homework: &str,
    batch: Vec<&Uncompared>,
) -> Result<Vec<Suspect>, ServiceError> {
    let active = app.course().await?;
    let Some(configured) = active.course.homework(homework) else {
        return Ok(Vec::new());
    };
    let mut suspects = Vec::new();
    for one in batch {
        suspects.extend(suspect(app, configured, one).await?);
    }
    let is_wrong = |s: &Suspect| !s.wrong.is_empty();
    let peers = if suspects.iter().any(is_wrong) {
        app.store.peers(homework).await?
    } else {
        Vec::new()
    };
    for peer in peers {
        let owner = Owner {
            user: peer.user,
            login: &peer.login,
        };
        let given = match all_given(app, &active, owner, configured).await {
            // What is kept of theirs cannot be read: the log says what. Everybody else is compared.
            Err(ServiceError::Internal) => continue,
            given => given?,
        };
        let course = Arc::clone(&active);
        let name = homework.to_owned();
        suspects = app
            .compute(move || {
                let Some(configured) = course.course.homework(&name) else {
                    return suspects;
                };
                for suspect in suspects.iter_mut().filter(|s| s.user != peer.user) {
                    for (task, wrong) in &suspect.wrong {
                        let got = suspect.answers.by_task.get(task);
                        let (Some(task), Some(got)) = (configured.task(task), got) else {
                            continue;
                        };
                        let fit = |given: &Arc<crate::grading::Solved<'static>>| {
                            let own = given.inputs().get(task.name());
                            own.is_some_and(|own| fits(task, own, got, wrong))
                        };
                        if given.iter().any(fit) {
                            suspect.found.push((task.name().to_owned(), peer.user));
                        }
                    }
                }
                suspects
            })
            .await?;
    }
    Ok(suspects)
}

async fn suspect(
    app: &App,
    homework: &Homework,
    one: &Uncompared,
) -> Result<Option<Suspect>, ServiceError> {
    let submission = app.store.submission(one.submission).await?;
    let file = app.store.submitted_file(one.submission).await;
    let file = match file {
        // It has nothing to be compared any more; whoever looks into it finds which it is.
        Err(error) if error.is_lost_file() => {
            tracing::error!(submission = one.submission.number(), %error, "a stored file is lost");
            Some(Vec::new())
        }
        file => file?,
    };
    let (Some(submission), Some(file)) = (submission, file) else {
        return Ok(None);
    };
    let wrong: Vec<(String, Vec<String>)> = submission
        .report
        .tasks
        .iter()
        .map(|task| (task.name().to_owned(), unexplained(task)))
        .filter(|(_, outputs)| !outputs.is_empty())
        .collect();
    let (homework, limits) = (homework.clone(), app.limits.clone());
    let answers = app
        .compute(move || {
            let opened = answers::open(&file, &limits);
            opened.and_then(|file| sort_answers(file, &homework)).ok()
        })
        .await?;
    Ok(Some(Suspect {
        submission: one.submission,
        user: one.user,
        wrong: if answers.is_some() { wrong } else { Vec::new() },
        answers: answers.unwrap_or_default(),
        found: Vec::new(),
    }))
}

/// Outputs that are wrong and neither a known mistake nor right for practice inputs.
fn unexplained(task: &TaskReport) -> Vec<String> {
    let is_open = |verdict| matches!(verdict, TaskVerdict::Wrong | TaskVerdict::WrongShape);
    let outputs = task
        .outputs
        .iter()
        .filter(|output| is_open(output.verdict) && !output.is_explained());
    outputs.map(|output| output.output.clone()).collect()
}

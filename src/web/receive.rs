//! A submission on its way from bytes to a durable report; the page and the API both send it here.

use super::fault::Fault;
use super::state::AppState;
use super::throttle::pass;
use crate::answers;
use crate::course::{Schedule, State};
use crate::grading::{Report, draw_inputs, grade, keep_share, sort_answers, student_seed};
use crate::store::{Accepted, NewSubmission, Submission, User};
use jiff::Timestamp;
use sha2::{Digest as _, Sha256};

/// A submission that is stored, and whether the same bytes had been sent before.
pub struct Receipt {
    /// The submission; the earlier one where the bytes are the same.
    pub submission: Submission,
    /// Whether it is an earlier one.
    pub again: bool,
}

/// Reads, grades and stores one answers file. Returns once it is durable.
///
/// # Errors
/// When the homework does not accept it, the file cannot be used, or a fault of ours kept it from being stored.
pub async fn receive(
    app: &AppState,
    user: &User,
    homework: &str,
    file: Vec<u8>,
) -> Result<Receipt, Fault> {
    let received_at = app.now();
    let active = app.course().await?;
    let configured = active.course.homework(homework).ok_or(Fault::NotFound)?;
    let schedule = configured.schedule(app.store.extension(user.id, homework).await?);
    accepts(&schedule, received_at)?;
    pass(&app.submissions, &user.id)?;
    let attempts = configured.attempts;
    let sha256 = hex::encode(Sha256::digest(&file));
    let (report, file) = check(app, user, homework, file).await?;
    let kept = schedule.kept(received_at);
    let new = NewSubmission {
        user: user.id,
        homework,
        received_at,
        file: &file,
        sha256: &sha256,
        course: active.version,
        report: &report,
        points: keep_share(report.points, kept),
        kept,
    };
    let (submission, again) = match app.store.submit(new, attempts).await? {
        Accepted::Stored(submission) => (submission, false),
        Accepted::Again(submission) => (submission, true),
        Accepted::NoAttemptsLeft => return Err(Fault::NoAttemptsLeft),
    };
    tracing::info!(
        submission = submission.id,
        homework,
        again,
        "submission stored"
    );
    metrics::counter!("dgm_submissions_total", "homework" => homework.to_owned()).increment(1);
    Ok(Receipt { submission, again })
}

/// Whether a homework takes anything now.
fn accepts(schedule: &Schedule, now: Timestamp) -> Result<(), Fault> {
    if schedule.state(now) == State::NotOpen {
        return Err(Fault::NotOpen);
    }
    if schedule.accepts(now) {
        Ok(())
    } else {
        Err(Fault::Closed)
    }
}

/// Looks into an answers file and keeps it as the person's draft; what is in it is shown before anything is sent.
///
/// # Errors
/// When the homework does not accept it, the file cannot be used, or a fault of ours kept it from being stored.
pub async fn look(app: &AppState, user: &User, homework: &str, file: Vec<u8>) -> Result<(), Fault> {
    let now = app.now();
    let active = app.course().await?;
    let configured = active.course.homework(homework).ok_or(Fault::NotFound)?;
    accepts(
        &configured.schedule(app.store.extension(user.id, homework).await?),
        now,
    )?;
    pass(&app.submissions, &user.id)?;
    let sha256 = hex::encode(Sha256::digest(&file));
    let (_, file) = check(app, user, homework, file).await?;
    app.store
        .put_draft(user.id, homework, &file, &sha256, now)
        .await?;
    Ok(())
}

/// The report on a file against this student's own inputs, without storing anything. Gives the bytes back.
///
/// # Errors
/// When the file cannot be used.
pub async fn check(
    app: &AppState,
    user: &User,
    homework: &str,
    file: Vec<u8>,
) -> Result<(Report, Vec<u8>), Fault> {
    let active = app.course().await?;
    let seed = student_seed(&app.secret, &user.login, homework);
    let (name, limits) = (homework.to_owned(), app.limits.clone());
    app.compute(move || {
        let began = std::time::Instant::now();
        let configured = active.course.homework(&name).ok_or(Fault::NotFound)?;
        let answers = answers::read(&file, &limits)?;
        let sorted = sort_answers(answers, configured)?;
        let inputs = draw_inputs(configured, seed);
        let report = grade(configured, &inputs, &sorted);
        metrics::histogram!("dgm_grading_seconds", "homework" => name).record(began.elapsed());
        Ok((report, file))
    })
    .await?
}

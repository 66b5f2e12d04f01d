//! A stored report as its reader may see it: in their language, hints and expected values only where the config lets them.

use super::fault::Fault;
use super::state::AppState;
use super::visitor::Person;
use crate::course::Course;
use crate::grading::{Report, TaskReport, may_reveal, student_seed};
use crate::store::{Role, Submission, User};
use assignments::draw::Seed;

/// A report for one reader.
pub struct Readable {
    /// The report, with the hints that may be read.
    pub report: Report,
    /// The attempt from which hints are shown, where some are held back.
    pub hints_from: Option<u32>,
    /// Names of the tasks whose hint is held back.
    pub held_back: Vec<String>,
    /// Which attempt this was, counted from 1.
    pub ordinal: u32,
    /// The submission before this one.
    pub previous: Option<Submission>,
    /// Names of the tasks whose expected values may be seen.
    pub revealed: Vec<String>,
}

/// Makes a report readable for this person.
///
/// # Errors
/// When the database fails or no course is published.
pub async fn readable(
    app: &AppState,
    person: &Person,
    submission: &Submission,
) -> Result<Readable, Fault> {
    let active = app.course().await?;
    let homework = active.course.homework(&submission.homework);
    let all = app
        .store
        .submissions(submission.user, &submission.homework)
        .await?;
    let attempts = all.iter().filter(|s| s.attempt && s.id <= submission.id);
    let ordinal = u32::try_from(attempts.count()).unwrap_or(u32::MAX).max(1);
    let teaches = person.user.role >= Role::Grader;
    let from = homework.map_or(1, |h| h.hints_from_attempt);
    let mut report = submission.report.clone().in_language(person.lang());
    let mut held_back = Vec::new();
    if !teaches && ordinal < from {
        let known = report.tasks.iter().filter(|t| !t.findings().is_empty());
        held_back = known.map(|t| t.name().to_owned()).collect();
        report = report.without_hints();
    }
    let state = match homework {
        Some(homework) => {
            let extension = app
                .store
                .extension(submission.user, &submission.homework)
                .await?;
            Some((
                homework.reveal,
                homework.schedule(extension).state(app.now()),
            ))
        }
        None => None,
    };
    let shown = |task: &&TaskReport| {
        teaches || state.is_some_and(|(reveal, state)| may_reveal(reveal, state, task))
    };
    let revealed = report.tasks.iter().filter(shown);
    Ok(Readable {
        revealed: revealed.map(|t| t.name().to_owned()).collect(),
        hints_from: (!held_back.is_empty()).then_some(from),
        held_back,
        ordinal,
        previous: all.into_iter().find(|s| s.id < submission.id),
        report,
    })
}

/// What a submission was computed from: its student, the seed of their inputs, and the course version it was graded under.
pub struct Origin {
    /// The student.
    pub student: User,
    /// The seed.
    pub seed: Seed,
    /// The course.
    pub course: Course,
}

/// Finds what a submission was computed from.
///
/// # Errors
/// When the database fails, or what it needs is gone.
pub async fn origin(app: &AppState, submission: &Submission) -> Result<Origin, Fault> {
    let student = app
        .store
        .user_by_id(submission.user)
        .await?
        .ok_or(Fault::NotFound)?;
    let active = app.course().await?;
    let course = if active.version == submission.course {
        active.course.clone()
    } else {
        let version = app.store.course_version(submission.course).await?;
        let toml = version.ok_or(Fault::NotFound)?.toml;
        Course::parse_stored(&toml).map_err(|_| Fault::NotFound)?
    };
    Ok(Origin {
        seed: student_seed(&app.secret, &student.login, &submission.homework),
        student,
        course,
    })
}

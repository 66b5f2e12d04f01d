//! A stored report as its reader may see it: in their language, hints and expected values only where the config lets them.

use super::app::App;
use super::error::ServiceError;
use crate::course::Course;
use crate::grading::{Report, TaskReport, may_reveal, student_seed};
use crate::l10n::Lang;
use crate::store::{Role, Submission, User};
use assignments::draw::Seed;

/// Who reads: what they may see, and in which language.
#[derive(Clone, Copy, Debug)]
pub struct Reader {
    /// Their role.
    pub role: Role,
    /// Their language.
    pub lang: Lang,
}

/// A report for one reader.
pub struct Disclosed {
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

/// Makes a report readable for this reader.
///
/// # Errors
/// When the database fails or no course is published.
pub async fn disclose(
    app: &App,
    reader: &Reader,
    submission: &Submission,
) -> Result<Disclosed, ServiceError> {
    let active = app.course().await?;
    let homework = active.course.homework(&submission.homework);
    let all = app
        .store
        .submissions(submission.user, &submission.homework)
        .await?;
    let attempts = all.iter().filter(|s| s.attempt && s.id <= submission.id);
    let ordinal = u32::try_from(attempts.count()).unwrap_or(u32::MAX).max(1);
    let teaches = reader.role >= Role::Grader;
    let from = homework.map_or(1, |h| h.hints_from_attempt);
    let mut report = submission.report.clone().in_language(reader.lang);
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
    Ok(Disclosed {
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
pub async fn origin(app: &App, submission: &Submission) -> Result<Origin, ServiceError> {
    let student = app
        .store
        .user_by_id(submission.user)
        .await?
        .ok_or(ServiceError::NotFound)?;
    let active = app.course().await?;
    let course = if active.version == submission.course {
        active.course.clone()
    } else {
        let version = app.store.course_version(submission.course).await?;
        let toml = version.ok_or(ServiceError::NotFound)?.toml;
        app.parsed(toml).await?.ok_or(ServiceError::NotFound)?
    };
    Ok(Origin {
        seed: student_seed(&app.secret, &student.login, &submission.homework),
        student,
        course,
    })
}

//! Grades in memory what a course concerns, and says what that would do.

use super::class::{Class, Otherwise, Steps};
use super::grades::grades;
use super::maxima::{above, leaving};
use super::moved::moved;
use super::outcome::{Impact, Skipped};
use crate::course::Course;
use crate::ids::{SubmissionId, UserId, VersionId};
use crate::service::app::{ActiveCourse, App};
use crate::service::error::ServiceError;
use crate::service::regrade::{Grading, Regrade, Scope};
use crate::store::{Graded, Reckoned, SentThing};
use judge::points::{Points, Share};
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// How long an estimate may take; those that count are graded first.
#[derive(Clone, Copy, Debug)]
pub struct Budget(pub Duration);

impl Budget {
    /// What somebody waits for a page.
    pub const PAGE: Self = Self(Duration::from_secs(25));
    /// No limit, for the command line.
    pub const NONE: Self = Self(Duration::MAX);
}

/// A course to be compared with the one in force.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    /// The course in force.
    pub before: &'a Course,
    /// The course that would be; the same one where only a regrade is looked at.
    pub after: &'a Arc<Course>,
    /// Its version; beyond all for one that is not published.
    pub version: VersionId,
    /// What lateness would leave under it.
    pub reckoned: &'a [Reckoned],
    /// One homework to grade anew, or all.
    pub homework: Option<&'a str>,
    /// Is told how many of how many are graded.
    pub progress: &'a (dyn Fn(usize, usize) + Sync),
}

/// Grades in memory what the other course concerns, and compares with what stands.
///
/// # Errors
/// When the database fails.
pub async fn estimate(
    app: &Arc<App>,
    compared: Compared<'_>,
    budget: Budget,
) -> Result<Impact, ServiceError> {
    let started = Instant::now();
    let (before, after) = (compared.before, compared.after);
    let class = Class::load(app, before).await?;
    let scope = Scope::new(app, Arc::clone(after), compared.version, &class.rows).await?;
    let wanted = |row: &&Graded| {
        let other = compared.homework.is_some_and(|name| name != row.homework);
        !other && scope.concerns(row)
    };
    let wanted = class.rows.iter().filter(wanted);
    let queue = if budget.0 == Budget::NONE.0 {
        // A student's submissions one after the other: what they are compared with is computed once.
        wanted.cloned().collect()
    } else {
        counted_first(wanted, &class.rows)
    };
    let mut impact = Impact {
        total: queue.len(),
        ..Impact::default()
    };
    let at_once = Otherwise::lateness(compared.reckoned);
    let factors = factors(compared.reckoned);
    let mut anew = at_once.clone();
    let mut grading = Grading::new(app, &scope, &queue);
    while started.elapsed() <= budget.0 && !*app.stopping.borrow() {
        (compared.progress)(impact.graded, impact.total);
        let Some((batch, results)) = grading.next().await? else {
            break;
        };
        for (row, result) in batch.iter().zip(results) {
            impact.graded += 1;
            let outcome = match result {
                Regrade::Graded { report, .. } => {
                    let left = factors.get(&row.id).copied().unwrap_or(row.late_factor);
                    anew.submissions
                        .insert(row.id, left.of(report.report.points));
                    continue;
                }
                Regrade::Fault => "fault",
                Regrade::Unreadable(_) | Regrade::Lost => "unreadable",
            };
            impact.skipped.push(Skipped {
                submission: row.id,
                login: row.login.clone(),
                name: row.name.clone(),
                homework: row.homework.clone(),
                outcome,
                points: row.points,
            });
        }
    }
    let steps = Steps {
        before: class.standings(before, &Otherwise::default()),
        published: class.standings(after, &at_once),
        after: class.standings(after, &anew),
    };
    impact.students = moved(&class, &steps, before, after);
    (impact.grades, impact.distribution) = grades(&class, &steps, before, after);
    impact.above = above(&class, &steps.before, before, after);
    impact.leaving = leaving(&class, &steps.before, before, after);
    Ok(impact)
}

/// What grading anew would do under the course in force; of one homework, or of all.
///
/// # Errors
/// When the database fails.
pub async fn estimate_regrade(
    app: &Arc<App>,
    active: &ActiveCourse,
    homework: Option<&str>,
    budget: Budget,
    progress: &(dyn Fn(usize, usize) + Sync),
) -> Result<Impact, ServiceError> {
    let compared = Compared {
        before: &active.course,
        after: &Arc::new(active.course.clone()),
        version: active.version,
        reckoned: &[],
        homework,
        progress,
    };
    estimate(app, compared, budget).await
}

/// What lateness would leave of submissions.
fn factors(reckoned: &[Reckoned]) -> HashMap<SubmissionId, Share> {
    let of = |one: &Reckoned| match one.of {
        SentThing::Submission(id) => Some((id, one.after.late_factor)),
        SentThing::Item(_) => None,
    };
    reckoned.iter().filter_map(of).collect()
}

/// The submissions that count come first, then the others, each from the oldest.
fn counted_first<'r>(concerned: impl Iterator<Item = &'r Graded>, all: &[Graded]) -> Vec<Graded> {
    let mut best: HashMap<(UserId, &str), (Points, SubmissionId)> = HashMap::new();
    for row in all {
        let entry = best
            .entry((row.user, row.homework.as_str()))
            .or_insert((row.points, row.id));
        if row.points > entry.0 {
            *entry = (row.points, row.id);
        }
    }
    let counts = |row: &Graded| {
        best.get(&(row.user, row.homework.as_str()))
            .is_some_and(|(_, id)| *id == row.id)
    };
    let (mut first, others): (Vec<_>, Vec<_>) = concerned.cloned().partition(counts);
    first.extend(others);
    first
}

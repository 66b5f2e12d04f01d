//! Whose points would change, and by how much, before anything is written.

use super::scope::{Regrade, Scope, width};
use crate::course::Course;
use crate::points::Points;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Forgiven, Graded, Standing, User};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;
use tokio::time::Instant;

/// One student's homework whose points would change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = MovedPoints)]
pub struct Moved {
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// The homework.
    pub homework: String,
    /// Points now: of the best submission and of the items that a person graded; null where there are none or the homework is not in the course.
    pub before: Option<Points>,
    /// Points then.
    pub after: Option<Points>,
    /// Whether points given by hand, or an excuse, hold instead, so that the grade does not change.
    pub held: bool,
}

/// A submission that keeps its points because it cannot be graded anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LeftSubmission)]
pub struct Skipped {
    /// The submission.
    pub submission: i64,
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// The homework.
    pub homework: String,
    /// `fault` where the grader failed, `unreadable` where the file cannot be read.
    pub outcome: &'static str,
    /// The points it keeps.
    pub points: Points,
}

/// What a course version would do to points.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Impact {
    /// Whose points would change.
    pub students: Vec<Moved>,
    /// Submissions that would keep their points because they cannot be graded anew.
    #[serde(rename = "left")]
    pub skipped: Vec<Skipped>,
    /// How many submissions were graded for this.
    pub graded: usize,
    /// How many a regrade would grade; more than `graded` where time ran out.
    pub total: usize,
}

/// How long an estimate may take; those that count are graded first.
#[derive(Clone, Copy, Debug)]
pub struct Budget(pub Duration);

impl Budget {
    /// What somebody waits for a page.
    pub const PAGE: Self = Self(Duration::from_secs(25));
    /// No limit, for the command line.
    pub const NONE: Self = Self(Duration::MAX);
}

/// Grades in memory what `after` concerns, and compares with what stands. `before` is the course in force.
///
/// # Errors
/// When the database fails.
pub async fn estimate(
    app: &Arc<App>,
    before: &Course,
    after: Arc<Course>,
    version: i64,
    homework: Option<&str>,
    budget: Budget,
) -> Result<Impact, ServiceError> {
    let started = Instant::now();
    let rows = app.store.graded(homework).await?;
    let scope = Scope::new(app, after, version, &rows).await?;
    let queue = counted_first(rows.iter().filter(|r| scope.concerns(r)), &rows);
    let mut impact = Impact {
        total: queue.len(),
        ..Impact::default()
    };
    let mut anew: HashMap<i64, Points> = HashMap::new();
    for batch in queue.chunks(width()) {
        if started.elapsed() > budget.0 {
            break;
        }
        for (row, result) in batch.iter().zip(scope.grade(app, batch).await?) {
            impact.graded += 1;
            let outcome = match result {
                Regrade::Graded { points, .. } => {
                    anew.insert(row.id, points);
                    continue;
                }
                Regrade::Fault => "fault",
                Regrade::Unreadable(_) => "unreadable",
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
    impact.students = moved(app, &rows, &anew, before, &scope.course, homework).await?;
    Ok(impact)
}

/// The submissions that count come first, then the others, each from the oldest.
fn counted_first<'r>(concerned: impl Iterator<Item = &'r Graded>, all: &[Graded]) -> Vec<Graded> {
    let mut best: HashMap<(i64, &str), (Points, i64)> = HashMap::new();
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

/// Whose points in a homework, computed and by hand together, would be others.
async fn moved(
    app: &App,
    rows: &[Graded],
    anew: &HashMap<i64, Points>,
    before: &Course,
    after: &Course,
    homework: Option<&str>,
) -> Result<Vec<Moved>, ServiceError> {
    let mut standings: HashMap<(i64, String), (Standing, Standing)> = HashMap::new();
    for row in rows {
        let then = anew.get(&row.id).copied().unwrap_or(row.points);
        let key = (row.user, row.homework.clone());
        let (was, is) = standings.entry(key).or_default();
        was.computed = was.computed.max(Some(row.points));
        is.computed = is.computed.max(Some(then));
    }
    let forgiven = app.store.forgiven_by(after).await?;
    for item in app.store.item_points(None).await? {
        if homework.is_some_and(|name| name != item.homework) {
            continue;
        }
        let (counted, counts) = (item.counts_in(before), item.counts_in(after));
        let of = |f: &&Forgiven| {
            (f.user, &f.homework, &f.item) == (item.user, &item.homework, &item.item)
        };
        let more = forgiven.iter().find(of).map(|f| f.after.0);
        let (was, is) = standings.entry((item.user, item.homework)).or_default();
        if counted {
            was.add(item.points);
        }
        if counts {
            is.add(more.unwrap_or(item.points));
        }
    }
    let overrides = app.store.overrides().await?;
    let users = app.store.users().await?;
    let users: HashMap<i64, &User> = users.iter().map(|u| (u.id, u)).collect();
    let mut moved: Vec<Moved> = standings
        .into_iter()
        .filter_map(|(key, (was, is))| {
            let user = users.get(&key.0)?;
            let row = Moved {
                login: user.login.clone(),
                name: user.name.clone(),
                before: before.homework(&key.1).and_then(|_| was.points()),
                after: after.homework(&key.1).and_then(|_| is.points()),
                held: overrides.contains_key(&key),
                homework: key.1,
            };
            (row.before != row.after).then_some(row)
        })
        .collect();
    moved.sort_by(|a, b| (&a.name, &a.login, &a.homework).cmp(&(&b.name, &b.login, &b.homework)));
    Ok(moved)
}

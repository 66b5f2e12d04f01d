//! Whose points in a homework would be others.

use super::class::{Class, Otherwise};
use crate::course::{Course, Homework};
use crate::ids::UserId;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Reckoned, Standing, Standings};
use judge::points::Points;
use serde::Serialize;
use std::collections::{BTreeSet, HashMap};

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
    /// Points as soon as the version is in force: what dates give and take, and what leaves the course.
    pub published: Option<Points>,
    /// Points once everything concerned is graded anew as well.
    pub after: Option<Points>,
    /// Whether points given by hand, or an excuse, hold instead, so that the grade does not change.
    pub held: bool,
}

impl Moved {
    /// Whether publishing itself takes points from the student.
    pub fn is_taken(&self) -> bool {
        !self.held && self.published < self.before
    }
}

/// Where everybody stands: under the course in force, as soon as the other one is published, and once everything is graded anew.
pub(super) struct Steps {
    pub(super) before: HashMap<UserId, Standings>,
    pub(super) published: HashMap<UserId, Standings>,
    pub(super) after: HashMap<UserId, Standings>,
}

/// Whose points in a homework, computed and by hand together, would be others.
pub(super) fn moved(class: &Class, steps: &Steps, before: &Course, after: &Course) -> Vec<Moved> {
    let homeworks: BTreeSet<&str> = [before, after]
        .into_iter()
        .flat_map(|course| course.homeworks.iter().map(Homework::name))
        .collect();
    let mut moved = Vec::new();
    for user in &class.users {
        let standing = |all: &HashMap<UserId, Standings>, homework: &str| -> Standing {
            let found = all.get(&user.id).and_then(|own| own.get(homework));
            found.cloned().unwrap_or_default()
        };
        for homework in &homeworks {
            let points = |all, course: &Course| {
                let known = course.homework(homework);
                known.and_then(|_| standing(all, homework).earned())
            };
            let row = Moved {
                login: user.login.clone(),
                name: user.name.clone(),
                homework: (*homework).to_owned(),
                before: points(&steps.before, before),
                published: points(&steps.published, after),
                after: points(&steps.after, after),
                held: standing(&steps.before, homework).is_by_hand(),
            };
            if row.before != row.published || row.published != row.after {
                moved.push(row);
            }
        }
    }
    moved.sort_by(|a, b| (&a.name, &a.login, &a.homework).cmp(&(&b.name, &b.login, &b.homework)));
    moved
}

/// Whose points publishing a course moves, before anything is graded anew.
///
/// # Errors
/// When the database fails.
pub async fn moved_at_once(
    app: &App,
    before: &Course,
    after: &Course,
    reckoned: &[Reckoned],
) -> Result<Vec<Moved>, ServiceError> {
    let class = Class::load(app, before).await?;
    let published = class.standings(after, &Otherwise::lateness(reckoned));
    let steps = Steps {
        before: class.standings(before, &Otherwise::default()),
        after: published.clone(),
        published,
    };
    Ok(moved(&class, &steps, before, after))
}

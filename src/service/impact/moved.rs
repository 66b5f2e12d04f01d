//! Whose points in a homework would be others.

use super::class::{Class, Steps};
use crate::course::{Course, Homework};
use crate::ids::UserId;
use crate::store::{Standing, Standings};
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
    /// Points now: of the best submission and of the items that a person graded; null where there are none or the homework is not in the
    /// course. Of a homework that comes or leaves, all that count: those given by hand too, and none where the student is excused.
    pub before: Option<Points>,
    /// Points as soon as the version is in force: what dates give and take, and what leaves the course.
    pub published: Option<Points>,
    /// Points once everything concerned is graded anew as well.
    pub after: Option<Points>,
    /// Whether points given by hand, or an excuse, hold instead, so that the grade does not change. They do not outlast their homework.
    pub held: bool,
}

impl Moved {
    /// Whether publishing itself takes points from the student.
    pub fn is_taken(&self) -> bool {
        !self.held && self.published < self.before
    }
}

/// Whose points in a homework, of submissions and of graded items together, would be others.
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
            let stays = before.homework(homework).is_some() && after.homework(homework).is_some();
            let points = |all, course: &Course| {
                course.homework(homework)?;
                let standing = standing(all, homework);
                // What holds by hand comes and leaves with the homework; where that stays, so does what holds.
                if stays {
                    standing.earned()
                } else {
                    standing.points()
                }
            };
            let row = Moved {
                login: user.login.clone(),
                name: user.name.clone(),
                homework: (*homework).to_owned(),
                before: points(&steps.before, before),
                published: points(&steps.published, after),
                after: points(&steps.after, after),
                held: stays && standing(&steps.before, homework).is_by_hand(),
            };
            if row.before != row.published || row.published != row.after {
                moved.push(row);
            }
        }
    }
    moved.sort_by(|a, b| (&a.name, &a.login, &a.homework).cmp(&(&b.name, &b.login, &b.homework)));
    moved
}

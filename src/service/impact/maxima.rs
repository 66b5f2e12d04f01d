//! What a course would leave behind: points given by hand above a new maximum, and what was graded and is not in the course any more.

use super::class::Class;
use crate::course::Course;
use crate::ids::UserId;
use crate::store::{Enrolled, Standings};
use judge::points::Points;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

/// Points given by hand that would be above their maximum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct AboveMaximum {
    /// The student's login.
    pub login: String,
    /// The student's name.
    pub name: String,
    /// What they were given for: `exam`, a homework, or `homework/item`.
    pub of: String,
    /// The points, which stay.
    pub points: Points,
    /// The most there would be.
    pub max: Points,
}

/// What was graded and would not be in the course any more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
#[schema(as = LeavingWork)]
pub struct Leaving {
    /// The homework.
    pub homework: String,
    /// The item graded by a person; null for the whole homework.
    pub item: Option<String>,
    /// Whether it is what holds by hand in place of the homework's points, an excuse too, and not its submissions.
    pub by_hand: bool,
    /// How many submissions, or grades given by a person, or students for whom something holds by hand.
    pub count: usize,
}

/// Points above a maximum that becomes less. The exam has no name that a homework could have.
pub(super) fn above(
    class: &Class,
    standings: &HashMap<UserId, Standings>,
    before: &Course,
    after: &Course,
) -> Vec<AboveMaximum> {
    let users: HashMap<UserId, &Enrolled> = class.users.iter().map(|u| (u.id, u)).collect();
    let mut all = Vec::new();
    let mut note =
        |user: UserId, of: String, points: Points, was: Option<Points>, max: Option<Points>| {
            let (Some(user), Some(max)) = (users.get(&user), max) else {
                return;
            };
            if points > max && was.is_none_or(|was| was > max) {
                all.push(AboveMaximum {
                    login: user.login.clone(),
                    name: user.name.clone(),
                    of,
                    points,
                    max,
                });
            }
        };
    for (user, points) in &class.exams {
        let (was, max) = (before.exam_max, after.exam_max);
        note(*user, "exam".to_owned(), *points, Some(was), Some(max));
    }
    for (user, own) in standings {
        for (homework, standing) in own {
            let most = |course: &Course| {
                course
                    .homework(homework)
                    .map(|h| h.max_points + h.bonus_points())
            };
            if let Some(points) = standing.given {
                note(*user, homework.clone(), points, most(before), most(after));
            }
        }
    }
    for item in &class.items {
        let most = |course: &Course| {
            let homework = course.homework(&item.homework)?;
            let found = homework.manual.iter().find(|m| m.name == item.item);
            found.map(|m| m.points)
        };
        let of = format!("{}/{}", item.homework, item.item);
        note(item.user, of, item.points, most(before), most(after));
    }
    all.sort_by(|a, b| (&a.of, &a.name, &a.login).cmp(&(&b.of, &b.name, &b.login)));
    all
}

/// What was graded under the course in force, or holds there by hand, and is not in the other one.
pub(super) fn leaving(
    class: &Class,
    standings: &HashMap<UserId, Standings>,
    before: &Course,
    after: &Course,
) -> Vec<Leaving> {
    let users: HashSet<UserId> = class.users.iter().map(|user| user.id).collect();
    let mut counts: BTreeMap<(&str, Option<&str>, bool), usize> = BTreeMap::new();
    let mut count = |user: UserId, homework, item, by_hand| {
        if users.contains(&user) {
            *counts.entry((homework, item, by_hand)).or_default() += 1;
        }
    };
    let gone = |name: &str| before.homework(name).is_some() && after.homework(name).is_none();
    for row in class.rows.iter().filter(|row| gone(&row.homework)) {
        count(row.user, &row.homework, None, false);
    }
    for (user, own) in standings {
        for (homework, standing) in own {
            if standing.is_by_hand() && gone(homework) {
                count(*user, homework, None, true);
            }
        }
    }
    for item in &class.items {
        if item.counts_in(before) && !item.counts_in(after) {
            count(item.user, &item.homework, Some(&item.item), false);
        }
    }
    let row = |((homework, item, by_hand), count): ((&str, Option<&str>, bool), usize)| Leaving {
        homework: homework.to_owned(),
        item: item.map(str::to_owned),
        by_hand,
        count,
    };
    counts.into_iter().map(row).collect()
}

//! What publishing itself takes from students: points of homeworks, and of the total where that falls by more.

use super::grades::GradeMoved;
use super::moved::Moved;
use judge::points::Points;
use std::collections::{BTreeSet, HashMap};

/// Points that a version takes from a student as soon as it is in force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Taken<'a> {
    /// The student's login.
    pub login: &'a str,
    /// The student's name.
    pub name: &'a str,
    /// The homework; `None` for the total.
    pub homework: Option<&'a str>,
    /// Points now.
    pub before: Points,
    /// Points then; `None` where there are none any more.
    pub published: Option<Points>,
}

impl Taken<'_> {
    /// How many students these are taken from.
    pub fn students(taken: &[Self]) -> usize {
        let logins: BTreeSet<&str> = taken.iter().map(|row| row.login).collect();
        logins.len()
    }
}

/// The points of homeworks that are taken, then the totals that fall by more than that: an excuse that is not made up for any more takes
/// from the total alone.
pub(super) fn taken<'a>(students: &'a [Moved], grades: &'a [GradeMoved]) -> Vec<Taken<'a>> {
    let mut told: HashMap<&str, Points> = HashMap::new();
    let mut all = Vec::new();
    for row in students.iter().filter(|row| row.is_taken()) {
        let before = row.before.unwrap_or_default();
        *told.entry(&row.login).or_default() += before - row.published.unwrap_or_default();
        all.push(Taken {
            login: &row.login,
            name: &row.name,
            homework: Some(&row.homework),
            before,
            published: row.published,
        });
    }
    let fallen = grades.iter().filter(|row| {
        let told = told.get(&*row.login).copied().unwrap_or_default();
        row.total_before - row.total_published > told
    });
    let mut totals: Vec<_> = fallen
        .map(|row| Taken {
            login: &row.login,
            name: &row.name,
            homework: None,
            before: row.total_before,
            published: Some(row.total_published),
        })
        .collect();
    // Not as grades are sorted: what they become after a regrade says nothing of this.
    totals.sort_by_key(|row| (row.name, row.login));
    all.extend(totals);
    all
}

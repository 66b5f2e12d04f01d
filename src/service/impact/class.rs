//! Everybody's points, to be put together under another course and with other points.

use crate::course::Course;
use crate::ids::{SubmissionId, UserId};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Enrolled, Graded, ItemPoints, Reckoned, SentThing, Standings};
use judge::points::Points;
use std::collections::HashMap;

/// Everybody's points.
pub struct Class {
    /// The active students: what is told and asked is about them alone, whoever else is graded.
    pub users: Vec<Enrolled>,
    /// What was submitted.
    pub rows: Vec<Graded>,
    /// What persons gave for items.
    pub items: Vec<ItemPoints>,
    /// The exam's points.
    pub exams: HashMap<UserId, Points>,
    /// What holds by hand, with computed points and points of items to be put in.
    by_hand: HashMap<UserId, Standings>,
}

/// Where everybody stands: under the course in force, as soon as the other one is published, and once everything is graded anew.
pub(super) struct Steps {
    pub(super) before: HashMap<UserId, Standings>,
    pub(super) published: HashMap<UserId, Standings>,
    pub(super) after: HashMap<UserId, Standings>,
}

/// Points that are others than those stored.
#[derive(Clone, Debug, Default)]
pub struct Otherwise {
    /// Of submissions, by number.
    pub submissions: HashMap<SubmissionId, Points>,
    /// Of items, by student, homework and item.
    items: HashMap<(UserId, String, String), Points>,
}

impl Otherwise {
    /// What lateness leaves instead.
    pub fn lateness(reckoned: &[Reckoned]) -> Self {
        let mut otherwise = Self::default();
        for one in reckoned {
            match &one.of {
                SentThing::Submission(id) => {
                    otherwise.submissions.insert(*id, one.after.points);
                }
                SentThing::Item(item) => {
                    let key = (one.user, one.homework.clone(), item.clone());
                    otherwise.items.insert(key, one.after.points);
                }
            }
        }
        otherwise
    }
}

impl Class {
    /// Everybody's points under the course in force.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn load(app: &App, course: &Course) -> Result<Self, ServiceError> {
        let store = &app.store;
        let mut by_hand = store.standings(course).await?;
        for standing in by_hand.values_mut().flat_map(HashMap::values_mut) {
            (standing.computed, standing.manual, standing.answered) = (None, None, None);
        }
        Ok(Self {
            users: store.enrolled().await?,
            rows: store.graded(None).await?,
            items: store.item_points().await?,
            exams: store.exams().await?,
            by_hand,
        })
    }

    /// Where everybody stands under a course with these points.
    pub fn standings(&self, course: &Course, otherwise: &Otherwise) -> HashMap<UserId, Standings> {
        let mut all = self.by_hand.clone();
        for row in &self.rows {
            let standings = all.entry(row.user).or_default();
            let standing = standings.entry(row.homework.clone()).or_default();
            let points = otherwise.submissions.get(&row.id).copied();
            let points = points.unwrap_or(row.points);
            standing.computed = standing.computed.max(Some(points));
        }
        for item in self.items.iter().filter(|item| item.counts_in(course)) {
            let standings = all.entry(item.user).or_default();
            let standing = standings.entry(item.homework.clone()).or_default();
            let key = (item.user, item.homework.clone(), item.item.clone());
            let points = otherwise.items.get(&key).copied();
            standing.add(item, points.unwrap_or(item.points));
        }
        all
    }
}

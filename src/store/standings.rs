//! Where students stand: computed points, points by hand, overrides and extensions, brought together.

use super::{Store, StoreError};
use crate::course::Course;
use jiff::Timestamp;
use judge::points::Points;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// Where a student stands in a homework.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Standing {
    /// The best submission's points, if anything was sent.
    pub computed: Option<Points>,
    /// When that submission arrived; of equally good ones, the first.
    pub arrived: Option<Timestamp>,
    /// Points of the course's items that a person graded, if any was graded.
    pub manual: Option<Points>,
    /// When the last of the graded answers to them was sent.
    pub answered: Option<Timestamp>,
    /// Points in place of all others.
    pub given: Option<Points>,
    /// Whether the student is excused.
    pub excused: bool,
    /// Why points were given in place of all others, or the student is excused.
    pub reason: Option<String>,
    /// A later deadline.
    pub extension: Option<Timestamp>,
    /// Attempts used.
    pub attempts: u32,
}

impl Standing {
    /// Adds the points of one item that a person graded.
    pub fn add(&mut self, item: &ItemPoints, points: Points) {
        self.manual = Some(self.manual.unwrap_or_default() + points);
        self.answered = self.answered.max(item.sent_at);
    }

    /// The points that count; `None` where there are none yet: a dash is not a zero.
    pub fn points(&self) -> Option<Points> {
        if self.excused {
            return None;
        }
        self.given.or(self.earned())
    }

    /// The points of what was sent and graded, whatever holds by hand in their place.
    pub fn earned(&self) -> Option<Points> {
        match (self.computed, self.manual) {
            (None, None) => None,
            (computed, manual) => Some(computed.unwrap_or_default() + manual.unwrap_or_default()),
        }
    }

    /// Whether points by hand or an excuse hold in place of what was earned.
    pub fn is_by_hand(&self) -> bool {
        self.given.is_some() || self.excused
    }
}

/// Points in place of all others, or an excuse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Override {
    /// The points; `None` where the student is excused.
    pub points: Option<Points>,
    /// Why.
    pub reason: String,
}

/// What a person gave for one item. It is never lost: where the item is not in the course it does not count, and where it is back it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPoints {
    /// Whose.
    pub user: i64,
    /// The homework.
    pub homework: String,
    /// The item within it.
    pub item: String,
    /// The points.
    pub points: Points,
    /// When the graded answer was sent, if there was one.
    pub sent_at: Option<Timestamp>,
}

impl ItemPoints {
    /// Whether the course has this item.
    pub fn counts_in(&self, course: &Course) -> bool {
        course
            .homework(&self.homework)
            .is_some_and(|h| h.has_item(&self.item))
    }
}

/// Standings by homework.
pub type Standings = HashMap<String, Standing>;

impl Store {
    /// Where one student stands under this course, by homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings_of(&self, user: i64, course: &Course) -> Result<Standings, StoreError> {
        Ok(self
            .gather(Some(user), course)
            .await?
            .remove(&user)
            .unwrap_or_default())
    }

    /// Where everybody stands under this course, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings(&self, course: &Course) -> Result<HashMap<i64, Standings>, StoreError> {
        self.gather(None, course).await
    }

    /// The points of every graded item, of one student or of all, also of items that no course has any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn item_points(&self, user: Option<i64>) -> Result<Vec<ItemPoints>, StoreError> {
        let select = r"
            select g.user_id, g.homework, g.item, g.points, a.sent_at
            from manual_grades g
            left join manual_answers a on a.id = g.answer_id
            where $1 is null or g.user_id = $1";
        let rows = self.rows(select, (user,)).await?;
        let points = |(user, homework, item, points, sent_at)| ItemPoints {
            user,
            homework,
            item,
            points,
            sent_at,
        };
        Ok(rows.into_iter().map(points).collect())
    }

    async fn gather(
        &self,
        user: Option<i64>,
        course: &Course,
    ) -> Result<HashMap<i64, Standings>, StoreError> {
        let mut all: HashMap<i64, Standings> = HashMap::new();
        let submissions = r"
            select s.user_id, s.homework, best.points, min(s.received_at), best.attempts
            from submissions s
            join (
                select user_id, homework, max(points) as points,
                    sum(case when attempt then 1 else 0 end) as attempts
                from submissions
                where $1 is null or user_id = $1
                group by user_id, homework
            ) best
            on best.user_id = s.user_id and best.homework = s.homework and best.points = s.points
            group by s.user_id, s.homework, best.points, best.attempts";
        let submissions: Vec<(i64, String, Points, Timestamp, u32)> =
            self.rows(submissions, (user,)).await?;
        for (user, homework, points, arrived, attempts) in submissions {
            let standing = all.entry(user).or_default().entry(homework).or_default();
            standing.computed = Some(points);
            standing.arrived = Some(arrived);
            standing.attempts = attempts;
        }
        for item in self.item_points(user).await? {
            if item.counts_in(course) {
                let standings = all.entry(item.user).or_default();
                let standing = standings.entry(item.homework.clone()).or_default();
                standing.add(&item, item.points);
            }
        }
        let overrides = r"
            select user_id, homework, points, excused, reason
            from overrides
            where $1 is null or user_id = $1";
        let overrides: Vec<(i64, String, Option<Points>, bool, String)> =
            self.rows(overrides, (user,)).await?;
        for (user, homework, points, excused, reason) in overrides {
            let standing = all.entry(user).or_default().entry(homework).or_default();
            standing.given = points;
            standing.excused = excused;
            standing.reason = Some(reason);
        }
        let extensions = r"
            select user_id, homework, deadline
            from extensions
            where $1 is null or user_id = $1";
        let extensions: Vec<(i64, String, Timestamp)> = self.rows(extensions, (user,)).await?;
        for (user, homework, deadline) in extensions {
            let standing = all.entry(user).or_default().entry(homework).or_default();
            standing.extension = Some(deadline);
        }
        Ok(all)
    }
}

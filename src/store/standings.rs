//! Where students stand: computed points, points by hand, overrides and extensions, brought together.

use super::codec::{FromRow, Row};
use super::item_points::{ByPersons, ItemPoints};
use super::plans::EVERYTHING;
use super::{Store, StoreError};
use crate::course::Course;
use crate::ids::UserId;
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
    /// Whether answers to what a person grades are all that was sent: they may wait for one.
    pub only_answers: bool,
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

/// Standings by homework.
pub type Standings = HashMap<String, Standing>;

impl Store {
    /// Where one student stands under this course, by homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings_of(
        &self,
        user: UserId,
        course: &Course,
    ) -> Result<Standings, StoreError> {
        let rows = self.rows([SELECT, "where user_id = $1"], (user,)).await?;
        let items = self.by_persons_of(user).await?;
        Ok(gathered(Vec::new(), rows, items, course)
            .remove(&user)
            .unwrap_or_default())
    }

    /// Where everybody stands under this course, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings(
        &self,
        course: &Course,
    ) -> Result<HashMap<UserId, Standings>, StoreError> {
        let plain: Vec<Plain> = self
            .rows([PLAIN, EVERYTHING, "group by user_id"], ())
            .await?;
        let others = self
            .rows([SELECT, EVERYTHING, "where", BY_HAND], ())
            .await?;
        let items = self.by_persons().await?;
        Ok(gathered(plain, others, items, course))
    }

    /// Where everybody stands in one homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings_in(
        &self,
        homework: &str,
        course: &Course,
    ) -> Result<HashMap<UserId, Standings>, StoreError> {
        let of = "and homework = $1 group by user_id";
        let plain: Vec<Plain> = self.rows([PLAIN, EVERYTHING, of], (homework,)).await?;
        let of = "where homework = $1 and";
        let others = self
            .rows([SELECT, EVERYTHING, of, BY_HAND], (homework,))
            .await?;
        let items = self.by_persons_in(homework).await?;
        Ok(gathered(plain, others, items, course))
    }

    /// Where these people stand under this course, by user and homework.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn standings_among(
        &self,
        users: &[UserId],
        course: &Course,
    ) -> Result<HashMap<UserId, Standings>, StoreError> {
        let rows = self.among([SELECT, "where user_id in ("], users).await?;
        let items = self.by_persons_among(users).await?;
        Ok(gathered(Vec::new(), rows, items, course))
    }
}

/// Rows of standings.
pub(super) const SELECT: &str = "
    select user_id, homework, points, arrived_at, attempts, sent, given, excused, reason, deadline
    from standings";
/// What is said of a row by hand.
const BY_HAND: &str =
    "(given is not null or excused or reason is not null or deadline is not null)";
/// All that students only sent, a row a student: a class has tens of thousands of rows, and most of what reading one costs is that it is a row.
const PLAIN: &str = "
    select user_id, string_agg(
        coalesce(cast(points as text), '') || ' ' || coalesce(cast(arrived_at as text), '') || ' ' || cast(attempts as text) || ' ' || homework,
        ',') as told
    from standings
    where given is null and not excused and reason is null and deadline is null";

/// A row of the table.
pub(super) struct Kept {
    user: UserId,
    homework: String,
    standing: Standing,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            standing: Standing {
                computed: row.get("points")?,
                arrived: row.get("arrived_at")?,
                given: row.get("given")?,
                excused: row.get("excused")?,
                reason: row.get("reason")?,
                extension: row.get("deadline")?,
                attempts: row.get("attempts")?,
                ..Standing::default()
            },
        })
    }
}

/// What a student only sent, for all homeworks.
pub(super) struct Plain(UserId, Standings);

impl FromRow for Plain {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let told: String = row.get("told")?;
        let standings: Option<Standings> = told.split(',').map(sent).collect();
        let standings =
            standings.ok_or_else(|| StoreError::Corrupt(format!("standings: {told}")))?;
        Ok(Self(row.get("user_id")?, standings))
    }
}

/// A homework of [`PLAIN`]: points, arrival, attempts and its name.
fn sent(told: &str) -> Option<(String, Standing)> {
    let mut parts = told.splitn(4, ' ');
    let number = |text: &str| match text {
        "" => Some(None),
        text => text.parse::<i64>().ok().map(Some),
    };
    let points = number(parts.next()?)?;
    let arrived = number(parts.next()?)?;
    let standing = Standing {
        computed: points.map(Points::from_thousandths),
        arrived: match arrived {
            Some(at) => Some(Timestamp::from_microsecond(at).ok()?),
            None => None,
        },
        attempts: parts.next()?.parse().ok()?,
        ..Standing::default()
    };
    Some((parts.next()?.to_owned(), standing))
}

/// Rows and points of items brought together. A row that says nothing is of something that was taken away again.
pub(super) fn gathered(
    plain: Vec<Plain>,
    rows: Vec<Kept>,
    items: ByPersons,
    course: &Course,
) -> HashMap<UserId, Standings> {
    let mut all: HashMap<UserId, Standings> = HashMap::with_capacity(plain.len());
    for Plain(user, mut standings) in plain {
        standings.retain(|_, standing| *standing != Standing::default());
        if !standings.is_empty() {
            all.insert(user, standings);
        }
    }
    for row in rows {
        if row.standing != Standing::default() {
            let standings = all.entry(row.user).or_default();
            standings.insert(row.homework, row.standing);
        }
    }
    let counting = items.points.into_iter();
    for item in counting.filter(|item| item.counts_in(course)) {
        let standings = all.entry(item.user).or_default();
        let standing = standings.entry(item.homework.clone()).or_default();
        standing.add(&item, item.points);
    }
    for (user, homework) in items.only_answers {
        let standings = all.entry(user).or_default();
        standings.entry(homework).or_default().only_answers = true;
    }
    all
}

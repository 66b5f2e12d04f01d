//! What two people have while they are made one, or two again: read within the transaction, so that a preview says what will be.

use super::StoreError;
use super::audited::Audited;
use super::db::Many;
use super::item_points::{ByPersons, ONLY_ANSWERS, POINTS};
use super::standings::{Kept, SELECT, Standing, gathered};
use crate::course::Course;
use crate::ids::UserId;
use judge::points::Points;
use std::collections::BTreeMap;

/// What somebody has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holding {
    /// Where they stand, by homework.
    pub standings: BTreeMap<String, Standing>,
    /// The exam's points.
    pub exam: Option<Points>,
}

/// What the one who is a part and the one who stays have, before and after.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Holdings {
    /// Before.
    pub before: [Holding; 2],
    /// After.
    pub after: [Holding; 2],
}

impl Audited {
    /// What these two have; nothing is said where there is no course.
    pub(super) async fn holdings(
        &mut self,
        users: [UserId; 2],
        course: Option<&Course>,
    ) -> Result<[Holding; 2], StoreError> {
        let mut all = [Holding::default(), Holding::default()];
        let Some(course) = course else {
            return Ok(all);
        };
        let (rows, values) = Many::among([SELECT, "where user_id in ("], &users);
        let rows: Vec<Kept> = self.rows(rows, values).await?;
        let (points, values) = Many::among([POINTS, "where g.user_id in ("], &users);
        let points = self.rows(points, values).await?;
        let (only_answers, values) = Many::among([ONLY_ANSWERS, "and a.user_id in ("], &users);
        let only_answers = self.rows(only_answers, values).await?;
        let items = ByPersons {
            points,
            only_answers,
        };
        let mut standings = gathered(Vec::new(), rows, items, course);
        for (user, holding) in users.into_iter().zip(&mut all) {
            let own = standings.remove(&user).unwrap_or_default();
            holding.standings = own.into_iter().collect();
            holding.exam = self.exam_given(user).await?;
        }
        Ok(all)
    }
}

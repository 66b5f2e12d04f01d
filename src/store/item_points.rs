//! What a standing has of items that a person grades: the points that were given, and that something was sent where nothing else was.

use super::codec::{FromRow, Row};
use super::plans::EVERYTHING;
use super::{Store, StoreError};
use crate::course::Course;
use crate::ids::UserId;
use jiff::Timestamp;
use judge::points::Points;

/// What a person gave for one item. It is never lost: where the item is not in the course it does not count, and where it is back it does.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ItemPoints {
    /// Whose.
    pub user: UserId,
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

impl FromRow for ItemPoints {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            user: row.get("user_id")?,
            homework: row.get("homework")?,
            item: row.get("item")?,
            points: row.get("points")?,
            sent_at: row.get("sent_at")?,
        })
    }
}

/// The points of items, the grade `g` each.
pub(super) const POINTS: &str = "
    select g.user_id, g.homework, g.item, g.points, a.sent_at
    from manual_grades g
    left join manual_answers a on a.id = g.answer_id";
/// Who sent answers `a` for a homework, and no file that the program grades: most send both, and then points say that something was sent.
pub(super) const ONLY_ANSWERS: &str = "
    select distinct a.user_id, a.homework
    from manual_answers a
    where not exists (
        select s.user_id from standings s where s.user_id = a.user_id and s.homework = a.homework and s.sent > 0
    )";

/// What persons grade of some students' homeworks.
pub(super) struct ByPersons {
    /// The points that were given, also of items that no course has any more.
    pub points: Vec<ItemPoints>,
    /// Where answers are all that was sent.
    pub only_answers: Vec<(UserId, String)>,
}

impl Store {
    /// The points of every graded item, also of items that no course has any more.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn item_points(&self) -> Result<Vec<ItemPoints>, StoreError> {
        self.rows([POINTS, EVERYTHING], ()).await
    }

    pub(super) async fn by_persons(&self) -> Result<ByPersons, StoreError> {
        Ok(ByPersons {
            points: self.item_points().await?,
            only_answers: self.rows([ONLY_ANSWERS, EVERYTHING], ()).await?,
        })
    }

    pub(super) async fn by_persons_of(&self, user: UserId) -> Result<ByPersons, StoreError> {
        let points = self.rows([POINTS, "where g.user_id = $1"], (user,));
        let only_answers = self.rows([ONLY_ANSWERS, "and a.user_id = $1"], (user,));
        Ok(ByPersons {
            points: points.await?,
            only_answers: only_answers.await?,
        })
    }

    pub(super) async fn by_persons_in(&self, homework: &str) -> Result<ByPersons, StoreError> {
        let points = self.rows([POINTS, "where g.homework = $1"], (homework,));
        let only_answers = self.rows([ONLY_ANSWERS, "and a.homework = $1"], (homework,));
        Ok(ByPersons {
            points: points.await?,
            only_answers: only_answers.await?,
        })
    }

    pub(super) async fn by_persons_among(&self, users: &[UserId]) -> Result<ByPersons, StoreError> {
        let points = self.among([POINTS, "where g.user_id in ("], users);
        let only_answers = self.among([ONLY_ANSWERS, "and a.user_id in ("], users);
        Ok(ByPersons {
            points: points.await?,
            only_answers: only_answers.await?,
        })
    }
}

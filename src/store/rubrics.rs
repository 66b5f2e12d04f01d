//! A rubric that changed after grades were given by it: what it would make of them, and doing so.

use super::audit::{Action, Change, Grade};
use super::audited::Audited;
use super::codec::{Json, Value, json};
use super::db::{MOST_ROWS, Many};
use super::enrolled::IN_CLASS;
use super::manual_grades::SELECT;
use super::{Enrolled, ManualGrade, Store, StoreError};
use crate::course::{Homework, Manual};
use crate::grading::by_hand::{Part, carried_over, is_current, outline, total};
use crate::ids::UserId;
use jiff::Timestamp;
use judge::points::Points;
use sha2::{Digest as _, Sha256};
use std::collections::HashMap;
use std::fmt::Write as _;

/// Which way grades go between rubrics.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carry {
    /// To the item's present rubric.
    Over,
    /// Back to what their graders gave, by the rubric of that time.
    Back,
}

impl Carry {
    /// What becomes of the parts of a grade; nothing where it stays as it is.
    fn parts(self, grade: &ManualGrade, item: &Manual) -> Option<Vec<Part>> {
        match self {
            // From what was given: a share that was rounded, or a criterion that was gone in between, costs nothing.
            Self::Over => {
                (!is_current(&grade.parts, item)).then(|| carried_over(grade.as_given(), item))
            }
            Self::Back => grade.given.clone(),
        }
    }
}

/// What another rubric makes of one grade.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RubricChange {
    /// The grade as it is.
    pub grade: ManualGrade,
    /// Its parts by the other rubric.
    pub parts: Vec<Part>,
    /// Its points by the other rubric.
    pub points: Points,
}

/// What became of carrying grades over to another rubric.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Carried {
    /// The grades were changed, so many of them of the class.
    Done(usize),
    /// The grades are not those of the preview any more, or another rubric is in force: nothing was changed.
    Outdated,
}

/// The grades of an item that go this way, with what becomes of them.
fn changes(grades: Vec<ManualGrade>, item: &Manual, carry: Carry) -> Vec<RubricChange> {
    let of_item = grades.into_iter().filter(|g| g.item == item.name);
    of_item
        .filter_map(|grade| {
            let parts = carry.parts(&grade, item)?;
            let points = grade.late_factor.of(total(&parts));
            Some(RubricChange {
                grade,
                parts,
                points,
            })
        })
        .collect()
}

/// A digest of a preview: what is applied is what was shown.
pub fn digest(changes: &[RubricChange]) -> String {
    let mut text = String::new();
    for change in changes {
        let grade = &change.grade;
        // Writing to a string cannot fail.
        let _ = write!(
            text,
            "{} {} {:?} {:?} {};",
            grade.user, grade.given_at, grade.parts, change.parts, change.points
        );
    }
    hex::encode(Sha256::digest(text))
}

impl Store {
    /// What would become of the grades of the class that go this way, each with its student, and the digest of everybody's that
    /// [`Store::apply_rubric`] asks for.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn preview_rubric(
        &self,
        homework: &Homework,
        item: &Manual,
        carry: Carry,
    ) -> Result<(Vec<(Enrolled, RubricChange)>, String), StoreError> {
        let changes = changes(self.manual_grades(homework.name()).await?, item, carry);
        let digest = digest(&changes);
        let users: Vec<UserId> = changes.iter().map(|change| change.grade.user).collect();
        let class = self.enrolled_among(&users).await?.into_iter();
        let mut class: HashMap<UserId, Enrolled> = class.map(|own| (own.id, own)).collect();
        // A person has one grade of an item.
        let of_class = |change: RubricChange| Some((class.remove(&change.grade.user)?, change));
        Ok((changes.into_iter().filter_map(of_class).collect(), digest))
    }

    /// How many grades of the class would be carried over to the present rubrics of a homework's items, by item.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outdated_grades(
        &self,
        homework: &Homework,
    ) -> Result<HashMap<String, usize>, StoreError> {
        let select = r"
            select item, criteria
            from manual_grades
            where homework = $1 and user_id in (select id from users where";
        let grades: Vec<(String, Json<Vec<Part>>)> = self
            .rows([select, IN_CLASS, ")"], (homework.name(),))
            .await?;
        let mut outdated = HashMap::new();
        for (name, Json(parts)) in grades {
            let item = homework.manual.iter().find(|item| item.name == name);
            if item.is_some_and(|item| !is_current(&parts, item)) {
                *outdated.entry(name).or_default() += 1;
            }
        }
        Ok(outdated)
    }

    /// Carries the grades of an item over to its present rubric, or back to what was given: all or none, each with its audit entry.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn apply_rubric(
        &self,
        homework: &Homework,
        item: &Manual,
        carry: Carry,
        previewed: &str,
        actor: &str,
        now: Timestamp,
    ) -> Result<Carried, StoreError> {
        let mut tx = self.audited().await?;
        // No grade goes to a rubric that another version of the course has taken out of force meanwhile.
        let course = tx.course().await?;
        let in_force = course
            .as_ref()
            .and_then(|course| course.homework(homework.name()));
        let in_force = in_force.and_then(|homework| homework.item(&item.name));
        if in_force.map(outline) != Some(outline(item)) {
            return Ok(Carried::Outdated);
        }
        let of = "where homework = $1 order by user_id, item";
        let grades: Vec<ManualGrade> = tx.rows([SELECT, of], (homework.name(),)).await?;
        let changes = changes(grades, item, carry);
        if digest(&changes) != previewed {
            return Ok(Carried::Outdated);
        }
        let mut of_class = 0;
        for some in changes.chunks(MOST_ROWS) {
            let of = (homework.name(), item.name.as_str());
            tx.carry(of, some, now).await?;
            of_class += tx.note_carried(of, some, actor, now).await?;
        }
        tx.commit().await?;
        Ok(Carried::Done(of_class))
    }
}

impl Audited {
    /// Gives grades of an item their parts by the other rubric.
    async fn carry(
        &mut self,
        (homework, item): (&str, &str),
        changes: &[RubricChange],
        now: Timestamp,
    ) -> Result<(), StoreError> {
        // Another instant: a grading form opened before is refused, and shows the new rubric.
        let update = Many {
            head: "with carried (user_id, points, criteria, given_criteria) as (values",
            before: 3,
            rows: changes.len(),
            width: 4,
            tail: ") update manual_grades
                set points = carried.points, criteria = carried.criteria, given_criteria = carried.given_criteria, given_at = $3
                from carried
                where manual_grades.user_id = carried.user_id and homework = $1 and item = $2",
        };
        let mut values: Vec<Value<'_>> = vec![homework.into(), item.into(), now.into()];
        for change in changes {
            // Beside its parts, unless they are just these.
            let given = match change.grade.as_given() {
                given if given == change.parts.as_slice() => None,
                given => Some(json(&given)?.into()),
            };
            values.extend([change.grade.user.into(), change.points.into()]);
            values.extend([json(&change.parts)?.into(), Value::Text(given)]);
        }
        self.execute(update, values).await?;
        Ok(())
    }

    /// Notes it; how many of the grades are of the class.
    async fn note_carried(
        &mut self,
        (homework, item): (&str, &str),
        changes: &[RubricChange],
        actor: &str,
        now: Timestamp,
    ) -> Result<usize, StoreError> {
        let users: Vec<UserId> = changes.iter().map(|change| change.grade.user).collect();
        let select = ["select id, login,", IN_CLASS, "from users where id in ("];
        let (select, users) = Many::among(select, &users);
        let users: Vec<(UserId, String, bool)> = self.rows(select, users).await?;
        let of_class = users.iter().filter(|(_, _, in_class)| *in_class).count();
        let logins = users.into_iter().map(|(id, login, _)| (id, login));
        let logins: HashMap<UserId, String> = logins.collect();
        let mut noted = Vec::with_capacity(changes.len());
        for change in changes {
            let login = logins.get(&change.grade.user);
            let login = login.ok_or(sqlx::Error::RowNotFound)?;
            let before = change.grade.without_comment();
            let after = Grade {
                points: change.points,
                parts: change.parts.clone(),
                ..before.clone()
            };
            let change = Action::Rubric(Change {
                before: Some(before),
                after: Some(after),
            });
            noted.push((format!("{login}/{homework}/{item}"), change));
        }
        self.note_all(actor, now, &noted).await?;
        Ok(of_class)
    }
}

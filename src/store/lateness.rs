//! What lateness leaves of what was sent, reckoned anew where dates change: shown first, then written with the change, each with its entry.

use super::audit::{Action, Change, Grade};
use super::audited::Audited;
use super::codec::Value;
use super::db::{MOST_ROWS, Many};
use super::sent::{SentThing, Source, Work, grade};
use super::{Store, StoreError};
use crate::grading::lateness::Dates;
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use std::collections::BTreeSet;

/// The later deadline of the student `$1` for the homework `$2`.
pub(super) const DEADLINE: &str =
    "select deadline from extensions where user_id = $1 and homework = $2";

/// Something that was sent, of which lateness leaves another share than before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reckoned {
    /// Whose.
    pub user: UserId,
    /// The student's login, for the audit.
    pub login: String,
    /// The homework.
    pub homework: String,
    /// What was sent.
    pub of: SentThing,
    /// The points before.
    pub before: Grade,
    /// The points after.
    pub after: Grade,
}

impl Reckoned {
    /// Whose and which it is, as the audit names it.
    pub fn subject(&self) -> String {
        match &self.of {
            SentThing::Submission(id) => format!("{}/{}#{id}", self.login, self.homework),
            SentThing::Item(item) => format!("{}/{}/{item}", self.login, self.homework),
        }
    }
}

/// By what lateness is reckoned anew.
#[derive(Clone, Copy, Debug)]
pub(super) enum Because<'c> {
    /// The dates of the course change.
    Course(Dates<'c>),
    /// The deadline of one student's own changes, for one homework.
    OwnDeadline {
        user: UserId,
        homework: &'c crate::course::Homework,
        deadline: Option<Timestamp>,
    },
}

impl Because<'_> {
    /// The one student's homework that it is about; nothing where everything is.
    fn concerned(&self) -> Option<(UserId, &str)> {
        match self {
            Self::Course(_) => None,
            Self::OwnDeadline { user, homework, .. } => Some((*user, homework.name())),
        }
    }

    /// What is left of it, where that is something else than before.
    fn other_factor(&self, sent: &Work) -> Option<Share> {
        let left = match self {
            Self::Course(dates) => dates.late_factor(
                &sent.homework,
                sent.own_deadline,
                sent.sent_at,
                sent.grade.late_factor,
            )?,
            Self::OwnDeadline {
                homework, deadline, ..
            } => homework.late_factor(sent.sent_at, *deadline),
        };
        (left != sent.grade.late_factor).then_some(left)
    }
}

impl Work {
    fn reckoned(self, left: Share, earned: Points) -> Reckoned {
        Reckoned {
            after: grade(left.of(earned), left, self.grade.parts.clone()),
            before: self.grade,
            user: self.user,
            login: self.login,
            homework: self.homework,
            of: self.of,
        }
    }
}

/// What was sent and is concerned, with what is left of it now.
async fn reckoned(
    mut source: Source<'_>,
    because: Because<'_>,
) -> Result<Vec<Reckoned>, StoreError> {
    let all = source.work(because.concerned()).await?.into_iter();
    let other = all.filter_map(|sent| Some((because.other_factor(&sent)?, sent)));
    let (left, sent): (Vec<Share>, Vec<Work>) = other.unzip();
    let earned = source.earned(&sent).await?;
    let all = sent.into_iter().zip(left).zip(earned);
    Ok(all
        .map(|((sent, left), earned)| sent.reckoned(left, earned))
        .collect())
}

impl Store {
    /// What another course would leave of everything that was sent, as far as lateness is concerned.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lateness_under(&self, dates: Dates<'_>) -> Result<Vec<Reckoned>, StoreError> {
        self.reckoned(Because::Course(dates)).await
    }

    pub(super) async fn reckoned(&self, because: Because<'_>) -> Result<Vec<Reckoned>, StoreError> {
        reckoned(Source::Store(self), because).await
    }
}

impl Audited {
    /// As [`Store::reckoned`], within this transaction.
    pub(super) async fn reckoned(
        &mut self,
        because: Because<'_>,
    ) -> Result<Vec<Reckoned>, StoreError> {
        reckoned(Source::Transaction(self), because).await
    }

    /// The homeworks for which one of these two has a later deadline: nowhere else does it matter to lateness who has sent something.
    pub(super) async fn extended(
        &mut self,
        one: UserId,
        other: UserId,
    ) -> Result<BTreeSet<String>, StoreError> {
        let select = "select homework from extensions where user_id in ($1, $2)";
        let homeworks: Vec<String> = self.rows(select, (one, other)).await?;
        Ok(homeworks.into_iter().collect())
    }

    /// Reckons anew what lateness leaves of what somebody has for these homeworks, by the course in force and the deadlines that are theirs
    /// by now, and writes it.
    pub(super) async fn settle_lateness(
        &mut self,
        user: UserId,
        homeworks: &BTreeSet<String>,
        actor: &str,
        now: Timestamp,
    ) -> Result<Vec<Reckoned>, StoreError> {
        let mut all = Vec::new();
        if homeworks.is_empty() {
            return Ok(all);
        }
        let Some(course) = self.course().await? else {
            return Ok(all);
        };
        for homework in homeworks.iter().filter_map(|name| course.homework(name)) {
            let deadline = self.first(DEADLINE, (user, homework.name())).await?;
            let because = Because::OwnDeadline {
                user,
                homework,
                deadline,
            };
            all.extend(self.reckoned(because).await?);
        }
        self.write_lateness(&all, actor, now).await?;
        Ok(all)
    }

    /// Writes what lateness leaves, with the entries.
    pub(super) async fn write_lateness(
        &mut self,
        reckoned: &[Reckoned],
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let (mut submissions, mut items) = (Vec::new(), Vec::new());
        for one in reckoned {
            match &one.of {
                SentThing::Submission(id) => submissions.push((*id, one)),
                SentThing::Item(item) => items.push((item.as_str(), one)),
            }
        }
        for some in submissions.chunks(MOST_ROWS) {
            self.leave_of_submissions(some).await?;
        }
        for some in items.chunks(MOST_ROWS) {
            self.leave_of_items(some).await?;
        }
        let late = |one: &Reckoned| {
            let late = Action::Late(Change {
                before: Some(one.before.clone()),
                after: Some(one.after.clone()),
            });
            (one.subject(), late)
        };
        let noted: Vec<(String, Action)> = reckoned.iter().map(late).collect();
        self.note_all(actor, now, &noted).await?;
        let changed = submissions.iter();
        let changed = changed.map(|(_, one)| (one.user, one.homework.as_str()));
        self.restand_each(changed.collect()).await
    }

    async fn leave_of_submissions(
        &mut self,
        some: &[(SubmissionId, &Reckoned)],
    ) -> Result<(), StoreError> {
        let put = Many {
            head: "with late (id, late_factor, points) as (values",
            before: 0,
            rows: some.len(),
            width: 3,
            tail: ") update submissions
                set late_factor = late.late_factor, points = late.points
                from late
                where submissions.id = late.id",
        };
        let values = |(id, one): &(SubmissionId, &Reckoned)| -> [Value<'_>; 3] {
            let after = &one.after;
            [(*id).into(), after.late_factor.into(), after.points.into()]
        };
        let values: Vec<Value<'_>> = some.iter().flat_map(values).collect();
        self.execute(put, values).await?;
        Ok(())
    }

    async fn leave_of_items(&mut self, some: &[(&str, &Reckoned)]) -> Result<(), StoreError> {
        let put = Many {
            head: "with late (user_id, homework, item, late_factor, points) as (values",
            before: 0,
            rows: some.len(),
            width: 5,
            tail: ") update manual_grades
                set late_factor = late.late_factor, points = late.points
                from late
                where manual_grades.user_id = late.user_id
                  and manual_grades.homework = late.homework
                  and manual_grades.item = late.item",
        };
        let mut values: Vec<Value<'_>> = Vec::with_capacity(some.len() * put.width);
        for (item, one) in some {
            let after = &one.after;
            values.extend([
                one.user.into(),
                one.homework.as_str().into(),
                (*item).into(),
            ]);
            values.extend([after.late_factor.into(), after.points.into()]);
        }
        self.execute(put, values).await?;
        Ok(())
    }
}

//! What lateness leaves of what was sent, reckoned anew where dates change: shown first, then written with the change, each with its entry.

use super::audit::{Action, Change, Grade};
use super::audited::Audited;
use super::sent::{SentThing, Source, Work, grade};
use super::{Store, StoreError};
use crate::grading::lateness::Dates;
use crate::ids::UserId;
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
    let mut reckoned = Vec::new();
    for sent in source.work(because.concerned()).await? {
        if let Some(left) = because.other_factor(&sent) {
            let earned = source.earned(&sent).await?;
            reckoned.push(sent.reckoned(left, earned));
        }
    }
    Ok(reckoned)
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
        for one in reckoned {
            let (points, late_factor) = (one.after.points, one.after.late_factor);
            match &one.of {
                SentThing::Submission(id) => {
                    let update = r"
                        update submissions
                        set late_factor = $2, points = $3
                        where id = $1";
                    self.execute(update, (*id, late_factor, points)).await?
                }
                SentThing::Item(item) => {
                    let update = r"
                        update manual_grades
                        set late_factor = $4, points = $5
                        where user_id = $1 and homework = $2 and item = $3";
                    let changed = (one.user, &one.homework, item, late_factor, points);
                    self.execute(update, changed).await?
                }
            };
            let late = Action::Late(Change {
                before: Some(one.before.clone()),
                after: Some(one.after.clone()),
            });
            self.note(actor, now, one.subject(), &late).await?;
        }
        let changed = reckoned.iter();
        let changed = changed.filter(|one| matches!(one.of, SentThing::Submission(_)));
        let changed = changed.map(|one| (one.user, one.homework.as_str()));
        self.restand_each(changed.collect()).await
    }
}

//! What lateness leaves of what was sent, reckoned anew where dates change: shown first, then written with the change, each with its entry.

use super::audit::{Action, Change, Grade};
use super::audited::Audited;
use super::codec::{Arguments, FromRow, Row};
use super::db::{Sql, Tx};
use super::plans::EVERYTHING;
use super::{Store, StoreError};
use crate::grading::by_hand::{Part, total};
use crate::grading::lateness::Dates;
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use serde::Deserialize;

/// Something that was sent, of which lateness leaves another share than before.
#[derive(Clone, Debug, PartialEq)]
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

/// What was sent for a homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentThing {
    /// A submission, by its number.
    Submission(SubmissionId),
    /// The graded answer to an item, by the item's name.
    Item(String),
}

/// Something sent, with its deadline and what lateness left of it.
struct Work {
    user: UserId,
    login: String,
    homework: String,
    of: SentThing,
    sent_at: Timestamp,
    own_deadline: Option<Timestamp>,
    grade: Grade,
}

const SUBMISSIONS: &str = "
    select s.id, s.user_id, u.login, s.homework, s.received_at, s.points, s.late_factor, e.deadline
    from submissions s
    join users u on u.id = s.user_id
    left join extensions e on e.user_id = s.user_id and e.homework = s.homework";
const ITEMS: &str = "
    select g.user_id, u.login, g.homework, g.item, g.points, g.criteria, g.late_factor, a.sent_at, e.deadline
    from manual_grades g
    join users u on u.id = g.user_id
    join manual_answers a on a.id = g.answer_id
    left join extensions e on e.user_id = g.user_id and e.homework = g.homework";
/// Those of one student's homework, and the order of all.
const OF_SUBMISSIONS: &str = "where s.user_id = $1 and s.homework = $2";
const BY_SUBMISSION: &str = "order by s.id";
const OF_ITEMS: &str = "where g.user_id = $1 and g.homework = $2";
const BY_ITEM: &str = "order by g.homework, g.item, g.user_id";
const REPORT: &str = "
    select report
    from submissions
    join report_texts on submission_id = id and number = report_number
    where id = $1";

/// Of a report only the points that were earned.
#[derive(Deserialize)]
struct Earned {
    points: Points,
}

impl FromRow for Earned {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.json("report")
    }
}

/// A submission as [`Work`].
struct SubmittedWork(Work);

impl FromRow for SubmittedWork {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self(Work {
            user: row.get("user_id")?,
            login: row.get("login")?,
            homework: row.get("homework")?,
            of: SentThing::Submission(row.get("id")?),
            sent_at: row.get("received_at")?,
            own_deadline: row.get("deadline")?,
            grade: grade(row.get("points")?, row.get("late_factor")?, Vec::new()),
        }))
    }
}

/// A graded answer as [`Work`].
struct GradedWork(Work);

impl FromRow for GradedWork {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        let parts: Vec<Part> = row.json("criteria")?;
        Ok(Self(Work {
            user: row.get("user_id")?,
            login: row.get("login")?,
            homework: row.get("homework")?,
            of: SentThing::Item(row.get("item")?),
            sent_at: row.get("sent_at")?,
            own_deadline: row.get("deadline")?,
            grade: grade(row.get("points")?, row.get("late_factor")?, parts),
        }))
    }
}

fn grade(points: Points, late_factor: Share, parts: Vec<Part>) -> Grade {
    Grade {
        points,
        late_factor,
        parts,
        comment: String::new(),
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

/// What was sent and is concerned, with what is left of it now.
fn concerned(
    because: Because<'_>,
    submissions: Vec<SubmittedWork>,
    items: Vec<GradedWork>,
) -> Vec<(Work, Share)> {
    let submissions = submissions.into_iter().map(|sent| sent.0);
    let all = submissions.chain(items.into_iter().map(|sent| sent.0));
    let other = |sent: Work| because.other_factor(&sent).map(|left| (sent, left));
    all.filter_map(other).collect()
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

/// Where it is read from.
enum Source<'s> {
    /// As it stands; whoever only reads waits for no writer.
    Store(&'s Store),
    /// Within what changes it.
    Transaction(&'s mut Tx),
}

impl Source<'_> {
    async fn rows<'a, T: FromRow>(
        &mut self,
        sql: impl Sql,
        arguments: impl Arguments<'a>,
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Store(store) => store.rows(sql, arguments).await,
            Self::Transaction(tx) => tx.rows(sql, arguments).await,
        }
    }

    async fn earned(&mut self, submission: SubmissionId) -> Result<Points, StoreError> {
        let earned: Earned = match self {
            Self::Store(store) => store.one(REPORT, (submission,)).await?,
            Self::Transaction(tx) => tx.one(REPORT, (submission,)).await?,
        };
        Ok(earned.points)
    }

    async fn reckoned(mut self, because: Because<'_>) -> Result<Vec<Reckoned>, StoreError> {
        let (submissions, items) = match because.concerned() {
            Some(of) => (
                self.rows([SUBMISSIONS, OF_SUBMISSIONS, BY_SUBMISSION], of)
                    .await?,
                self.rows([ITEMS, OF_ITEMS, BY_ITEM], of).await?,
            ),
            None => (
                self.rows([SUBMISSIONS, EVERYTHING, BY_SUBMISSION], ())
                    .await?,
                self.rows([ITEMS, EVERYTHING, BY_ITEM], ()).await?,
            ),
        };
        let mut reckoned = Vec::new();
        for (sent, left) in concerned(because, submissions, items) {
            let earned = match sent.of {
                SentThing::Submission(id) => self.earned(id).await?,
                SentThing::Item(_) => total(&sent.grade.parts),
            };
            reckoned.push(sent.reckoned(left, earned));
        }
        Ok(reckoned)
    }
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
        Source::Store(self).reckoned(because).await
    }
}

impl Audited {
    /// As [`Store::reckoned`], within this transaction.
    pub(super) async fn reckoned(
        &mut self,
        because: Because<'_>,
    ) -> Result<Vec<Reckoned>, StoreError> {
        Source::Transaction(self).reckoned(because).await
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
            let of_homework = format!("{}/{}", one.login, one.homework);
            let subject = match &one.of {
                SentThing::Submission(id) => {
                    let update = r"
                        update submissions
                        set late_factor = $2, points = $3
                        where id = $1";
                    self.execute(update, (*id, late_factor, points)).await?;
                    format!("{of_homework}#{id}")
                }
                SentThing::Item(item) => {
                    let update = r"
                        update manual_grades
                        set late_factor = $4, points = $5
                        where user_id = $1 and homework = $2 and item = $3";
                    let changed = (one.user, &one.homework, item, late_factor, points);
                    self.execute(update, changed).await?;
                    format!("{of_homework}/{item}")
                }
            };
            let late = Action::Late(Change {
                before: Some(one.before.clone()),
                after: Some(one.after.clone()),
            });
            self.note(actor, now, subject, &late).await?;
        }
        let changed = reckoned.iter();
        let changed = changed.filter(|one| matches!(one.of, SentThing::Submission(_)));
        let changed = changed.map(|one| (one.user, one.homework.as_str()));
        self.restand_each(changed.collect()).await
    }
}

//! What was sent, with its deadline and what lateness left of it: submissions, and answers that a person graded.

use super::audit::Grade;
use super::codec::{Arguments, FromRow, Json, Row};
use super::db::{MOST_ROWS, Many, Sql, Tx};
use super::plans::EVERYTHING;
use super::{Store, StoreError};
use crate::grading::by_hand::{Part, total};
use crate::ids::{SubmissionId, UserId};
use jiff::Timestamp;
use judge::points::{Points, Share};
use serde::Deserialize;
use std::collections::HashMap;

/// What was sent for a homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SentThing {
    /// A submission, by its number.
    Submission(SubmissionId),
    /// The graded answer to an item, by the item's name.
    Item(String),
}

/// Something sent, with its deadline and what lateness left of it.
pub(super) struct Work {
    pub user: UserId,
    pub login: String,
    pub homework: String,
    pub of: SentThing,
    pub sent_at: Timestamp,
    pub own_deadline: Option<Timestamp>,
    pub grade: Grade,
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
const REPORTS: &str = "
    select id, report
    from submissions
    join report_texts on submission_id = id and number = report_number
    where id in (";

/// Of a report only the points that were earned.
#[derive(Deserialize)]
struct Earned {
    points: Points,
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

impl Work {
    /// The submission whose report alone tells what was earned: lateness took something of it.
    fn in_report(&self) -> Option<SubmissionId> {
        match self.of {
            SentThing::Submission(id) if self.grade.late_factor != Share::ALL => Some(id),
            _ => None,
        }
    }
}

/// These points, of which lateness left so much.
pub(super) fn grade(points: Points, late_factor: Share, parts: Vec<Part>) -> Grade {
    Grade {
        points,
        late_factor,
        parts,
        comment: String::new(),
    }
}

/// Where it is read from.
pub(super) enum Source<'s> {
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

    /// All of it, or what one student sent for a homework.
    pub async fn work(&mut self, of: Option<(UserId, &str)>) -> Result<Vec<Work>, StoreError> {
        let (submissions, items): (Vec<SubmittedWork>, Vec<GradedWork>) = match of {
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
        let submissions = submissions.into_iter().map(|sent| sent.0);
        let items = items.into_iter().map(|sent| sent.0);
        Ok(submissions.chain(items).collect())
    }

    /// The points that each of these earned before lateness took any, in their order.
    pub async fn earned(&mut self, all: &[Work]) -> Result<Vec<Points>, StoreError> {
        let reported: Vec<SubmissionId> = all.iter().filter_map(Work::in_report).collect();
        let mut earned = HashMap::with_capacity(reported.len());
        for some in reported.chunks(MOST_ROWS) {
            let (select, values) = Many::among(REPORTS, some);
            let reports: Vec<(SubmissionId, Json<Earned>)> = self.rows(select, values).await?;
            let reports = reports.into_iter();
            earned.extend(reports.map(|(id, report)| (id, report.0.points)));
        }
        let of = |sent: &Work| match (sent.in_report(), &sent.of) {
            (Some(id), _) => earned.get(&id).copied().ok_or(sqlx::Error::RowNotFound),
            (None, SentThing::Submission(_)) => Ok(sent.grade.points),
            (None, SentThing::Item(_)) => Ok(total(&sent.grade.parts)),
        };
        Ok(all.iter().map(of).collect::<Result<_, _>>()?)
    }
}

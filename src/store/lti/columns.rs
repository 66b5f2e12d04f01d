//! Columns of platforms' gradebooks: which homework goes into which, and whether it does.

use super::scores::{PassFault, Wait};
use crate::ids::{ColumnId, PlatformCourseId, PlatformId};
use crate::store::audit::{Action, PassBack};
use crate::store::codec::{Column, FromRow, Row, choice, json};
use crate::store::db::Tx;
use crate::store::{Store, StoreError};
use jiff::Timestamp;

/// What becomes of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnState {
    /// Points go into it.
    On,
    /// It is left as it is.
    Off,
    /// What was sent is taken back out of it.
    Back,
}

impl ColumnState {
    /// All of them.
    pub const ALL: [Self; 3] = [Self::On, Self::Off, Self::Back];

    /// The word for it; messages are `lti-column-NAME`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::On => "on",
            Self::Off => "off",
            Self::Back => "back",
        }
    }
}

impl Column for ColumnState {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        choice(&Self::ALL, Self::name, &kept)
    }
}

/// What is to become of the column of a homework.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Switch {
    /// The homework.
    pub homework: String,
    /// What its column is to be called, where it is made.
    pub label: String,
    /// What becomes of it.
    pub state: ColumnState,
}

/// A column.
#[derive(Clone, Debug, PartialEq)]
pub struct PlatformColumn {
    /// Its number.
    pub id: ColumnId,
    /// The course of the platform.
    pub course: PlatformCourseId,
    /// The homework whose points go into it.
    pub homework: String,
    /// What it is called there, where it is made; empty where it came with a link.
    pub label: String,
    /// Where it is; empty until it is found or made there.
    pub url: String,
    /// What becomes of it.
    pub state: ColumnState,
    /// What it waits for, where it could not be reached.
    pub wait: Option<Wait>,
}

impl PlatformColumn {
    /// Whether it is the line item of a link.
    pub(super) fn is_of_link(&self) -> bool {
        !self.url.is_empty() && self.label.is_empty()
    }

    /// Whether nobody answered where it is when it was asked itself.
    pub(super) fn is_away(&self) -> bool {
        let is_away = |wait: &Wait| wait.fault == PassFault::Away && wait.tries > 0;
        self.wait.as_ref().is_some_and(is_away)
    }
}

impl FromRow for PlatformColumn {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            course: row.get("course_id")?,
            homework: row.get("homework")?,
            label: row.get("label")?,
            url: row.get("url")?,
            state: row.get("state")?,
            wait: Wait::of(row)?,
        })
    }
}

pub(super) const SELECT: &str = "
    select id, course_id, homework, label, url, state, tries, retry_at, fault
    from lti_columns";

impl Store {
    /// All columns.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn platform_columns(&self) -> Result<Vec<PlatformColumn>, StoreError> {
        self.rows([SELECT, "order by course_id, id"], ()).await
    }

    /// Columns of one course.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn columns_of(
        &self,
        course: PlatformCourseId,
    ) -> Result<Vec<PlatformColumn>, StoreError> {
        self.rows([SELECT, "where course_id = $1 order by id"], (course,))
            .await
    }

    /// Switches homeworks on, off or back, as one change. `title` is what the audit calls the course.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn switch_columns(
        &self,
        (course, title): (PlatformCourseId, &str),
        wanted: &[Switch],
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let mut tx = self.audited().await?;
        let of = "where course_id = $1 order by id";
        let before: Vec<PlatformColumn> = tx.rows([SELECT, of], (course,)).await?;
        for Switch {
            homework,
            label,
            state,
        } in wanted
        {
            let put = r"
                insert into lti_columns (course_id, homework, label, url, state)
                values ($1, $2, $3, '', $4)
                on conflict (course_id, homework) do update
                set label = case when lti_columns.url <> '' and lti_columns.label = '' then '' else excluded.label end,
                    state = excluded.state, tries = 0, retry_at = null, fault = null";
            let values = (course, homework, label, state.name());
            tx.execute(put, values).await?;
        }
        let after: Vec<PlatformColumn> = tx.rows([SELECT, of], (course,)).await?;
        let (before, after) = (noted(title, &before), noted(title, &after));
        if before != after {
            let change = Action::PassBack { before, after };
            tx.note(actor, now, format!("platform course {course}"), &change)
                .await?;
        }
        tx.commit().await
    }

    /// Notes that a column could not be reached, and when it is tried again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn column_waits(
        &self,
        column: ColumnId,
        fault: &PassFault,
        retry_at: Timestamp,
    ) -> Result<(), StoreError> {
        let update = r"
            update lti_columns
            set tries = tries + 1, retry_at = $2, fault = $3
            where id = $1";
        self.execute(update, (column, retry_at, json(fault)?))
            .await?;
        Ok(())
    }

    /// Notes that the other columns of a platform are not tried before then either, for the same reason. Those that wait longer do.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn others_wait(
        &self,
        (platform, column): (PlatformId, ColumnId),
        fault: &PassFault,
        until: Timestamp,
    ) -> Result<(), StoreError> {
        let update = r"
            update lti_columns
            set retry_at = $3, fault = $4
            where id <> $2 and state <> 'off' and (retry_at is null or retry_at < $3)
              and course_id in (select id from lti_courses where platform_id = $1)";
        self.execute(update, (platform, column, until, json(fault)?))
            .await?;
        Ok(())
    }

    /// Notes that a column was reached.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn column_answers(&self, column: ColumnId) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        tx.column_answers(column).await?;
        tx.commit().await
    }

    /// Nothing of a course waits any longer: what could not be sent is sent as soon as may be.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn hurry_columns(&self, course: PlatformCourseId) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        let columns = r"
            update lti_columns
            set retry_at = null
            where course_id = $1";
        tx.execute(columns, (course,)).await?;
        let scores = r"
            update lti_scores
            set retry_at = null
            where column_id in (select id from lti_columns where course_id = $1)";
        tx.execute(scores, (course,)).await?;
        tx.commit().await
    }
}

impl Tx {
    /// Notes that a column was reached.
    pub(super) async fn column_answers(&mut self, column: ColumnId) -> Result<(), StoreError> {
        let update = r"
            update lti_columns
            set tries = 0, retry_at = null, fault = null
            where id = $1";
        self.execute(update, (column,)).await?;
        Ok(())
    }
}

/// The columns that anything goes into or comes out of, as the audit notes them.
fn noted(title: &str, columns: &[PlatformColumn]) -> PassBack {
    let of = |state| {
        let own = columns.iter().filter(|column| column.state == state);
        own.map(|column| column.homework.clone()).collect()
    };
    PassBack {
        course: title.to_owned(),
        sent: of(ColumnState::On),
        taken_back: of(ColumnState::Back),
    }
}

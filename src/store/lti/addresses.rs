//! Where the column of a homework is: at the line item of a link, or at one that was found or made by the homework's name.

use super::columns::{ColumnState, PlatformColumn, SELECT};
use super::scores::PassFault;
use super::settings::{PlatformSettings, PlatformState};
use crate::ids::{ColumnId, PlatformCourseId};
use crate::store::codec::{Json, json};
use crate::store::{Store, StoreError};

impl Store {
    /// Remembers the line item that a link to a homework has. It takes the place of a column that was found or made; of several links the
    /// first one's stays, for as long as it answers: points would go now here and now there. The column stays on or off as it was; a new one
    /// is off.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn know_platform_column(
        &self,
        course: PlatformCourseId,
        homework: &str,
        url: &str,
    ) -> Result<(), StoreError> {
        let of = "where course_id = $1 and homework = $2";
        let known: Option<PlatformColumn> = self.first([SELECT, of], (course, homework)).await?;
        let Some(known) = known else {
            let insert = r"
                insert into lti_columns (course_id, homework, label, url, state)
                values ($1, $2, '', $3, 'off')
                on conflict (course_id, homework) do nothing";
            self.execute(insert, (course, homework, url)).await?;
            return Ok(());
        };
        let moves = known.url != url;
        let is_of_link = known.is_of_link();
        if is_of_link && (!moves || self.answers(&known).await?) {
            return Ok(());
        }
        let mut tx = self.transaction().await?;
        let update = r"
            update lti_columns
            set label = '', url = $3
            where id = $1 and url = $2";
        let moved = tx.execute(update, (known.id, &known.url, url)).await?;
        if moved > 0 && moves {
            tx.doubt_scores(known.id).await?;
            if known.is_away() {
                tx.column_answers(known.id).await?;
            }
        }
        tx.commit().await
    }

    /// Whether nothing says that a column is not where it was any more. Where columns may be managed, the sender looks, and forgets the
    /// address of one that is gone.
    async fn answers(&self, column: &PlatformColumn) -> Result<bool, StoreError> {
        if column.is_away() {
            return Ok(false);
        }
        let missing = r"
            select count(*)
            from lti_scores s
            join lti_columns c on c.id = s.column_id
            join lti_courses o on o.id = c.course_id
            where c.id = $1 and o.columns_url = '' and s.fault in ($2, $3)";
        let [not_found, gone] = PassFault::MISSING;
        let values = (column.id, json(&not_found)?, json(&gone)?);
        Ok(self.one::<i64>(missing, values).await? == 0)
    }

    /// Whether what was read of a column still holds: it is at this address, what becomes of it is the same, and its platform counts.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn holds_column(
        &self,
        column: &PlatformColumn,
        url: &str,
    ) -> Result<bool, StoreError> {
        let select = r"
            select c.url, c.state, p.settings
            from lti_columns c
            join lti_courses o on o.id = c.course_id
            join lti_platforms p on p.id = o.platform_id
            where c.id = $1";
        let held: Option<(String, ColumnState, Json<PlatformSettings>)> =
            self.first(select, (column.id,)).await?;
        Ok(held.is_some_and(|(now, state, Json(settings))| {
            now == url && state == column.state && settings.state == PlatformState::On
        }))
    }

    /// Remembers where a column was found or made that was nowhere, and what it is called where it was made.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn found_platform_column(
        &self,
        column: ColumnId,
        label: &str,
        url: &str,
    ) -> Result<(), StoreError> {
        let update = r"
            update lti_columns
            set label = $2, url = $3
            where id = $1 and url = ''";
        self.execute(update, (column, label, url)).await?;
        Ok(())
    }

    /// Forgets where a column was that is there no more: it is looked for and made again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lose_platform_column(
        &self,
        column: ColumnId,
        url: &str,
    ) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        let update = r"
            update lti_columns
            set url = ''
            where id = $1 and url = $2";
        if tx.execute(update, (column, url)).await? > 0 {
            tx.doubt_scores(column).await?;
        }
        tx.commit().await
    }
}

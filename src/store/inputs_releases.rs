//! New inputs of a homework: from which release on, and with which course version.

use super::audited::Audited;
use super::{Store, StoreError};
use crate::ids::VersionId;
use jiff::Timestamp;
use std::collections::BTreeMap;

/// From when on students are given new inputs of a homework.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct InputsRelease {
    /// Its number.
    pub release: i64,
    /// The course version that it came with.
    pub course: VersionId,
    /// When.
    pub released_at: Timestamp,
}

impl Store {
    /// The newest release of every homework that has more than its first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inputs_releases(&self) -> Result<BTreeMap<String, InputsRelease>, StoreError> {
        self.inputs_releases_until(VersionId::BEYOND).await
    }

    /// The newest release of every homework that has more than its first, as they were under a course version.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn inputs_releases_until(
        &self,
        version: VersionId,
    ) -> Result<BTreeMap<String, InputsRelease>, StoreError> {
        let select = r"
            select homework, release, course_id, released_at
            from inputs_releases
            where course_id <= $1
            order by release";
        let all: Vec<(String, i64, VersionId, Timestamp)> = self.rows(select, (version,)).await?;
        let release = |(homework, release, course, released_at)| {
            let release = InputsRelease {
                release,
                course,
                released_at,
            };
            (homework, release)
        };
        // Of one homework the later takes the place of the earlier.
        Ok(all.into_iter().map(release).collect())
    }
}

impl Audited {
    /// Gives new inputs of these homeworks from now on.
    pub(super) async fn release_inputs(
        &mut self,
        homeworks: &[String],
        course: VersionId,
        actor: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let insert = r"
            insert into inputs_releases (homework, release, course_id, released_by, released_at)
            select $1, coalesce(max(release), 1) + 1, $2, $3, $4
            from inputs_releases
            where homework = $1";
        for homework in homeworks {
            self.execute(insert, (homework, course, actor, now)).await?;
        }
        Ok(())
    }
}

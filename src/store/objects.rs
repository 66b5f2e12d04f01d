//! Large files in an object storage: what is put there, what is read from there, and what is deleted because nobody names it.
//!
//! A file is put before the row that names it is committed, and noted in `objects` before it is put. So a row never names what is not
//! there, and what a crash left behind is known and swept. Whoever names an object and whoever deletes it meet at its note: deleting
//! marks it first, if no row names it, and nothing is put or named under a name that is marked.

use super::db::Tx;
use super::{Store, StoreError};
use crate::ids::SubmissionId;
use crate::objects::{ObjectError, ObjectStorage};
use jiff::{SignedDuration, Timestamp};
use std::collections::HashMap;
use tokio::task::JoinSet;

/// How long an object lies there that no row names: longer than anything takes from being put to being named.
const UNNAMED: SignedDuration = SignedDuration::from_hours(24);
/// When a deletion that was begun and not ended is begun anew: the one before is worth nothing any more.
const ANEW: SignedDuration = SignedDuration::from_hours(1);
/// How many are looked for at once.
const BATCH: i64 = 100;

/// No row names the object `o`.
const IS_UNNAMED: &str = "
    not exists (select 1 from submissions s where s.sha256 = o.sha256 and s.outside is not null)
    and not exists (select 1 from manual_answers a where a.sha256 = o.sha256 and a.outside is not null)";

/// Where the bytes of a file are, before the row is written that they belong to.
pub(super) enum Placed<'f> {
    /// They go into the row.
    Inside(&'f [u8]),
    /// They were put outside.
    Outside {
        /// Under this name.
        sha256: &'f str,
        /// How many they are.
        bytes: i64,
        /// When that began.
        at: Timestamp,
    },
}

impl<'f> Placed<'f> {
    pub(super) const fn inside(bytes: &'f [u8]) -> Self {
        Self::Inside(bytes)
    }

    /// What the row keeps.
    pub(super) const fn bytes(&self) -> &'f [u8] {
        match self {
            Self::Inside(bytes) => bytes,
            Self::Outside { .. } => &[],
        }
    }

    /// How much lies outside.
    pub(super) const fn outside(&self) -> Option<i64> {
        match self {
            Self::Inside(_) => None,
            Self::Outside { bytes, .. } => Some(*bytes),
        }
    }
}

/// A file as a row keeps it: the bytes, their SHA-256, and how many of them lie outside.
pub(super) type KeptFile = (Vec<u8>, String, Option<u64>);

impl Tx {
    /// Sees to it that what the row names that was just written is there and stays: nobody is deleting it.
    pub(super) async fn name_object(&mut self, placed: &Placed<'_>) -> Result<(), StoreError> {
        let Placed::Outside { sha256, at, .. } = placed else {
            return Ok(());
        };
        let name = "update objects set wanted_at = $2 where sha256 = $1 and going_at is null";
        if self.execute(name, (*sha256, *at)).await? == 0 {
            // It was put more than a day ago. Sent once more, it is put once more.
            let why = "what was put was deleted before it was named".to_owned();
            return Err(ObjectError::Away(why).into());
        }
        Ok(())
    }
}

impl Store {
    /// The same store, keeping large files outside.
    #[must_use]
    pub fn with_objects(mut self, objects: ObjectStorage) -> Self {
        self.objects = Some(objects);
        self
    }

    /// The object storage, if there is one.
    pub fn objects(&self) -> Option<&ObjectStorage> {
        self.objects.as_ref()
    }

    /// Whether a file of so many bytes is kept outside.
    pub(super) fn puts_outside(&self, bytes: usize) -> bool {
        self.objects.as_ref().is_some_and(|o| o.takes(bytes))
    }

    /// Puts a file outside; where one of the same bytes is just being deleted there, it stays inside.
    pub(super) async fn place<'f>(
        &self,
        sha256: &'f str,
        file: &'f [u8],
    ) -> Result<Placed<'f>, StoreError> {
        let Some(objects) = &self.objects else {
            return Ok(Placed::Inside(file));
        };
        let at = objects.now();
        let bytes = i64::try_from(file.len()).unwrap_or(i64::MAX);
        let note = r"
            insert into objects (sha256, bytes, wanted_at)
            values ($1, $2, $3)
            on conflict (sha256) do update
            set wanted_at = excluded.wanted_at
            where objects.going_at is null";
        if self.execute(note, (sha256, bytes, at)).await? == 0 {
            return Ok(Placed::Inside(file));
        }
        objects.put(sha256, file).await?;
        Ok(Placed::Outside { sha256, bytes, at })
    }

    /// Puts a file outside anew where a row names it and it is lost there: whoever sends it once more has it. What the storage does not do
    /// now is left as it was; nothing depends on it.
    pub(super) async fn mend(&self, sha256: &str, file: &[u8]) -> Result<(), StoreError> {
        let Some(objects) = &self.objects else {
            return Ok(());
        };
        let named = r"
            select exists (select 1 from submissions s where s.sha256 = $1 and s.outside is not null)
                or exists (select 1 from manual_answers a where a.sha256 = $1 and a.outside is not null)";
        if !self.one(named, (sha256,)).await? {
            return Ok(());
        }
        match objects.get(sha256, file.len() as u64).await {
            Err(error) if error.is_lost() => {}
            _ => return Ok(()),
        }
        match self.place(sha256, file).await {
            Ok(Placed::Outside { .. }) => {
                tracing::info!(sha256, "a lost file was sent once more and is there again");
            }
            Ok(Placed::Inside(_)) => {}
            Err(error) => tracing::warn!(sha256, %error, "a lost file could not be put anew"),
        }
        Ok(())
    }

    /// The bytes of a file, from wherever they are.
    pub(super) async fn fetched(
        &self,
        (file, sha256, outside): KeptFile,
    ) -> Result<Vec<u8>, StoreError> {
        let Some(bytes) = outside else {
            return Ok(file);
        };
        let Some(objects) = &self.objects else {
            return Err(ObjectError::Unnamed(sha256).counted().into());
        };
        Ok(objects.get(&sha256, bytes).await?)
    }

    /// The same of several submissions. What is lost is left out, and told in the log.
    pub(super) async fn all_fetched(
        &self,
        rows: Vec<(SubmissionId, KeptFile)>,
    ) -> Result<HashMap<SubmissionId, Vec<u8>>, StoreError> {
        let mut all = HashMap::with_capacity(rows.len());
        let mut fetching = JoinSet::new();
        for (id, kept) in rows {
            if let (file, _, None) = kept {
                all.insert(id, file);
                continue;
            }
            let store = self.clone();
            fetching.spawn(async move { (id, store.fetched(kept).await) });
        }
        while let Some(fetched) = fetching.join_next().await {
            let (id, file) = fetched.map_err(|error| ObjectError::Away(error.to_string()))?;
            match file {
                Ok(file) => drop(all.insert(id, file)),
                Err(error) if error.is_lost_file() => {
                    tracing::error!(submission = id.number(), %error, "a stored file is lost");
                }
                Err(error) => return Err(error),
            }
        }
        Ok(all)
    }

    /// Deletes what no row has named for a day; how many objects. What a row names is never deleted, nor what others put there.
    ///
    /// # Errors
    /// When the database or the object storage fails.
    pub async fn sweep_objects(&self, now: Timestamp) -> Result<usize, StoreError> {
        let Some(objects) = self.objects.as_ref().filter(|objects| objects.sweeps()) else {
            return Ok(0);
        };
        let before = |age| now.checked_sub(age).unwrap_or(Timestamp::MIN);
        let (old, stale) = (before(UNNAMED), before(ANEW));
        let find = [
            "select o.sha256 from objects o where (o.going_at < $2 or o.going_at is null and o.wanted_at < $1) and",
            IS_UNNAMED,
            "order by o.sha256 limit $3",
        ];
        // The alias stands here too, so that both say the same.
        let mark = [
            "update objects as o set going_at = $4 where o.sha256 = $1",
            "and (o.going_at < $3 or o.going_at is null and o.wanted_at < $2) and",
            IS_UNNAMED,
        ];
        let mut swept = 0;
        loop {
            let found: Vec<String> = self.rows(find, (old, stale, BATCH)).await?;
            if found.is_empty() {
                return Ok(swept);
            }
            for sha256 in &found {
                // Signed before it is marked: one that is held up until somebody marks it anew is too old to be obeyed.
                let deletion = objects.deletion(sha256)?;
                if self.execute(mark, (sha256, old, stale, now)).await? == 0 {
                    continue;
                }
                objects.delete(deletion).await?;
                let forget = "delete from objects where sha256 = $1 and going_at = $2";
                self.execute(forget, (sha256, now)).await?;
                swept += 1;
            }
        }
    }
}

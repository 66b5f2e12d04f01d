//! Which files lie outside of the database, and moving them there and back.

use super::codec::{FromRow, Row};
use super::db::Tx;
use super::objects::{KeptFile, Placed};
use super::{Store, StoreError};
use crate::ids::{AnswerId, SubmissionId};

/// What a file belongs to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// A submission, by its number.
    Submission(SubmissionId),
    /// An answer to an item graded by a person, by its number.
    Answer(AnswerId),
}

/// A file, without its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// What it belongs to.
    pub place: Place,
    /// The SHA-256 of its bytes, in hexadecimal.
    pub sha256: String,
    /// How many they are.
    pub bytes: u64,
}

/// How much lies outside.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outside {
    /// Files.
    pub files: u64,
    /// Their bytes.
    pub bytes: u64,
}

/// A file that is not what its row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LostFile {
    /// What it belongs to.
    pub place: Place,
    /// Its name in the storage.
    pub sha256: String,
}

impl FromRow for Kept {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            place: if row.get("is_answer")? {
                Place::Answer(row.get("id")?)
            } else {
                Place::Submission(row.get("id")?)
            },
            sha256: row.get("sha256")?,
            bytes: row.get("bytes")?,
        })
    }
}

impl From<&Kept> for LostFile {
    fn from(kept: &Kept) -> Self {
        Self {
            place: kept.place,
            sha256: kept.sha256.clone(),
        }
    }
}

impl Tx {
    /// Keeps a file in the database, or notes how many bytes it has outside; whether it was in the other place before.
    async fn keep_file(
        &mut self,
        place: Place,
        (file, outside): (&[u8], Option<i64>),
    ) -> Result<bool, StoreError> {
        let (note, keep, id) = match place {
            Place::Submission(id) => (
                "update submissions set outside = $2 where id = $1 and (outside is null) = $3",
                "update submission_contents set file = $2 where submission_id = $1",
                id.number(),
            ),
            Place::Answer(id) => (
                "update manual_answers set outside = $2 where id = $1 and (outside is null) = $3",
                "update manual_answers set body = $2 where id = $1",
                id.number(),
            ),
        };
        let noted = self.execute(note, (id, outside, outside.is_some())).await?;
        if noted > 0 {
            self.execute(keep, (id, file)).await?;
        }
        Ok(noted > 0)
    }
}

impl Store {
    /// How much lies outside, of submissions and answers.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn outside(&self) -> Result<Outside, StoreError> {
        let select = r"
            select count(*), cast(coalesce(sum(outside), 0) as bigint)
            from (
                select outside from submissions where outside is not null
                union all
                select outside from manual_answers where outside is not null
            ) as files";
        let (files, bytes) = self.one(select, ()).await?;
        Ok(Outside { files, bytes })
    }

    /// Every file that lies outside.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn files_outside(&self) -> Result<Vec<Kept>, StoreError> {
        let select = r"
            select id, sha256, outside as bytes, false as is_answer
            from submissions
            where outside is not null
            union all
            select id, sha256, outside, true
            from manual_answers
            where outside is not null
            order by is_answer, id";
        self.rows(select, ()).await
    }

    /// Every file in the database that is large enough to lie outside; none where there is no storage.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn files_to_put(&self) -> Result<Vec<Kept>, StoreError> {
        let select = r"
            select id, sha256, file_bytes as bytes, false as is_answer
            from submissions
            where outside is null
            union all
            select id, sha256, cast(octet_length(body) as bigint), true
            from manual_answers
            where outside is null
            order by is_answer, id";
        let mut all: Vec<Kept> = self.rows(select, ()).await?;
        let fits = |bytes| usize::try_from(bytes).is_ok_and(|bytes| self.puts_outside(bytes));
        all.retain(|kept| fits(kept.bytes));
        Ok(all)
    }

    /// Moves a file out of the database; whether it did. It is there and outside for a moment, and never nowhere.
    ///
    /// # Errors
    /// When the database or the object storage fails; then it is where it was.
    pub async fn move_out(&self, kept: &Kept) -> Result<bool, StoreError> {
        let Some((file, sha256, None)) = self.kept_file(kept.place).await? else {
            return Ok(false);
        };
        if !is_of(&file, &sha256).await? {
            // The storage would refuse it, since it is not what its row says. It stays, to be looked into.
            let why = format!("{:?}: its bytes are not those of its SHA-256", kept.place);
            return Err(StoreError::Corrupt(why));
        }
        let placed = self.place(&sha256, &file).await?;
        let Placed::Outside { bytes, .. } = placed else {
            return Ok(false);
        };
        let mut tx = self.transaction().await?;
        let moved = tx
            .keep_file(kept.place, (placed.bytes(), Some(bytes)))
            .await?;
        tx.name_object(&placed).await?;
        // Where a student stands is not made of bytes.
        tx.settle_standings();
        tx.commit().await?;
        Ok(moved)
    }

    /// Moves a file back into the database; whether it did. What lies outside is swept once nobody names it.
    ///
    /// # Errors
    /// When the database or the object storage fails, or the file is lost there; then it is where it was.
    pub async fn move_in(&self, kept: &Kept) -> Result<bool, StoreError> {
        let Some(found @ (_, _, Some(_))) = self.kept_file(kept.place).await? else {
            return Ok(false);
        };
        let file = self.fetched(found).await?;
        let mut tx = self.transaction().await?;
        let moved = tx.keep_file(kept.place, (&file, None)).await?;
        // Where a student stands is not made of bytes.
        tx.settle_standings();
        tx.commit().await?;
        Ok(moved)
    }

    /// Reads a file that lies outside, and looks whether it is what was put there.
    ///
    /// # Errors
    /// When the database or the object storage fails, or the file is lost there.
    pub async fn verify_outside(&self, kept: &Kept) -> Result<(), StoreError> {
        match self.kept_file(kept.place).await? {
            Some(found @ (_, _, Some(_))) => self.fetched(found).await.map(drop),
            _ => Ok(()),
        }
    }

    /// Forgets which objects there are: of a copy of the database that is to know nothing of the storage that its original uses.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn forget_objects(&self) -> Result<(), StoreError> {
        let forget = "delete from objects";
        self.execute(forget, ()).await.map(drop)
    }

    async fn kept_file(&self, place: Place) -> Result<Option<KeptFile>, StoreError> {
        let (select, id) = match place {
            Place::Submission(id) => (
                "
                select file, sha256, outside
                from submissions
                join submission_contents on submission_id = id
                where id = $1",
                id.number(),
            ),
            Place::Answer(id) => (
                "select body, sha256, outside from manual_answers where id = $1",
                id.number(),
            ),
        };
        self.first(select, (id,)).await
    }
}

/// Whether bytes have this SHA-256.
async fn is_of(bytes: &[u8], sha256: &str) -> Result<bool, StoreError> {
    use sha2::{Digest as _, Sha256};
    let bytes = bytes.to_vec();
    let digest = tokio::task::spawn_blocking(move || hex::encode(Sha256::digest(&bytes)));
    let digest = digest
        .await
        .map_err(|e| StoreError::Corrupt(e.to_string()))?;
    Ok(digest == sha256)
}

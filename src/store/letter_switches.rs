//! Which letters a person wants, and in which language they are written.

use super::letter::LetterKind;
use super::{Store, StoreError};
use crate::ids::UserId;
use l10n::Lang;
use std::collections::HashMap;

impl Store {
    /// What a person has switched on or off.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn letter_switches(&self, user: UserId) -> Result<HashMap<String, bool>, StoreError> {
        let select = "select kind, wanted from letter_switches where user_id = $1";
        let rows: Vec<(String, bool)> = self.rows(select, (user,)).await?;
        Ok(rows.into_iter().collect())
    }

    /// Whether a person wants letters of a kind.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wants_letter(&self, user: UserId, kind: LetterKind) -> Result<bool, StoreError> {
        let select = "select wanted from letter_switches where user_id = $1 and kind = $2";
        let switched: Option<bool> = self.first(select, (user, kind.name())).await?;
        Ok(switched.unwrap_or(true) || !kind.is_optional())
    }

    /// Switches letters of these kinds on or off for a person, all or none.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn switch_letters(
        &self,
        user: UserId,
        switches: &[(LetterKind, bool)],
    ) -> Result<(), StoreError> {
        let put = r"
            insert into letter_switches (user_id, kind, wanted)
            values ($1, $2, $3)
            on conflict (user_id, kind) do update set wanted = excluded.wanted";
        let mut tx = self.transaction().await?;
        for (kind, wanted) in switches {
            tx.execute(put, (user, kind.name(), *wanted)).await?;
        }
        tx.commit().await
    }

    /// Remembers in which language somebody first read the pages.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn note_first_lang(&self, user: UserId, lang: Lang) -> Result<(), StoreError> {
        let note = "update users set first_lang = $2 where id = $1 and first_lang is null";
        self.execute(note, (user, lang.code())).await?;
        Ok(())
    }
}

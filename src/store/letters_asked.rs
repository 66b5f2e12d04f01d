//! Letters with a link that somebody asks for by an address: nobody is looked for until their turn comes.

use super::codec::json;
use super::letter::{About, LetterKind};
use super::letters::{ADD, Letter, new_id};
use super::{Store, StoreError};
use crate::ids::{LetterId, UserId};
use jiff::Timestamp;

/// Links that are asked for and that nobody was looked for yet: more are not taken.
const MOST_ASKED: i64 = 5_000;

impl Store {
    /// Begins a letter with a link for whoever has this address, without looking whether there is anybody: whether one was begun.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn ask_for_link(
        &self,
        email: &str,
        lang: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let mut tx = self.transaction().await?;
        let asked = "select count(*) from letters where user_id is null and ended_at is null";
        if tx.one::<i64>(asked, ()).await? >= MOST_ASKED {
            return Ok(false);
        }
        let insert = r"
            insert into letters (kind, message_id, made_at, due_at, attempts)
            values ($1, $2, $3, $3, 0)
            returning id";
        let kind = LetterKind::SignIn.name();
        let letter: LetterId = tx.one(insert, (kind, new_id(), now)).await?;
        let about = About::Address {
            email: email.to_owned(),
            lang: lang.to_owned(),
        };
        tx.execute(ADD, (letter, json(&about)?)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Active people with this address, in whatever case.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn people_of_address(&self, email: &str) -> Result<Vec<UserId>, StoreError> {
        let select = r"
            select id
            from users
            where active and email <> '' and lower(email) = lower($1)
            order by id";
        self.rows(select, (email,)).await
    }

    /// Addresses that more than one active person has, with the logins of these.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn shared_addresses(&self) -> Result<Vec<(String, String)>, StoreError> {
        let select = r"
            select lower(email), login
            from users
            where active and email <> '' and lower(email) in (
                select lower(email) from users where active and email <> '' group by lower(email) having count(*) > 1
            )
            order by 1, 2";
        self.rows(select, ()).await
    }

    /// Makes a letter that was asked for with an address one to this person, and forgets the address. Where the person has had `most`
    /// of them since `since`, or it is nobody, the letter is forgotten: whether it is sent.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn address_letter(
        &self,
        letter: &Letter,
        user: Option<UserId>,
        lang: &str,
        (most, since): (i64, Timestamp),
    ) -> Result<bool, StoreError> {
        let mut tx = self.transaction().await?;
        let mut goes = None;
        if let Some(user) = user {
            // Two servers at once do not both send the last one.
            tx.lock_student(user).await?;
            let had = r"
                select count(*)
                from letters
                where user_id = $1 and kind = 'sign_in' and made_at > $2";
            if tx.one::<i64>(had, (user, since)).await? < most {
                goes = Some(user);
            }
        }
        let Some(user) = goes else {
            tx.execute("delete from letters where id = $1", (letter.id,))
                .await?;
            tx.commit().await?;
            return Ok(false);
        };
        tx.execute(
            "update letters set user_id = $2 where id = $1",
            (letter.id, user),
        )
        .await?;
        tx.execute(
            "delete from letter_items where letter_id = $1",
            (letter.id,),
        )
        .await?;
        let about = About::SignIn {
            lang: lang.to_owned(),
        };
        tx.execute(ADD, (letter.id, json(&about)?)).await?;
        tx.commit().await?;
        Ok(true)
    }
}

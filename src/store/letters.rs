//! The queue of letters: written in the transaction of what they tell, claimed by one server, sent, and ended.

use super::codec::{FromRow, Row, json};
use super::db::{Db, Tx};
use super::letter::{About, LetterKind, Outcome, Trouble};
use super::{Store, StoreError};
use crate::ids::{LetterId, UserId};
use jiff::{SignedDuration, Timestamp};

/// How long a server has to send a letter; then another takes it for given up. Sending ends well before.
const CLAIM_LASTS: SignedDuration = SignedDuration::from_mins(10);
/// Attempts wait so many minutes for the next one; the last is repeated.
const PAUSES: [i64; 6] = [1, 5, 15, 60, 180, 360];
/// How long an ended letter is remembered.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(24 * 30);

/// Something that happened to somebody.
#[derive(Clone, Copy, Debug)]
pub(super) struct News<'a> {
    pub user: UserId,
    pub kind: LetterKind,
    pub about: &'a About,
    pub now: Timestamp,
}

/// A letter that this server alone sends now.
#[derive(Clone, Debug)]
pub struct Letter {
    /// The row.
    pub id: LetterId,
    /// To whom; nobody as long as nobody was looked for.
    pub user: Option<UserId>,
    /// Why.
    pub kind: LetterKind,
    /// What stays the same over all attempts, 32 hexadecimal digits.
    pub message_id: String,
    /// When it was begun.
    pub made_at: Timestamp,
    /// Which attempt this is, from 1.
    pub attempts: i64,
    /// What it tells of, in the order it happened.
    pub items: Vec<About>,
    claimed_until: Timestamp,
}

impl FromRow for Letter {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        Ok(Self {
            id: row.get("id")?,
            user: row.get("user_id")?,
            kind: row.get("kind")?,
            message_id: row.get("message_id")?,
            made_at: row.get("made_at")?,
            attempts: row.get("attempts")?,
            items: Vec::new(),
            claimed_until: row.get("claimed_until")?,
        })
    }
}

/// A name for a letter that no other has.
pub(super) fn new_id() -> String {
    hex::encode(rand::random::<u128>().to_be_bytes())
}

/// Begins a letter `$3` of the kind `$2` to the person `$1`, if there is an address and it is wanted: all kinds are, unless somebody switches
/// them off. One that is begun already takes it in.
const BEGIN: &str = "
    insert into letters (user_id, kind, message_id, made_at, due_at, attempts)
    select u.id, $2, $3, $4, $5, 0
    from users u
    where u.id = $1 and u.active and u.email <> ''
        and coalesce((select s.wanted from letter_switches s where s.user_id = u.id and s.kind = $2), true)
    on conflict (user_id, kind) where attempts = 0 and ended_at is null do update
    set due_at = letters.due_at
    returning id";
/// Adds to the letter `$1` what `$2` tells.
pub(super) const ADD: &str = "
    insert into letter_items (letter_id, about)
    values ($1, $2)
    on conflict do nothing";
/// Those that may be sent at `$1`.
const DUE: &str =
    "ended_at is null and due_at <= $1 and (claimed_until is null or claimed_until <= $1)";

impl Tx {
    /// Writes news into a letter; where it goes to nobody, nothing is written.
    pub(super) async fn tell(&mut self, news: News<'_>) -> Result<(), StoreError> {
        let due = news.now.saturating_add(news.kind.gathers());
        let values = (
            news.user,
            news.kind.name(),
            new_id(),
            news.now,
            due.unwrap_or(news.now),
        );
        let letter: Option<LetterId> = self.first(BEGIN, values).await?;
        if let Some(letter) = letter {
            self.execute(ADD, (letter, json(news.about)?)).await?;
        }
        Ok(())
    }
}

impl Store {
    /// The same store, writing letters about what happens: where a mail server is configured.
    #[must_use]
    pub fn telling(mut self) -> Self {
        self.tells = true;
        self
    }

    /// Whether letters are written.
    pub fn tells(&self) -> bool {
        self.tells
    }

    /// Begins a letter that tells its reader that letters arrive, whatever was switched off; whether there is an address.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn try_letter(&self, user: UserId, now: Timestamp) -> Result<bool, StoreError> {
        let mut tx = self.transaction().await?;
        let values = (user, LetterKind::Test.name(), new_id(), now, now);
        let letter: Option<LetterId> = tx.first(BEGIN, values).await?;
        if let Some(letter) = letter {
            tx.execute(ADD, (letter, json(&About::Test)?)).await?;
        }
        tx.commit().await?;
        Ok(letter.is_some())
    }

    /// Takes the next letter to be sent, for this server alone; those that somebody waits for go first.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn claim_letter(&self, now: Timestamp) -> Result<Option<Letter>, StoreError> {
        let until = now.saturating_add(CLAIM_LASTS).unwrap_or(Timestamp::MAX);
        let claim = r"
            update letters
            set claimed_until = $2, attempts = attempts + 1
            where id = (select id from letters where";
        let first = r"
            order by case when kind in ('sign_in', 'test') then 0 else 1 end, due_at, id
            limit 1";
        // SQLite has one writer; of two servers on PostgreSQL each takes another letter.
        let alone = match &self.db {
            Db::Sqlite { .. } => "",
            Db::Postgres(_) => "for update skip locked",
        };
        let returning =
            ") returning id, user_id, kind, message_id, made_at, attempts, claimed_until";
        let letter: Option<Letter> = self
            .change([claim, DUE, first, alone, returning], (now, until))
            .await?;
        let Some(mut letter) = letter else {
            return Ok(None);
        };
        let items = "select about from letter_items where letter_id = $1 order by id";
        let items: Vec<String> = self.rows(items, (letter.id,)).await?;
        // What another release wrote and this one does not know, it cannot tell of.
        letter.items = items
            .iter()
            .filter_map(|text| serde_json::from_str(text).ok())
            .collect();
        Ok(Some(letter))
    }

    /// Lets go of what an earlier process was sending when it ended: of a folder with a database of its own there is one process. On
    /// PostgreSQL another server may be at it; there the claims run out.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn free_letters(&self) -> Result<(), StoreError> {
        if let Db::Sqlite { .. } = self.db {
            let free = "update letters set claimed_until = null where claimed_until is not null";
            self.execute(free, ()).await?;
        }
        Ok(())
    }

    /// Ends a letter that this server has claimed.
    ///
    /// # Errors
    /// When the database fails; the letter is then sent once more.
    pub async fn end_letter(
        &self,
        letter: &Letter,
        outcome: Outcome,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        let end = r"
            update letters
            set ended_at = $3, outcome = $4, claimed_until = null, trouble = null, said = null
            where id = $1 and claimed_until = $2";
        let values = (letter.id, letter.claimed_until, now, outcome.name());
        self.execute(end, values).await?;
        Ok(())
    }

    /// Notes why a letter was not sent; it is tried again later, unless that is in vain: whether it was given up.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn delay_letter(
        &self,
        letter: &Letter,
        trouble: Trouble,
        said: &str,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let nth = usize::try_from(letter.attempts - 1).unwrap_or(0);
        let pause = PAUSES.get(nth).or(PAUSES.last()).copied().unwrap_or(1);
        let again = now
            .saturating_add(SignedDuration::from_mins(pause))
            .unwrap_or(Timestamp::MAX);
        let over = letter
            .made_at
            .saturating_add(letter.kind.keeps())
            .unwrap_or(Timestamp::MAX);
        let given_up = trouble.is_final() || again > over;
        if given_up {
            let end = r"
                update letters
                set ended_at = $3, outcome = 'given_up', claimed_until = null, trouble = $4, said = $5
                where id = $1 and claimed_until = $2";
            let values = (letter.id, letter.claimed_until, now, trouble.name(), said);
            self.execute(end, values).await?;
        } else {
            let delay = r"
                update letters
                set due_at = $3, claimed_until = null, trouble = $4, said = $5
                where id = $1 and claimed_until = $2";
            let values = (letter.id, letter.claimed_until, again, trouble.name(), said);
            self.execute(delay, values).await?;
        }
        Ok(given_up)
    }

    /// Tries the letters again that were given up since `since`, and now those that wait for their next attempt; how many. A link to sign
    /// in is worth nothing once nobody waits for it: it is not revived, nor kept longer.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn retry_letters(&self, since: Timestamp, now: Timestamp) -> Result<u64, StoreError> {
        let again = r"
            update letters
            set ended_at = null, outcome = null, due_at = $2,
                made_at = case when kind = 'sign_in' then made_at else $2 end
            where attempts > 0 and claimed_until is null and trouble is not null
                and (ended_at is null or (outcome = 'given_up' and ended_at >= $1 and kind <> 'sign_in'))";
        self.execute(again, (since, now)).await
    }

    /// Forgets letters that ended long ago.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn sweep_letters(&self, now: Timestamp) -> Result<(), StoreError> {
        let forgotten = now.saturating_sub(REMEMBERED).unwrap_or(Timestamp::MIN);
        self.execute("delete from letters where ended_at < $1", (forgotten,))
            .await?;
        Ok(())
    }
}

//! Whose turn it is at what several servers of one database do once: a name is taken for a while, kept as long as its holder says so,
//! and free for others where the holder says nothing any more.
//!
//! A lock of the database would end with its connection, which is not the process: a line that is cut would let a second one in
//! while the first goes on. What is kept here is seen by everybody and needs no connection of its own. The servers' clocks must agree to
//! a few seconds, as they must for deadlines.

use super::{Store, StoreError};
use jiff::{SignedDuration, Timestamp};

/// How long something stays taken of which its holder says nothing more.
pub const HELD: SignedDuration = SignedDuration::from_secs(15);

/// Until when what is taken or kept now is held.
pub(super) fn held_until(now: Timestamp) -> Timestamp {
    now.checked_add(HELD).unwrap_or(Timestamp::MAX)
}

impl Store {
    /// Takes the turn at what this name stands for: nothing where somebody has it, or where it was done within `period` of now.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_turn(
        &self,
        name: &str,
        period: SignedDuration,
        now: Timestamp,
    ) -> Result<Option<i64>, StoreError> {
        // Done in a future further away than a period: a clock was wrong then or is now, and nothing may rest until it is right.
        let take = r"
            insert into turns (name, turn, begun_at, held_until)
            values ($1, 1, $2, $3)
            on conflict (name) do update
            set turn = turns.turn + 1, begun_at = excluded.begun_at, held_until = excluded.held_until
            where turns.held_until <= $2
                and (turns.done_at is null or turns.done_at <= $4 or turns.done_at > $5)
            returning turn";
        let before = now.checked_sub(period).unwrap_or(Timestamp::MIN);
        let after = now.checked_add(period).unwrap_or(Timestamp::MAX);
        self.change(take, (name, now, held_until(now), before, after))
            .await
    }

    /// Says that one is still at it; whether it still is one's turn.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn keep_turn(
        &self,
        name: &str,
        turn: i64,
        now: Timestamp,
    ) -> Result<bool, StoreError> {
        let keep = "update turns set held_until = $3 where name = $1 and turn = $2";
        Ok(self.execute(keep, (name, turn, held_until(now))).await? > 0)
    }

    /// Ends a turn: `done` for this period, or for somebody to try again.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn end_turn(&self, name: &str, turn: i64, done: bool) -> Result<(), StoreError> {
        let end = if done {
            "update turns set done_at = begun_at, held_until = 0 where name = $1 and turn = $2"
        } else {
            "update turns set held_until = 0 where name = $1 and turn = $2"
        };
        self.execute(end, (name, turn)).await?;
        Ok(())
    }
}

//! The row that says where a student stands in a homework, kept in the transaction of whatever changes it. A row is always reckoned
//! anew from what it is made of, never added to: so it does not matter what changed, and how.

use super::db::{Many, Tx};
use super::{Store, StoreError};
use crate::ids::UserId;

const INSERT: &str = "
    insert into standings (user_id, homework, points, arrived_at, attempts, sent, given, excused, reason, deadline)";
/// The rows of some students in some homeworks, which stand between the two.
const SOME: [&str; 2] = [
    "insert into standings (user_id, homework, points, arrived_at, attempts, sent, given, excused, reason, deadline)
    with k (user_id, homework) as (values",
    ") select b.user_id, b.homework, b.points,
        (select min(s.received_at) from submissions s where s.user_id = b.user_id and s.homework = b.homework and s.points = b.points),
        b.attempts, b.sent, o.points, coalesce(o.excused, false), o.reason, e.deadline
    from (
        select k.user_id, k.homework, max(s.points) as points, count(s.id) as sent,
            coalesce(sum(case when s.attempt then 1 else 0 end), 0) as attempts
        from k
        left join submissions s on s.user_id = k.user_id and s.homework = k.homework
        group by k.user_id, k.homework
    ) b
    left join overrides o on o.user_id = b.user_id and o.homework = b.homework
    left join extensions e on e.user_id = b.user_id and e.homework = b.homework
    where true
    on conflict (user_id, homework) do update
    set points = excluded.points, arrived_at = excluded.arrived_at, attempts = excluded.attempts, sent = excluded.sent,
        given = excluded.given, excused = excluded.excused, reason = excluded.reason, deadline = excluded.deadline",
];
/// The rows of everybody. It reads every submission.
const ALL: &str = "
    /* everything */ select k.user_id, k.homework, b.points,
        (select min(s.received_at) from submissions s where s.user_id = k.user_id and s.homework = k.homework and s.points = b.points),
        coalesce(b.attempts, 0), coalesce(b.sent, 0), o.points, coalesce(o.excused, false), o.reason, e.deadline
    from (
        select user_id, homework from submissions
        union select user_id, homework from overrides
        union select user_id, homework from extensions
    ) k
    left join (
        select user_id, homework, max(points) as points, count(*) as sent, sum(case when attempt then 1 else 0 end) as attempts
        from submissions
        group by user_id, homework
    ) b on b.user_id = k.user_id and b.homework = k.homework
    left join overrides o on o.user_id = k.user_id and o.homework = k.homework
    left join extensions e on e.user_id = k.user_id and e.homework = k.homework";
/// What stands in the table, without rows that say nothing.
const KEPT: &str = "
    select user_id, homework, points, arrived_at, attempts, sent, given, excused, reason, deadline
    from standings
    where sent > 0 or given is not null or excused or deadline is not null";
/// With so many rows to reckon anew, all are.
const MANY: usize = 1000;

impl Tx {
    /// Reckons anew where a student stands in a homework.
    pub(super) async fn restand(&mut self, user: UserId, homework: &str) -> Result<(), StoreError> {
        self.restand_each(vec![(user, homework)]).await
    }

    /// Reckons anew where students stand in homeworks, each once.
    pub(super) async fn restand_each(
        &mut self,
        mut rows: Vec<(UserId, &str)>,
    ) -> Result<(), StoreError> {
        rows.sort_unstable();
        rows.dedup();
        if rows.len() > MANY {
            return self.restand_everybody().await;
        }
        if rows.is_empty() {
            return Ok(());
        }
        debug_assert!(
            self.holds(rows.iter().map(|(user, _)| *user)),
            "nothing of theirs is stored meanwhile"
        );
        let (some, pairs) = Many::of_pairs(SOME, &rows);
        self.execute(some, pairs).await?;
        Ok(())
    }

    /// Reckons anew where a student stands in every homework.
    pub(super) async fn restand_student(&mut self, user: UserId) -> Result<(), StoreError> {
        let homeworks = r"
            select homework from standings where user_id = $1
            union select homework from submissions where user_id = $1
            union select homework from overrides where user_id = $1
            union select homework from extensions where user_id = $1";
        let homeworks: Vec<String> = self.rows(homeworks, (user,)).await?;
        self.settle_standings();
        let rows = homeworks.iter().map(|homework| (user, homework.as_str()));
        self.restand_each(rows.collect()).await
    }

    /// Reckons anew where everybody stands.
    pub(super) async fn restand_everybody(&mut self) -> Result<(), StoreError> {
        self.lock_students().await?;
        self.execute("delete from standings", ()).await?;
        self.execute([INSERT, ALL], ()).await?;
        Ok(())
    }
}

impl Store {
    /// How many rows say something else than what was sent and given says, or are missing.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn wrong_standings(&self) -> Result<u64, StoreError> {
        let count = [
            "select /* everything */ (select count(*) from (",
            KEPT,
            "except",
            ALL,
            ") w) + (select count(*) from (",
            ALL,
            "except",
            KEPT,
            ") m)",
        ];
        self.one(count, ()).await
    }

    /// Reckons anew where everybody stands.
    ///
    /// # Errors
    /// When the database fails; then nothing was changed.
    pub async fn rebuild_standings(&self) -> Result<(), StoreError> {
        let mut tx = self.transaction().await?;
        tx.restand_everybody().await?;
        tx.commit().await
    }
}

//! What moves where two people become one, and back.

use super::audit::{Extension, Given, Moved};
use super::audited::Audited;
use super::{Override, StoreError, User};
use crate::ids::UserId;
use jiff::Timestamp;
use judge::points::Points;
use std::collections::HashMap;

/// How rows of a table move from the person `$1` to the person `$2`.
pub(super) struct Move {
    pub table: &'static str,
    /// The key of every row of `$1`, and whether `$2` has something in its place.
    pub keys: &'static str,
    /// Gives the row of the key `$3` to `$2`. A number is compared as one, so that the row is found by its key.
    pub put: &'static str,
    /// What each row of `$1` says that somebody may change: its key, a number and words. Nothing of what is sent once and for all.
    pub given: Option<&'static str>,
    /// Whether the rows were made for the inputs of their person: they go where the inputs go.
    pub is_of_inputs: bool,
}

/// Its key says nothing where a person has one row at most.
pub(super) const SINGLE: &str = "1";

pub(super) const MOVES: [Move; 9] = [
    Move {
        table: "submissions",
        keys: "select cast(id as text), $2 < 0 from submissions where user_id = $1 order by id",
        put: "update submissions set user_id = $2 where user_id = $1 and id = cast(cast($3 as text) as bigint)",
        given: None,
        is_of_inputs: true,
    },
    Move {
        table: "manual_answers",
        keys: "
            select cast(a.id as text),
                   exists (select 1 from manual_answers o where o.user_id = $2 and o.homework = a.homework and o.item = a.item)
                or exists (select 1 from manual_grades o where o.user_id = $2 and o.homework = a.homework and o.item = a.item)
            from manual_answers a
            where a.user_id = $1
            order by a.id",
        put: "update manual_answers set user_id = $2 where user_id = $1 and id = cast(cast($3 as text) as bigint)",
        given: None,
        is_of_inputs: false,
    },
    Move {
        table: "manual_grades",
        keys: "
            select a.homework || '/' || a.item,
                   exists (select 1 from manual_answers o where o.user_id = $2 and o.homework = a.homework and o.item = a.item)
                or exists (select 1 from manual_grades o where o.user_id = $2 and o.homework = a.homework and o.item = a.item)
            from manual_grades a
            where a.user_id = $1
            order by 1",
        put: "update manual_grades set user_id = $2 where user_id = $1 and homework || '/' || item = $3",
        given: Some("select homework || '/' || item, answer_id, '' from manual_grades where user_id = $1"),
        is_of_inputs: false,
    },
    Move {
        table: "requests",
        keys: "
            select cast(a.id as text),
                   a.closed_at is null and exists (
                       select 1 from requests o
                       where o.user_id = $2 and o.homework = a.homework and o.task = a.task and o.closed_at is null)
            from requests a
            where a.user_id = $1
            order by a.id",
        put: "update requests set user_id = $2 where user_id = $1 and id = cast(cast($3 as text) as bigint)",
        given: None,
        is_of_inputs: false,
    },
    Move {
        table: "request_messages",
        keys: "
            select cast(m.id as text),
                   a.closed_at is null and exists (
                       select 1 from requests o
                       where o.user_id = $2 and o.homework = a.homework and o.task = a.task and o.closed_at is null)
            from request_messages m join requests a on a.id = m.request_id
            where m.author_id = $1 and a.user_id = $1
            order by m.id",
        put: "update request_messages set author_id = $2 where author_id = $1 and id = cast(cast($3 as text) as bigint)",
        given: None,
        is_of_inputs: false,
    },
    Move {
        table: "overrides",
        keys: "
            select a.homework,
                   exists (select 1 from overrides o where o.user_id = $2 and o.homework = a.homework)
            from overrides a
            where a.user_id = $1
            order by 1",
        put: "update overrides set user_id = $2 where user_id = $1 and homework = $3",
        given: Some("select homework, points, reason from overrides where user_id = $1"),
        is_of_inputs: false,
    },
    Move {
        table: "extensions",
        // Where the other has sent something, a later deadline would change what lateness took of it.
        keys: "
            select a.homework,
                   exists (select 1 from extensions o where o.user_id = $2 and o.homework = a.homework)
                or exists (select 1 from submissions o where o.user_id = $2 and o.homework = a.homework)
            from extensions a
            where a.user_id = $1
            order by 1",
        put: "update extensions set user_id = $2 where user_id = $1 and homework = $3",
        given: Some("select homework, deadline, reason from extensions where user_id = $1"),
        is_of_inputs: false,
    },
    Move {
        table: "exams",
        keys: "
            select '1', exists (select 1 from exams o where o.user_id = $2)
            from exams a
            where a.user_id = $1",
        put: "update exams set user_id = $2 where user_id = $1 and $3 = '1'",
        given: Some("select '1', points, '' from exams where user_id = $1"),
        is_of_inputs: false,
    },
    Move {
        table: "canvas_students",
        keys: "
            select '1', exists (select 1 from canvas_students o where o.user_id = $2)
            from canvas_students a
            where a.user_id = $1",
        put: "update canvas_students set user_id = $2 where user_id = $1 and $3 = '1'",
        given: Some("select '1', cast(null as bigint), canvas_id from canvas_students where user_id = $1"),
        is_of_inputs: false,
    },
];

impl Move {
    /// How rows of this table move.
    pub fn of(table: &str) -> Option<&'static Self> {
        MOVES.iter().find(|step| step.table == table)
    }

    /// What a number and words of a row of this table mean.
    fn read(&self, number: Option<i64>, words: String) -> Result<Given, StoreError> {
        let corrupt = || StoreError::Corrupt(format!("{}: {number:?} {words}", self.table));
        Ok(match self.table {
            "overrides" => Given::Override(Override {
                points: number.map(Points::from_thousandths),
                reason: words,
            }),
            "extensions" => {
                let deadline = number.and_then(|at| Timestamp::from_microsecond(at).ok());
                Given::Extension(Extension {
                    deadline: deadline.ok_or_else(corrupt)?,
                    reason: words,
                })
            }
            "exams" => Given::Exam(Points::from_thousandths(number.ok_or_else(corrupt)?)),
            "manual_grades" => Given::Grade(number.map(Into::into)),
            _ => Given::Canvas(words),
        })
    }
}

impl Audited {
    /// What the rows of a table say of somebody, by their keys; nothing where they are sent once and for all.
    pub(super) async fn given(
        &mut self,
        step: &Move,
        user: UserId,
    ) -> Result<HashMap<String, Given>, StoreError> {
        let Some(given) = step.given else {
            return Ok(HashMap::new());
        };
        let rows: Vec<(String, Option<i64>, String)> = self.rows(given, (user,)).await?;
        rows.into_iter()
            .map(|(key, number, words)| Ok((key, step.read(number, words)?)))
            .collect()
    }

    /// Gives rows of one person to another.
    pub(super) async fn give(
        &mut self,
        moved: &[Moved],
        from: UserId,
        to: UserId,
    ) -> Result<(), StoreError> {
        for rows in moved {
            let Some(step) = Move::of(&rows.table) else {
                continue;
            };
            for key in &rows.keys {
                self.execute(step.put, (from, to, key)).await?;
            }
        }
        Ok(())
    }

    /// Each draws inputs as the other did.
    pub(super) async fn swap_inputs(&mut self, one: &User, other: &User) -> Result<(), StoreError> {
        let put = "update users set drawn_as = $2 where id = $1";
        // No login has this sign: two people never draw the same in between.
        let aside = format!("#{}", one.id);
        self.execute(put, (one.id, &aside)).await?;
        self.execute(put, (other.id, &one.drawn_as)).await?;
        self.execute(put, (one.id, &other.drawn_as)).await?;
        // What each was given goes along. Far from all releases nothing stands in the way of what comes.
        for step in [
            "update given_inputs set release = release + 1000000000 where user_id = $1 and $2 > 0",
            "update given_inputs set user_id = $1 where user_id = $2",
            "update given_inputs set user_id = $2, release = release - 1000000000 where user_id = $1 and release > 500000000",
            // A draft was graded by the inputs that its owner had.
            "delete from drafts where user_id in ($1, $2)",
        ] {
            self.execute(step, (one.id, other.id)).await?;
        }
        Ok(())
    }
}

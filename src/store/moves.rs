//! What moves where two people become one.

/// How rows of a table move from the person `$1` to the person `$2`.
pub(super) struct Move {
    pub table: &'static str,
    /// The key of every row of `$1`, and whether `$2` has something in its place.
    pub keys: &'static str,
    /// Gives the row of the key `$3` to `$2`. A number is compared as one, so that the row is found by its key.
    pub put: &'static str,
    /// Whether the rows were made for the inputs of their person: they go where the inputs go.
    pub is_of_inputs: bool,
}

pub(super) const MOVES: [Move; 8] = [
    Move {
        table: "submissions",
        keys: "select cast(id as text), $2 < 0 from submissions where user_id = $1 order by id",
        put: "update submissions set user_id = $2 where user_id = $1 and id = cast(cast($3 as text) as bigint)",
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
        is_of_inputs: false,
    },
    Move {
        table: "exams",
        keys: "
            select '1', exists (select 1 from exams o where o.user_id = $2)
            from exams a
            where a.user_id = $1",
        put: "update exams set user_id = $2 where user_id = $1 and $3 = '1'",
        is_of_inputs: false,
    },
];

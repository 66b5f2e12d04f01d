-- How often somebody did something, as servers of one database count it together: when they are through with what they did, if one
-- thing may be done in so long. A crash of the database may forget it.
create {unlogged} table limits (
    key text primary key,
    due_at bigint not null
);

-- Files that lie in an object storage: the row that a file belongs to says how large it is there, and keeps no bytes itself.
alter table submissions add column outside bigint;
alter table manual_answers add column outside bigint;
create index submissions_outside on submissions (sha256) where outside is not null;
create index manual_answers_outside on manual_answers (sha256) where outside is not null;

-- What was put there, or was going to be: noted before it is put, so that nothing lies there of which nobody knows.
create table objects (
    sha256 text primary key,
    bytes bigint not null,
    wanted_at bigint not null,
    -- Since when it is being deleted.
    going_at bigint
);

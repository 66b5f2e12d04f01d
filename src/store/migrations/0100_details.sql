-- What lists bring beside login and name; empty where none did.
alter table users add column family_name text not null default '';
alter table users add column email text not null default '';
alter table users add column student_id text not null default '';
alter table users add column study_group text not null default '';

-- The login that inputs are drawn from stays with the person where the login changes.
alter table users add column drawn_as text not null default '';
update users set drawn_as = login;
create unique index users_drawn_as on users (drawn_as);

-- Logins that somebody had before: they go on leading to the person and are nobody else's.
create table former_logins (
    login text primary key,
    user_id bigint not null references users (id) on delete cascade,
    until bigint not null
);
create index former_logins_by_user on former_logins (user_id);

-- The person whom this row was found to be the same as.
alter table users add column merged_into bigint references users (id);

-- How the person of a session signed in: the sessions so far began with a link.
alter table sessions add column way text not null default 'link';

-- Ways to a provider that somebody has come back from: each leads back once. They are forgotten when they would have expired anyway.
create table spent_ways (
    hash text primary key,
    expires_at bigint not null
);

-- People are found by what a provider says of them.
create index users_by_email on users (lower(email));
create index users_by_student_id on users (student_id);

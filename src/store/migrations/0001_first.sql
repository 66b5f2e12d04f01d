-- Instants are microseconds since 1970-01-01 UTC; points are thousandths.
create table users (
    id {id},
    login text not null unique,
    name text not null,
    role text not null,
    lang text,
    time_zone text,
    active boolean not null default true,
    created_at bigint not null
);

create table links (
    hash text primary key,
    user_id bigint not null references users (id) on delete cascade,
    expires_at bigint not null
);

create table sessions (
    id text primary key,
    data text not null,
    expires_at bigint not null
);

create table tokens (
    id {id},
    user_id bigint not null references users (id) on delete cascade,
    name text not null,
    hash text not null unique,
    created_at bigint not null,
    last_used_at bigint,
    revoked_at bigint
);

create table courses (
    id {id},
    toml text not null,
    note text not null,
    published_by text not null,
    published_at bigint not null
);

create table submissions (
    id {id},
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    received_at bigint not null,
    file {blob} not null,
    sha256 text not null,
    course_id bigint not null references courses (id),
    release text not null,
    -- The report as JSON, with points before the late penalty.
    report text not null,
    -- Points after the late penalty: `kept` thousandths of those in the report.
    points bigint not null,
    kept bigint not null,
    -- A submission that our own fault spoilt costs no attempt.
    attempt boolean not null
);
create index submissions_by_user on submissions (user_id, homework, id);
create unique index submissions_by_file on submissions (user_id, homework, sha256);

create table exams (
    user_id bigint primary key references users (id) on delete cascade,
    points bigint not null,
    given_by text not null,
    given_at bigint not null
);

create table audit (
    id {id},
    at bigint not null,
    actor text not null,
    action text not null,
    subject text not null,
    before text not null,
    after text not null
);
create index audit_by_subject on audit (subject, id);

create table settings (
    name text primary key,
    value text not null
);

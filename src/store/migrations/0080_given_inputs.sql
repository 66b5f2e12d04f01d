-- Inputs as they were given to a student, a task a row: whatever the course draws later, these stay theirs.
-- Releases count from 1; a negative one is minus the course version that a submission was sent under before inputs were kept.
create table given_inputs (
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    release bigint not null,
    task text not null,
    course_id bigint not null,
    given_at bigint not null,
    arrays {blob} not null,
    primary key (user_id, homework, release, task)
);

-- Releases after the first: from when on students are given new inputs of a homework.
create table inputs_releases (
    homework text not null,
    release bigint not null,
    course_id bigint not null references courses (id),
    released_by text not null,
    released_at bigint not null,
    primary key (homework, release)
);

-- The release that a submission is judged by; null where it was sent before inputs were kept.
alter table submissions add column inputs_release bigint;
-- Of a draft: that of its report; null where it is to be found when it is sent.
alter table drafts add column inputs_release bigint;

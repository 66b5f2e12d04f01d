-- What a person gives, apart from what is computed: a regrade never touches these tables.

-- A later deadline for one student and homework.
create table extensions (
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    deadline bigint not null,
    reason text not null,
    primary key (user_id, homework)
);

-- Points in place of all others for one student and homework.
create table overrides (
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    -- Null where the student is excused: the homework counts neither for nor against.
    points bigint,
    excused boolean not null,
    reason text not null,
    primary key (user_id, homework)
);

-- Points of one manual item, given by a grader; the rubric's parts are in criteria as JSON.
create table manual_grades (
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    item text not null,
    points bigint not null,
    criteria text not null,
    comment text not null,
    given_by text not null,
    given_at bigint not null,
    primary key (user_id, homework, item)
);

-- Learning platforms that people come from by LTI 1.3, and that take grades.
create table lti_platforms (
    id {id},
    issuer text not null,
    client_id text not null,
    -- What was agreed on, the two above among it, as JSON.
    settings text not null,
    unique (issuer, client_id)
);

-- Who is who: the person of a platform's own id.
create table lti_people (
    platform_id bigint not null references lti_platforms (id) on delete cascade,
    subject text not null,
    user_id bigint not null references users (id) on delete cascade,
    linked_at bigint not null,
    primary key (platform_id, subject)
);
create index lti_people_by_user on lti_people (user_id);

-- Courses of a platform, with the addresses of its services for each; empty where it offers none.
create table lti_courses (
    id {id},
    platform_id bigint not null references lti_platforms (id) on delete cascade,
    deployment text not null,
    context text not null,
    title text not null,
    columns_url text not null,
    members_url text not null,
    unique (platform_id, deployment, context)
);

-- Students of such a course, as its platform knows them.
create table lti_members (
    course_id bigint not null references lti_courses (id) on delete cascade,
    subject text not null,
    email text not null,
    login text not null,
    student_id text not null,
    primary key (course_id, subject)
);

-- Columns of its gradebook, one a homework.
create table lti_columns (
    id {id},
    course_id bigint not null references lti_courses (id) on delete cascade,
    homework text not null,
    -- What it is called there where it is made.
    label text not null,
    -- Empty until it is found or made there.
    url text not null,
    state text not null,
    tries bigint not null default 0,
    retry_at bigint,
    fault text,
    unique (course_id, homework)
);

-- What stands in a column, as far as the platform acknowledged it. What is to be sent is told by comparing it with the standings.
create table lti_scores (
    column_id bigint not null references lti_columns (id) on delete cascade,
    subject text not null,
    points bigint,
    maximum bigint,
    -- The largest instant that any score of this person carried.
    stamped_at bigint not null,
    -- Whether one was sent since of which nobody knows whether it arrived.
    in_doubt boolean not null,
    tries bigint not null default 0,
    retry_at bigint,
    fault text,
    primary key (column_id, subject)
);

-- What may be used once, for as long as it could be used again.
create table lti_used (
    hash text primary key,
    expires_at bigint not null
);

-- Whose turn it is to do what one process alone may do.
create table lti_turns (
    name text primary key,
    holder text not null,
    ends_at bigint not null
);

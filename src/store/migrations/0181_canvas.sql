-- What an export of a Canvas gradebook says: the assignments in their order, and which homework (or the exam) each is; numbers of students.
create table canvas_assignments (
    -- As Canvas writes it: the name, and its number in parentheses.
    heading text primary key,
    place bigint not null,
    item text unique
);
create table canvas_students (
    user_id bigint primary key references users (id) on delete cascade,
    canvas_id text not null,
    sis_user_id text not null,
    sis_login_id text not null,
    section text not null
);

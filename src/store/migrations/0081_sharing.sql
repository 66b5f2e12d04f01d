-- Tasks of a submission whose answers fit the inputs of another student. For teachers alone; they decide nothing.
create table shared_answers (
    submission_id bigint not null references submissions (id) on delete cascade,
    task text not null,
    other_id bigint not null references users (id) on delete cascade,
    found_at bigint not null,
    primary key (submission_id, task, other_id)
);

-- Submissions that were compared with the inputs of all others.
create table compared_submissions (
    submission_id bigint primary key references submissions (id) on delete cascade,
    compared_at bigint not null
);

-- Long work that survives a restart: an unfinished job is taken up again when the server starts.
create table jobs (
    id {id},
    kind text not null,
    -- waiting, running, done or failed.
    state text not null,
    created_by text not null,
    created_at bigint not null,
    finished_at bigint,
    -- What is to be done, as JSON.
    params text not null,
    done bigint not null,
    total bigint not null,
    -- What came of it, as JSON.
    result text not null
);
-- One unfinished job of a kind: two regrades at once would only repeat each other's work.
create unique index jobs_unfinished on jobs (kind) where finished_at is null;

-- What a regrade made of each submission; the key makes taking a job up again harmless.
create table regrades (
    job_id bigint not null references jobs (id) on delete cascade,
    submission_id bigint not null references submissions (id) on delete cascade,
    -- same, changed, fault or unreadable.
    outcome text not null,
    points_before bigint not null,
    points_after bigint not null,
    primary key (job_id, submission_id)
);

-- Reports that a regrade replaced.
create table reports (
    id {id},
    submission_id bigint not null references submissions (id) on delete cascade,
    job_id bigint not null references jobs (id) on delete cascade,
    course_id bigint not null references courses (id),
    release text not null,
    report text not null,
    points bigint not null,
    kept bigint not null,
    replaced_at bigint not null
);
create index reports_by_submission on reports (submission_id, id);

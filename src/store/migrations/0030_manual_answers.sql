-- Answers to items graded by a person. Every version is kept; which one counts follows from when it was sent.
create table manual_answers (
    id {id},
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    item text not null,
    sent_at bigint not null,
    -- text (Markdown), pdf, png or jpeg, as told by the content.
    kind text not null,
    body {blob} not null,
    sha256 text not null
);
create index manual_answers_by_item on manual_answers (homework, item, id);
create index manual_answers_by_user on manual_answers (user_id, homework);

-- The version that was graded (null for grades given without one), and the thousandths kept of its points.
alter table manual_grades add column answer_id bigint references manual_answers (id) on delete set null;
alter table manual_grades add column kept bigint not null default 1000;

-- Who is grading an answer, until when nobody else gets it.
create table claims (
    answer_id bigint primary key references manual_answers (id) on delete cascade,
    grader_id bigint not null references users (id) on delete cascade,
    expires_at bigint not null
);

-- Comments that graders use again.
create table ready_comments (
    id {id},
    homework text not null,
    item text not null,
    text text not null,
    unique (homework, item, text)
);

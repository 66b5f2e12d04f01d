-- A student asks to look again at a task or an item: one open thread for each.
create table requests (
    id {id},
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    task text not null,
    opened_at bigint not null,
    closed_at bigint,
    closed_by text
);
create unique index requests_one_open on requests (user_id, homework, task) where closed_at is null;

create table request_messages (
    id {id},
    request_id bigint not null references requests (id) on delete cascade,
    author_id bigint not null references users (id) on delete cascade,
    sent_at bigint not null,
    text text not null
);
create index request_messages_by_request on request_messages (request_id, id);

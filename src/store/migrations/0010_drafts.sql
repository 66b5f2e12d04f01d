-- An answers file that was looked at and not sent yet: one a person and homework, gone after an hour.
create table drafts (
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    file {blob} not null,
    sha256 text not null,
    made_at bigint not null,
    primary key (user_id, homework)
);
create index drafts_by_age on drafts (made_at);

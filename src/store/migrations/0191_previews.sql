-- What somebody is shown before it is done: the text of a config, a list of people. The page is a page of several, or is reckoned for a
-- while, and comes back to what was sent by this key. Forgotten after a day.
create table previews (
    key text primary key,
    user_id bigint not null references users (id) on delete cascade,
    made_at bigint not null,
    -- What was sent, as JSON.
    body text not null
);
create index previews_by_user on previews (user_id, made_at);
create index previews_by_age on previews (made_at);

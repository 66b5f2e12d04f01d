-- Letters to people: written with what they tell of, sent by whichever server claims one. What stands in a letter is found when it is sent.
create table letters (
    id {id},
    -- To whom; null while nobody was looked for by the address that was typed.
    user_id bigint references users (id) on delete cascade,
    -- Why it is written.
    kind text not null,
    -- Stays over all attempts: a letter that comes twice is seen to be one.
    message_id text not null unique,
    made_at bigint not null,
    -- Not sent before: what comes until then is told in the same letter.
    due_at bigint not null,
    attempts bigint not null,
    -- Until when a server is sending it.
    claimed_until bigint,
    ended_at bigint,
    -- sent, given_up or needless; null as long as it waits.
    outcome text,
    -- What kept it from being sent, in a word, and what the other server said.
    trouble text,
    said text
);
-- One letter of a kind takes in what happens to somebody before it is sent.
create unique index letters_open on letters (user_id, kind) where attempts = 0 and ended_at is null;
create index letters_due on letters (due_at) where ended_at is null;
create index letters_by_end on letters (ended_at);

-- What a letter tells of, as JSON, each thing once.
create table letter_items (
    id {id},
    letter_id bigint not null references letters (id) on delete cascade,
    about text not null,
    unique (letter_id, about)
);

-- Which letters a person wants, where that is not what is usual.
create table letter_switches (
    user_id bigint not null references users (id) on delete cascade,
    kind text not null,
    wanted boolean not null,
    primary key (user_id, kind)
);

-- What is told once: a deadline that is near, the digest of a day.
create table letters_told (
    user_id bigint not null references users (id) on delete cascade,
    what text not null,
    told_at bigint not null,
    primary key (user_id, what)
);

-- A link that was sent by letter signs in once.
alter table links add column single_use boolean not null default false;
alter table links add column used_at bigint;

-- The language in which somebody first read the pages: that of letters to those who chose none.
alter table users add column first_lang text;

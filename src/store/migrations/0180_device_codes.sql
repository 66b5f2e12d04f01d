-- Programs that ask to be let in. Whoever is signed in finds one by its short code and decides; the program has its token once.
create table device_codes (
    -- Of the long code, which the program alone knows.
    hash text primary key,
    user_code text not null unique,
    -- What it calls itself, and where it asked from: for the person who decides.
    name text not null,
    address text not null,
    created_at bigint not null,
    expires_at bigint not null,
    -- So many seconds it waits between two questions, and when it asked last.
    pause bigint not null,
    asked_at bigint,
    -- Who decided, and `allowed` or `denied`.
    user_id bigint references users (id) on delete cascade,
    decision text
);

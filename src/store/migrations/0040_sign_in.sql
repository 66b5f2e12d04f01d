-- When somebody was last signed in by a link; null for those who never were.
alter table users add column signed_in_at bigint;
update users set signed_in_at = created_at where
    exists (select 1 from sessions s where {session_of_user})
    or exists (select 1 from tokens t where t.user_id = users.id)
    or exists (select 1 from submissions s where s.user_id = users.id);

-- A link that was ended before its time: by a newer one, or with its owner's access.
alter table links add column ended_at bigint;
create index links_by_user on links (user_id);

-- The ids of the earlier sessions were kept in clear, as good as passwords for whoever read the file: those sessions end here,
-- and everybody signs in once more. Now only the hash of an id is kept, beside whose session it is, where and since when.
drop table sessions;
create table sessions (
    id {id},
    hash text not null unique,
    user_id bigint not null references users (id) on delete cascade,
    device text not null,
    -- What pages keep for the session, as JSON.
    data text not null,
    created_at bigint not null,
    used_at bigint not null,
    expires_at bigint not null
);
create index sessions_by_user on sessions (user_id);

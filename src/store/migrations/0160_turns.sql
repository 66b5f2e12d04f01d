-- Several servers of one database: what comes round again is done by whoever is first, once a period.
create table turns (
    name text primary key,
    -- Counts who took it; the one of before has nothing to say any more.
    turn bigint not null,
    begun_at bigint not null,
    -- When the last one that was done began.
    done_at bigint,
    -- Until when it is taken, unless whoever has it says that it still does.
    held_until bigint not null
);

-- The same of long work: a process that died lets go of it by saying nothing.
alter table jobs add column turn bigint not null default 0;
alter table jobs add column held_until bigint not null default 0;

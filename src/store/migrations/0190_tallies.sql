-- What a student did in each task over all submissions to a homework: statistics of a class read these rows and no submission. Made of
-- the outcomes by the program, and to be reckoned anew from them at any time.
create table tallies (
    homework text not null,
    user_id bigint not null references users (id) on delete cascade,
    tasks text not null,
    primary key (homework, user_id)
);
create index tallies_by_user on tallies (user_id);

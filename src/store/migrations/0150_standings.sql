-- Where a student stands in a homework, kept with whatever changes it: what was sent, points by hand, an excuse, a later deadline. It can be
-- reckoned anew from submissions, overrides and extensions at any time.
create table standings (
    user_id bigint not null references users (id) on delete cascade,
    homework text not null,
    -- The best submission's points, and when the first of the best arrived; null where nothing was sent.
    points bigint,
    arrived_at bigint,
    attempts bigint not null,
    sent bigint not null,
    -- Points in place of all others; an excuse; why.
    given bigint,
    excused boolean not null,
    reason text,
    -- A later deadline.
    deadline bigint,
    primary key (user_id, homework)
);

-- What a standing is made of, without the bytes of files: these indices hold all that is read.
create index submissions_for_standings on submissions (user_id, homework, points, received_at, attempt);
create index submissions_by_homework on submissions (
    homework, id, user_id, received_at, points, late_factor, course_id, inputs_release, release, faulty, attempt);

insert into standings (user_id, homework, points, arrived_at, attempts, sent, given, excused, reason, deadline)
select k.user_id, k.homework, b.points,
    (select min(s.received_at) from submissions s where s.user_id = k.user_id and s.homework = k.homework and s.points = b.points),
    coalesce(b.attempts, 0), coalesce(b.sent, 0), o.points, coalesce(o.excused, false), o.reason, e.deadline
from (
    select user_id, homework from submissions
    union select user_id, homework from overrides
    union select user_id, homework from extensions
) k
left join (
    select user_id, homework, max(points) as points, count(*) as sent, sum(case when attempt then 1 else 0 end) as attempts
    from submissions
    group by user_id, homework
) b on b.user_id = k.user_id and b.homework = k.homework
left join overrides o on o.user_id = k.user_id and o.homework = k.homework
left join extensions e on e.user_id = k.user_id and e.homework = k.homework;

-- What every submission did in each task, for statistics of a class; small beside the reports. Made of the reports by the program.
create table outcomes (
    submission_id bigint primary key references submissions (id) on delete cascade,
    tasks text not null
);

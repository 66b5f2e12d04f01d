-- Files of which two students have sent the same bytes, each with the submission by which that was noticed: the page of shared answers
-- finds them here, and reads no submission of anybody else.
create table shared_files (
    homework text not null,
    sha256 text not null,
    noticed_by bigint not null,
    primary key (homework, sha256)
);
create index shared_files_by_time on shared_files (noticed_by);

insert into shared_files (homework, sha256, noticed_by)
select s.homework, s.sha256, min(s.id)
from (
    select homework, sha256, min(id) as id
    from submissions
    group by homework, sha256
    having count(*) > 1
) f
join submissions s on s.sha256 = f.sha256 and s.homework = f.homework and s.id > f.id
group by s.homework, s.sha256;

-- Submissions are compared in the order of their numbers from here on, so that what is left is told by the last one. They were compared
-- homework by homework: what comes after the first gap is compared once more.
delete from compared_submissions
where submission_id > (
    select min(s.id)
    from submissions s
    where exists (select 1 from users u where u.id = s.user_id and u.role = 'student')
        and not exists (select 1 from compared_submissions c where c.submission_id = s.id));

-- A report is written once: grading anew adds another one and says which counts, where it wrote the file and two reports before.
create table report_texts (
    submission_id bigint not null references submissions (id) on delete cascade,
    -- 1 for the report of when it was sent, then one more each time it was graded anew.
    number bigint not null,
    -- The report as JSON, with points before the late penalty.
    report text not null,
    primary key (submission_id, number)
);
-- The number of the report that counts.
alter table submissions add column report_number bigint not null default 1;
-- What was in force while an earlier report counted.
alter table reports add column number bigint not null default 0;
update reports set number = (select count(*) from reports e where e.submission_id = reports.submission_id and e.id <= reports.id);
insert into report_texts (submission_id, number, report)
select submission_id, number, report from reports;
update submissions set report_number = 1 + (select count(*) from reports r where r.submission_id = submissions.id)
where id in (select submission_id from reports);
insert into report_texts (submission_id, number, report)
select s.id, s.report_number, c.report
from submissions s
join submission_contents c on c.submission_id = s.id;
alter table reports drop column report;
alter table submission_contents drop column report;

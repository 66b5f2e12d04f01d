-- What lateness leaves of points, in thousandths, by the name that it has everywhere else.
alter table submissions rename column kept to late_factor;
alter table reports rename column kept to late_factor;
alter table manual_grades rename column kept to late_factor;

-- Whether the grader itself failed on some task, as the report says: such a submission is graded again.
alter table submissions add column faulty boolean not null default false;
update submissions set faulty = true where report like '%"verdict":"grader_fault"%';

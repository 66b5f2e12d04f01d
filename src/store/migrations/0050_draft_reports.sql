-- A draft is graded once, when it is looked at, and what was found waits with it. Those that wait now are an hour old at most and are chosen again.
delete from drafts;
alter table drafts add column report text not null default '';
alter table drafts add column course_id bigint not null default 0;
alter table drafts add column release text not null default '';

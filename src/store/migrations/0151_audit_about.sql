-- Whom an entry is about, by the beginning of its subject, so that what is about somebody is found without reading all entries.
alter table audit add column about text not null default '';
update audit set about = case when {position_of_slash} > 0 then substr(subject, 1, {position_of_slash} - 1) else subject end;
create index audit_by_about on audit (about, id);
create index audit_by_actor on audit (actor, id);

-- Those who are parts of somebody, and what is forgotten with time.
create index sessions_by_end on sessions (expires_at);
create index links_by_end on links (expires_at);
create index users_by_merge on users (merged_into);

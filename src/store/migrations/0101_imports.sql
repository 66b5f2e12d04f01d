-- The entry of the list that this change came with: a list is one entry, and what it did to whom are its rows.
alter table audit add column import_id bigint references audit (id);
create index audit_by_import on audit (import_id, id);

-- What happened, as JSON; null for entries of earlier releases, which kept words in `before` and `after`.
alter table audit add column change text;

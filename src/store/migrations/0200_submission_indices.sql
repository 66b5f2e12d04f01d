-- Every index is a page more to be written with each submission, another one for each student: these two answer what four did. The first
-- holds all that a standing is made of; the second finds the same bytes, of the same student and of others.
drop index submissions_by_user;
drop index submissions_for_standings;
drop index submissions_by_file;
drop index submissions_by_content;
create index submissions_by_user on submissions (user_id, homework, id, points, received_at, attempt);
create unique index submissions_by_content on submissions (sha256, homework, user_id);

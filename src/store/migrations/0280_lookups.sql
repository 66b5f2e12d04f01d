-- What is looked up by something else than its key: grades and later deadlines of a homework, the grade of an answer while another one is
-- claimed, letters to a person, entries of a kind, and whom a learning platform means by a login or a student number, in whatever case.
create index manual_grades_by_homework on manual_grades (homework, user_id, item);
create index manual_grades_by_answer on manual_grades (answer_id);
create index extensions_by_homework on extensions (homework);
create index letters_by_user on letters (user_id, kind, made_at);
create index audit_by_kind on audit (replace(action, ' ', '-'), id);
create index users_by_login on users (lower(login));
create index users_by_any_student_id on users (lower(student_id));

-- What may be used once is forgotten when it could not be used any more.
create index lti_used_by_end on lti_used (expires_at);
create index spent_ways_by_end on spent_ways (expires_at);

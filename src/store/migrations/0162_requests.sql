-- Open threads by their age, closed ones by when they were closed: a page of them is read without the others. And those of one student.
create index requests_by_state on requests (closed_at, id);
create index requests_by_user on requests (user_id, homework, id);

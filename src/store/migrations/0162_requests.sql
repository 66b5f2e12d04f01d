-- Open threads by their age, closed ones by when they were closed: a page of them is read without the others.
create index requests_by_state on requests (closed_at, id);

-- What is kept of a grader is counted for them.
create index claims_by_grader on claims (grader_id);

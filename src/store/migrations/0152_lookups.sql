-- What is looked up by something else than its key.
create index tokens_by_user on tokens (user_id);
create index requests_by_user on requests (user_id, homework, task);
create index request_messages_by_author on request_messages (author_id);
create index shared_answers_by_time on shared_answers (found_at);
create index compared_submissions_by_time on compared_submissions (compared_at);
-- Whose files have the same bytes.
create index submissions_by_content on submissions (sha256, homework, user_id, id);

-- What the grader gave, by the rubric of that time, where a grade was carried over to another rubric since; null where its criteria are
-- that still. Grades are always carried over from this, so that going back to an earlier rubric loses nothing.
alter table manual_grades add column given_criteria text;

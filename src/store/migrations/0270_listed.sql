-- Whether a list alone says whose an id of a platform is: it carries points, and signs nobody in before a launch has said the same.
alter table lti_people add column listed boolean not null default false;

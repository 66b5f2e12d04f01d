//! Items graded by a person, from the student's answer to the regrade request: the store on both databases, and every page by role.

mod carried;
mod course;
mod data;
mod files;
mod late;
mod markup;
mod pages;
mod queue;
mod removed;
mod requests;
mod site;
mod story;
mod taken_away;
mod waiting;

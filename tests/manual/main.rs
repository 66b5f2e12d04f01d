//! Items graded by a person, from the student's answer to the regrade request: the store on both databases, and every page by role.

mod course;
mod data;
#[path = "../support/dom.rs"]
mod dom;
mod late;
mod markup;
mod pages;
#[path = "../support/postgres.rs"]
mod postgres;
mod queue;
mod removed;
mod requests;
mod site;
mod story;

//! One page a file.

pub mod account;
pub mod account_data;
pub mod account_sessions;
mod account_storage;
pub mod api;
pub mod assets;
pub mod audit;
pub mod client;
pub mod course;
pub mod course_versions;
pub mod draft;
pub mod exam;
pub mod gradebook;
pub mod health;
pub mod homework;
pub mod inputs;
pub mod insight;
pub mod item;
pub mod job;
pub mod language;
pub mod links;
pub mod overview;
pub mod person;
pub mod queue;
pub mod receipt;
pub mod reference;
pub mod regrade;
pub mod request;
pub mod roster;
pub mod sharing;
pub mod sign_in;
pub mod starter;
pub mod student;
pub mod student_homework;
#[cfg(debug_assertions)]
pub mod styleguide;
pub mod submission;

//! One page a file.

pub mod account;
pub mod api;
pub mod assets;
pub mod course;
pub mod course_versions;
pub mod exam;
pub mod gradebook;
pub mod health;
pub mod homework;
pub mod inputs;
pub mod job;
pub mod language;
pub mod overview;
pub mod regrade;
pub mod sign_in;
pub mod student;
pub mod submission;

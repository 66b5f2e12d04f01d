//! One page a file.

pub mod account;
pub mod api;
pub mod assets;
pub mod exam;
pub mod gradebook;
pub mod health;
pub mod homework;
pub mod inputs;
pub mod item;
pub mod language;
pub mod overview;
pub mod queue;
pub mod request;
pub mod sign_in;
pub mod student;
pub mod submission;

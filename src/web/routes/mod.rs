//! One page a file.

pub mod account;
pub mod account_data;
pub mod api;
pub mod assets;
pub mod draft;
pub mod exam;
pub mod gradebook;
pub mod health;
pub mod homework;
pub mod inputs;
pub mod language;
pub mod overview;
pub mod receipt;
pub mod reference;
pub mod sign_in;
pub mod starter;
pub mod student;
pub mod submission;

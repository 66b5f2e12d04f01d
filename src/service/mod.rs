//! What people and programs can ask for, whichever way they come: the pages, the API and the command line are faces of this room.
//!
//! It knows no HTTP, no template and no terminal. What goes wrong is a [`error::ServiceError`], which each face tells in its own way.

pub mod adjust;
pub mod answer_file;
pub mod answer_keys;
pub mod app;
pub mod check;
pub mod disclose;
pub mod document;
pub mod error;
pub mod expected;
pub mod export;
pub mod gradebooks;
pub mod grading_queue;
pub mod held;
pub mod homework;
pub mod impact;
pub mod imports;
pub mod inputs;
pub mod insight;
pub mod last_read;
pub mod lateness;
pub mod lti;
pub mod mail;
pub mod new_inputs;
pub mod notebook;
pub mod once;
pub mod packs;
pub mod people;
pub mod person;
pub mod practice;
pub mod previews;
pub mod publish;
pub mod regrade;
pub mod requests;
pub mod rubrics;
mod seal;
pub mod sharing;
pub mod sign_in;
pub mod submit;
pub mod writing;

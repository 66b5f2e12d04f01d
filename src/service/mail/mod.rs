//! Letters to people: links that sign in, which letters somebody does without, and what is told on a day of its own.

pub mod calendar;
pub mod desk;
pub mod sign_in;
pub mod stop;

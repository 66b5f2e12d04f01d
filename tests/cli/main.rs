//! The binary as people and scripts use it.

mod chores;
mod course;
mod files;
mod grade;
mod hostile;
mod mistakes;
mod remote;
mod round_trip;
mod run;
#[path = "../support/server.rs"]
mod server;
mod targets;
mod terminal;
#[cfg(unix)]
mod trust;

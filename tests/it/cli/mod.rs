//! The binary as people and scripts use it.

mod chores;
mod client;
mod course;
mod data;
mod doctor;
mod files;
mod final_grade;
mod grade;
mod help;
mod hostile;
mod json;
mod mistakes;
mod moved;
mod operate;
mod person;
mod remote;
mod round_trip;
pub mod run;
mod russian;
mod secret;
mod settings;
mod targets;
mod terminal;
#[cfg(unix)]
mod trust;
mod upgrade;
mod upkeep;

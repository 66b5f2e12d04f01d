//! The binary as people and scripts use it.

mod backups;
mod chores;
mod client;
mod course;
mod data;
mod doctor;
mod elsewhere;
mod files;
mod final_grade;
#[cfg(unix)]
mod full_disk;
mod grade;
mod help;
mod hostile;
mod json;
#[cfg(unix)]
mod keys;
mod lost;
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

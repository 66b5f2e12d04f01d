//! The binary as people and scripts use it.

mod course;
mod files;
mod grade;
mod mistakes;
mod round_trip;
mod run;
mod terminal;

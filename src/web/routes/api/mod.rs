//! The same for programs, under `/api/v1`.

pub mod adjustments;
mod body;
pub mod check;
pub mod course;
pub mod device;
pub mod exam;
pub mod file;
pub mod grade;
pub mod gradebook;
pub mod homeworks;
pub mod imports;
pub mod inputs;
pub mod merges;
pub mod openapi;
pub mod people;
pub mod practice;
pub mod problems;
pub mod regrade;
pub mod roster;
pub mod submissions;

//! What is told about a course: where a student stands, the gradebook, plots and exports.

pub mod bars;
pub mod export;
pub mod gradebook;
pub mod standing;
pub mod statistics;

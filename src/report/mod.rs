//! What is told about a course: where a student stands, the gradebook, plots and exports.

pub mod standing;

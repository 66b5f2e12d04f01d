//! What a teacher decides by hand: points in place of the computed ones, excuses, later deadlines, the exam; checked once for all faces.

mod exam;
mod subject;
mod typed;

pub use exam::{GradeMove, change_exam, grades_of, planned_exams, set_exam, set_exams};
pub use subject::{Extension, Snapshot, Subject};
pub use typed::{read_points, read_reason};

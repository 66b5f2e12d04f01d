//! One function grades for the command line, the pages and the API: [`grade`].

pub mod by_hand;
mod expect;
mod findings;
mod grade;
mod inputs;
pub mod lateness;
mod practice;
mod preview;
mod report;
mod reveal;
mod score;
mod solved;

pub use expect::{read_course, unmet};
pub use findings::{FindingKind, Recognised};
pub use grade::sort_answers;
pub use grade::{TaskFailure, TaskRun, grade, run_task};
pub use inputs::{
    Inputs, InputsFileError, draw_inputs, draw_task_inputs, inputs_from_file, inputs_to_file,
    student_seed,
};
pub use preview::{Found, Preview, PreviewOutput};
pub use report::{Cause, MistakeFound, OutputReport, Report, TaskReport, TaskVerdict, Unknown};
pub use reveal::may_reveal;
pub use score::{Counted, counted};
pub use solved::Solved;

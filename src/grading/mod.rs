//! One function grades for the command line, the pages and the API: [`grade`].

mod blunt;
pub mod by_hand;
mod expect;
mod findings;
mod grade;
mod inputs;
pub mod lateness;
pub mod likeness;
mod practice;
mod preview;
mod report;
mod reveal;
mod run;
mod score;
mod solved;
mod solved_task;

pub use blunt::FEWEST_CLASSED;
pub use expect::{read_course, unmet};
pub use findings::{FindingKind, MistakeFound, Recognised};
pub use grade::{grade, sort_answers};
pub use inputs::{
    Inputs, InputsFileError, draw_inputs, draw_task_inputs, inputs_from_file, inputs_to_file,
    student_seed,
};
pub use preview::{Found, Preview, PreviewOutput};
pub use report::{Cause, OutputReport, Reason, Report, TaskReport, TaskVerdict, Unknown};
pub use reveal::may_reveal;
pub use run::{TaskFailure, TaskRun, run_task};
pub use score::{Counted, counted};
pub use solved::Solved;

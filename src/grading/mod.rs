//! One function grades for the command line, the pages and the API: [`grade`].

mod blunt;
pub mod by_hand;
mod expect;
mod grade;
mod inputs;
mod judged;
mod key;
pub mod lateness;
mod outcome;
mod pack;
mod practice;
mod preview;
mod reveal;
mod run;
mod score;
mod sharing;
mod solved;
mod solved_task;
mod tally;
mod weigh;
mod which_inputs;

pub use blunt::make_blunt;
pub use expect::{read_course, unmet};
pub use grade::{grade, sort_answers};
pub use inputs::{
    Inputs, InputsFileError, draw_inputs, draw_task_inputs, inputs_from_file, inputs_to_file,
    student_seed,
};
pub use judge::answers::InputsId;
pub use judge::grade::FEWEST_CLASSED;
pub use judge::pack::PRACTICE_SEEDS;
pub use judge::report::{
    Cause, FindingKind, Found, MistakeFound, OutputReport, Reason, Recognised, Report, TaskReport,
    TaskVerdict, Unknown, Which, WhichInputs,
};
pub use judged::{Given, Judged, Judging, settled};
pub use key::in_language;
pub use outcome::{TaskOutcome, is_open, outcomes_of};
pub use pack::{pack, sheet};
pub use preview::{Preview, PreviewOutput};
pub use reveal::may_reveal;
pub use run::{TaskFailure, TaskRun, run_task};
pub use score::{Counted, counted};
pub use sharing::fits;
pub use solved::Solved;
pub use tally::{TallyReader, TaskTally, add_outcomes, place_of};
pub use weigh::weighed_anew;
pub use which_inputs::{Names, OwnMarks, Said, own_marks, which_inputs};

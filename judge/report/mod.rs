//! What a check says: plain data, the JSON of the contract between the grader and everybody else.

mod cause;
mod found;
mod output;
mod reason;
mod recognised;
mod task;
mod verdict;
mod which_inputs;
mod whole;

pub use cause::Cause;
pub use found::Found;
pub use output::OutputReport;
pub use reason::Reason;
pub use recognised::{FindingKind, MistakeFound, Recognised};
pub use task::TaskReport;
pub use verdict::TaskVerdict;
pub use which_inputs::{Which, WhichInputs};
pub use whole::{Report, Unknown};

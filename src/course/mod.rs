//! The grading config: a TOML file that picks tasks, gives points, tolerances, dates and rules.
//!
//! [`Course::parse`] reads a file and reports all its problems at once, each with its place and what to write instead.
//! `file` is the way in; every other file reads one section or holds one idea.

mod answer_kind;
mod checked;
mod compare;
mod dates;
mod demo_items;
mod edit;
mod expect;
mod expectation;
mod extent;
mod file;
pub use judge::formula;
mod grading;
mod homework;
mod keys;
mod lists;
mod lookup;
mod manual;
mod mistakes;
mod model;
mod named;
mod past;
mod policy;
mod schedule;
mod shipped;
mod show;
mod shown;
mod tasks;
#[cfg(test)]
mod tests;
mod told;
mod tolerances;
mod zones;

pub use answer_kind::AnswerKind;
pub use checked::Checked;
pub use compare::{Change, changes};
pub use dates::day_end;
pub use edit::{
    DATES, Fields, criterion_field, edited, edited_for_all, field_at, field_of_all_at, item_field,
    said, said_of_all, task_field, time_field, with_mistake,
};
pub use expect::Unmet;
pub use expectation::{Expect, Place, Sent};
pub use file::{File, Grading};
pub use formula::{Formula, FormulaError, Grade, Total};
pub use model::{
    Course, Criterion, Excused, Feedback, Homework, Late, Manual, NamedMistake, Order, Reveal, Task,
};
pub use schedule::{Schedule, State};
pub use shown::Value;
pub use zones::{zone_meant, zone_name};

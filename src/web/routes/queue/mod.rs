//! The grading queue: items by homework, answers by item, one answer at a time, and rubrics that changed.

pub mod answer;
mod answer_page;
mod comments;
mod form;
pub mod item;
pub mod list;
mod names;
pub mod rubric;

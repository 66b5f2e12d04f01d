//! The common changes of one homework as a form: what a text says of them, the text after a change, and which field a place in it belongs to.
//! Comments and layout stay: only the lines of what was changed are other ones.

mod change;
mod fields;
mod lists;
mod mistake;
mod places;
mod tables;

pub use change::{edited, edited_for_all};
pub use fields::{
    DATES, Fields, criterion_field, item_field, said, said_of_all, task_field, time_field,
};
pub use mistake::with_mistake;
pub(super) use places::value_place;
pub use places::{field_at, field_of_all_at};

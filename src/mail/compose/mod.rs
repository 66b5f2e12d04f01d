//! What stands in a letter, found when it is sent: so it is true then, and nothing in it is more than its reader may see on the pages.

mod answered;
mod deadline;
mod digest;
mod graded;
mod receipt;
mod sign_in;
pub mod whole;
mod writing;

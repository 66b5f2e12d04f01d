//! A folder of answers files, graded without a server.
//!
//! | file | job |
//! | --- | --- |
//! | `listing` | what lies in a folder, links never followed |
//! | `layout` | which file is whose answers to which homework |
//! | `error` | why a folder cannot be understood |
//! | `rows` | files → rows, in parallel |
//! | `table` | rows → CSV and totals |

mod error;
mod layout;
mod listing;
mod rows;
mod table;

pub use error::LayoutError;
pub use layout::{Entry, Found, Layout, Problem, find};
pub use rows::{Graded, Row, Source, TaskLine, grade_entries};
pub use table::{csv, totals};

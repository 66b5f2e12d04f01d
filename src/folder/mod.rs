//! A folder of answers files, graded without a server.
//!
//! | file | job |
//! | --- | --- |
//! | `listing` | what lies in a folder, links never followed |
//! | `layout` | the ways in which files may lie there |
//! | `looked` | a folder as deep as answers may lie, and its layout |
//! | `platforms` | what learning platforms call files, and who is who |
//! | `sorting` | which file is whose answers to which homework |
//! | `entries` | what there is to grade, and what keeps it from it |
//! | `error` | why a folder cannot be understood |
//! | `rows` | files → rows, in parallel |
//! | `table` | rows → CSV and totals |

mod entries;
mod error;
mod layout;
mod listing;
mod looked;
mod platforms;
mod rows;
mod sorting;
mod table;

pub use entries::{Entry, Found, Problem};
pub use error::LayoutError;
pub use layout::Layout;
pub use platforms::People;
pub use rows::{Graded, Row, Source, TaskLine, grade_entries};
pub use sorting::find;
pub use table::{csv, totals};

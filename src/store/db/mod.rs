//! The two databases behind one interface: statements, rows and transactions.

mod connection;
mod held;
mod sql;
mod store;
mod transaction;

pub(super) use sql::{MOST_ROWS, Made, Many, Sql};
pub(super) use store::Db;
pub use store::Store;
pub(super) use transaction::Tx;

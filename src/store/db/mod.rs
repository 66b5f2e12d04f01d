//! The two databases behind one interface: statements, rows and transactions.

mod connection;
mod sql;
mod store;

pub(super) use sql::{Made, Many, Sql};
pub use store::Store;
pub(super) use store::{Db, Tx};

//! The store: one story on both databases, and what a killed server keeps.

mod class;
mod databases;
mod killed;
#[path = "../support/server.rs"]
mod server;
mod story;

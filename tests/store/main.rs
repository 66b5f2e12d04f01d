//! The store: one story on both databases, and what a killed server keeps.

mod access;
mod audited;
mod class;
mod databases;
mod killed;
mod noted;
#[path = "../support/server.rs"]
mod server;
mod story;

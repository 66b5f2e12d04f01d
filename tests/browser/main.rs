//! Pages in a real browser: a student's evening, narrow and wide, in both languages; what axe-core finds; pictures.

mod accessible;
mod chromium;
mod demo;
mod gallery;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/solve.rs"]
mod solve;
mod student;

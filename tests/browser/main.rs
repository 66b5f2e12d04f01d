//! Pages in a real browser: a student's evening, narrow and wide, in both languages; the teacher's desk; what axe-core finds; pictures.

mod accessible;
mod chromium;
mod config;
mod demo;
mod desk;
mod gallery;
mod person;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/solve.rs"]
mod solve;
mod student;

//! Pages in a real browser: a student's evening, narrow and wide, in both languages; what axe-core finds; pictures.

mod accessible;
mod by_hand;
mod chromium;
mod demo;
mod gallery;
mod keyboard;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/solve.rs"]
mod solve;
mod sending;
mod student;
mod visit;
mod what_if;

//! A student's evening in a real browser: signing in, sending right and wrong answers, another language, narrow and wide.

mod chromium;
#[path = "../support/server.rs"]
mod server;
#[path = "../support/solve.rs"]
mod solve;
mod student;

//! The student's program as it is run: every verb, in both languages, alone and beside a server.

mod alone;
mod beside;
mod final_grade;
mod holds;
mod run;
mod server;
mod tokens;

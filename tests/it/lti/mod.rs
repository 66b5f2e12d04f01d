//! LTI 1.3 against a platform of our own, written from the specification and not from the program: it signs, checks and refuses as one would.

mod launch;
pub mod linking;
mod members;
pub mod platform;
mod register;
mod scores;
pub mod visit;

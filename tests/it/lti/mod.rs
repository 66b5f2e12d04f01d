//! LTI 1.3 against a platform of our own, written from the specification and not from the program: it signs, checks and refuses as one would.
//! What it is for a platform, a tool of others says (`pylti`); and this server comes to the platform of others that can be installed, Open edX.

mod accounts;
mod columns;
mod first_step;
mod halts;
mod launch;
pub mod linking;
mod members;
mod open_edx;
pub mod platform;
mod pylti;
mod python;
mod register;
mod scores;
pub mod visit;

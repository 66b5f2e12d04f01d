//! Learning platforms: launches, links, lists, points.

pub mod course;
pub mod keys;
pub mod launch;
pub mod linking;
pub mod login;
pub mod page;
pub mod people;
pub mod platform;
pub mod register;
pub mod roster;
pub mod switch;

//! Large files outside of the database: sent, read, lost, swept, moved; with a storage of our own that can fail, and with moto's.

mod commands;
mod faults;
mod house;
mod moto;
mod story;
mod sweep;

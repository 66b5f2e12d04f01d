//! The store: one story on both databases, and what a killed server keeps.

mod access;
mod addresses;
mod at_once;
mod audited;
mod away;
mod class;
mod clock;
mod counted;
mod crash;
mod databases;
mod full;
mod given;
mod graded_anew;
mod killed;
mod lists;
mod merged_meanwhile;
mod noted;
mod parting;
mod persons;
mod platforms;
mod servers;
mod standing_rows;
mod story;
mod together;
mod turns;
mod waiting;

//! The teacher's way from a draft of the grading config to points: preview, publish, versions, regrade; through the whole router.

mod config;
mod form;
mod regrade;
mod roles;
mod semester;
mod site;
mod taken_over;
mod takes;
mod undo;
mod weights;

//! What is told beyond a single report: standings, changes, where errors sit, plots.

pub mod averages;
pub mod bars;
pub mod change;
pub mod clusters;
pub mod elements;
pub mod error_map;
pub mod export;
pub mod gradebook;
pub mod links;
pub mod names;
pub mod order;
pub mod plot;
pub mod progress;
pub mod roll;
pub mod search;
pub mod standing;
pub mod statistics;
pub mod what_if;
pub mod zip_stream;

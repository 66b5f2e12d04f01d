//! What is told beyond a single report: standings, changes, where errors sit, plots.

pub mod change;
pub mod elements;
pub mod error_map;
pub mod plot;
pub mod progress;
pub mod standing;
pub mod what_if;

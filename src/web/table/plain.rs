//! What browsers and operators fetch without being anybody.

use super::access::Access::Anyone;
use super::route::{Route, get};
use crate::web::routes::{assets, health};

/// Files of the pages, and whether the server is well.
pub fn plain() -> Vec<Route> {
    vec![
        get("/assets/{file}", Anyone, assets::file),
        get("/health", Anyone, health::ready),
        get("/health/live", Anyone, health::live),
        get("/health/ready", Anyone, health::ready),
    ]
}

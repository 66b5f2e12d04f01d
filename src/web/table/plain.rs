//! What browsers and operators fetch without being anybody.

use super::access::Access::Anyone;
use super::route::{Route, get};
use crate::web::routes::{assets, health, well_known};

/// Files of the pages, and whether the server is well.
pub fn plain() -> Vec<Route> {
    vec![
        get("/assets/{file}", Anyone, assets::file),
        get("/favicon.ico", Anyone, assets::favicon),
        get("/robots.txt", Anyone, well_known::robots),
        get("/manifest.webmanifest", Anyone, well_known::manifest),
        get(
            "/.well-known/security.txt",
            Anyone,
            well_known::security_txt,
        ),
        get("/health", Anyone, health::ready),
        get("/health/live", Anyone, health::live),
        get("/health/ready", Anyone, health::ready),
    ]
}

//! Whether a grader sees whose answer it is.

use crate::web::error::AppError;
use serde::Deserialize;
use tower_sessions::Session;

/// The session's key of whether names are hidden.
const NAMES_KEY: &str = "names_hidden";

/// The part of the address that hides or shows names.
#[derive(Deserialize)]
pub struct Names {
    /// `hidden` or `shown`.
    pub names: Option<String>,
}

/// Whether names are hidden; kept for the session where the address says so.
pub(super) async fn names_hidden(session: &Session, names: &Names) -> Result<bool, AppError> {
    let chosen = match names.names.as_deref() {
        Some("hidden") => Some(true),
        Some("shown") => Some(false),
        _ => None,
    };
    if let Some(hidden) = chosen {
        let kept = session.insert(NAMES_KEY, hidden).await;
        kept?;
        return Ok(hidden);
    }
    let kept = session.get::<bool>(NAMES_KEY).await;
    Ok(kept?.unwrap_or(false))
}

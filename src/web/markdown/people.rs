//! Texts that people write. One can be written that takes long, so it is made off the threads on which everybody else is served.

use super::{rendered, to_html};
use crate::service::app::App;
use crate::service::error::ServiceError;

/// The HTML of a text that somebody wrote, as [`to_html`] makes it; no more are made at once than there are cores.
///
/// # Errors
/// When making it panicked: a fault of ours.
pub async fn of_person(app: &App, text: &str) -> Result<String, ServiceError> {
    if let Some(html) = rendered::known(text) {
        return Ok(html);
    }
    let text = text.to_owned();
    app.compute(move || to_html(&text)).await
}

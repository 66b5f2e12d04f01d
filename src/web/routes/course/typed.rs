//! A text on its way to being published, with what was typed around it.

use crate::config::LARGEST;
use crate::ids::VersionId;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use axum::extract::Multipart;
use axum::http::StatusCode;
use l10n::{Explain as _, message};
use serde::{Deserialize, Serialize};

/// A form carries the text, perhaps a file as well, and a little around them.
pub const FORM: usize = 4 * LARGEST;

/// What was typed; shown again whatever happens.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Typed {
    #[serde(default)]
    pub(super) toml: String,
    #[serde(default)]
    pub(super) base: VersionId,
    #[serde(default)]
    pub(super) note: String,
    /// Present where the box is ticked.
    #[serde(default)]
    pub(super) regrade: Option<String>,
    /// Present where the box is ticked that says that points may be taken: which ones.
    #[serde(default)]
    pub(super) take: Option<String>,
    /// Likewise.
    #[serde(default)]
    pub(super) new_inputs: Option<String>,
}

impl Typed {
    /// A text that was made of a version.
    pub fn new(toml: String, base: VersionId) -> Self {
        Self {
            toml,
            base,
            ..Self::default()
        }
    }

    /// With another text.
    #[must_use]
    pub fn with_text(self, toml: String) -> Self {
        Self { toml, ..self }
    }

    /// With a note.
    #[must_use]
    pub fn noted(self, note: String) -> Self {
        Self { note, ..self }
    }

    /// The text.
    pub fn toml(&self) -> &str {
        &self.toml
    }
}

/// A text area sends its lines as DOS does; the text keeps those of Unix, so that versions differ only where they differ.
pub fn unix_lines(text: &str) -> String {
    text.replace("\r\n", "\n")
}

/// What a form with a text or a file says.
pub(super) async fn typed(mut parts: Multipart) -> Result<Typed, AppError> {
    let refused = |error: axum::extract::multipart::MultipartError| {
        if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
            AppError::TooLarge
        } else {
            ServiceError::Form(message!("course-form-broken")).into()
        }
    };
    let mut typed = Typed::default();
    while let Some(field) = parts.next_field().await.map_err(refused)? {
        let name = field.name().unwrap_or_default().to_owned();
        // The layer on this route bounds the whole body.
        let bytes = field.bytes().await.map_err(refused)?;
        let text = crate::config::text(&bytes).map_err(|e| ServiceError::Form(e.message()))?;
        match name.as_str() {
            "toml" if typed.toml.is_empty() => typed.toml = unix_lines(&text),
            // A file that was chosen takes the place of the text.
            "file" if !text.is_empty() => {
                typed.toml = unix_lines(text.strip_prefix('\u{feff}').unwrap_or(&text));
            }
            "base" => typed.base = text.trim().parse().unwrap_or_default(),
            "note" => typed.note = text,
            _ => {}
        }
    }
    if typed.toml.trim().is_empty() {
        return Err(ServiceError::Form(message!("course-no-text")).into());
    }
    Ok(typed)
}

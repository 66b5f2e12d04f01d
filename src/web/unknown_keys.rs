//! Keys of a file that name no output, as pages show them.

use judge::report::Unknown;
use l10n::Lang;
use serde::Serialize;

/// Such a key.
#[derive(Serialize)]
pub struct UnknownKey {
    key: String,
    nearest: Option<String>,
    /// Why it could not be read either, or how such a name comes about.
    reason: Option<String>,
}

/// The keys in this language.
pub fn unknown_keys(keys: &[Unknown], lang: Lang) -> Vec<UnknownKey> {
    let shown = |u: &Unknown| UnknownKey {
        key: u.key.clone(),
        nearest: u.nearest.clone(),
        reason: u.reason.as_ref().map(|r| r.text(lang).to_owned()),
    };
    keys.iter().map(shown).collect()
}

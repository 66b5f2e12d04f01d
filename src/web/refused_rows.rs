//! Rows of a list that are left out, as pages and programs are told them.

use crate::import::Refused;
use l10n::{Explain as _, Lang};
use serde::Serialize;

/// A row that is left out, for a page or a program.
#[derive(Serialize, utoipa::ToSchema)]
pub struct RefusedRow {
    /// Its line in the file.
    pub line: u64,
    /// The login, or what stands in its place.
    pub login: String,
    /// Why, in the visitor's language.
    pub why: String,
}

/// Rows that are left out, explained.
pub fn refused(rows: &[Refused], lang: Lang) -> Vec<RefusedRow> {
    let row = |r: &Refused| RefusedRow {
        line: r.line,
        login: r.login.clone(),
        why: r.why.explain(lang),
    };
    rows.iter().map(row).collect()
}

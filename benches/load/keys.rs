//! What a seeded course is known by: its secret, and the keys of its students, in a file beside the database.

use anyhow::Context as _;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// The course secret of every seeded course: it protects nothing.
pub const SECRET: [u8; 32] = [7; 32];
/// The homework that is due.
pub const DUE: &str = "elbo";

/// A student's ways in.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Student {
    /// The login.
    pub login: String,
    /// A token for the API.
    pub token: String,
    /// The cookie of a browser that is signed in.
    pub session: String,
}

/// Writes the keys into a folder.
///
/// # Errors
/// When they cannot be written.
pub fn keep(folder: &Path, students: &[Student]) -> anyhow::Result<()> {
    std::fs::write(folder.join("load.json"), serde_json::to_vec(students)?)?;
    Ok(())
}

/// Reads them.
///
/// # Errors
/// When nothing was seeded there.
pub fn kept(folder: &Path) -> anyhow::Result<Vec<Student>> {
    let path = folder.join("load.json");
    let bytes = std::fs::read(&path).with_context(|| format!("{}: seed first", path.display()))?;
    Ok(serde_json::from_slice(&bytes)?)
}

//! Sign-in links for a mail merge.

use crate::spreadsheet::Table;
use serde::Serialize;

/// A sign-in link of somebody.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SignInLink)]
pub struct Link {
    /// Whose.
    pub login: String,
    /// The name.
    pub name: String,
    /// The e-mail address; empty where none is known.
    pub email: String,
    /// Where it leads.
    pub link: String,
}

/// The links as CSV: login, name, email, link.
///
/// # Errors
/// When memory cannot be written to.
pub fn csv(links: &[Link]) -> Result<Vec<u8>, csv::Error> {
    let mut out = Table::default();
    out.row(["login", "name", "email", "link"])?;
    for row in links {
        out.row([&row.login, &row.name, &row.email, &row.link])?;
    }
    Ok(out.into_bytes())
}

//! Sign-in links for a mail merge.

use super::export::harmless;
use serde::Serialize;

/// A sign-in link of somebody.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
pub struct Link {
    /// Whose.
    pub login: String,
    /// The name.
    pub name: String,
    /// Where it leads.
    pub link: String,
}

/// The links as CSV: login, name, link.
///
/// # Errors
/// Never, as it is written to memory; the writer has the type.
pub fn csv(links: &[Link]) -> Result<Vec<u8>, csv::Error> {
    let mut out = csv::Writer::from_writer(Vec::new());
    let mut write =
        |cells: [&str; 3]| out.write_record(cells.map(|cell| harmless(cell).into_owned()));
    write(["login", "name", "link"])?;
    for row in links {
        write([&row.login, &row.name, &row.link])?;
    }
    out.into_inner()
        .map_err(|error| csv::Error::from(error.into_error()))
}

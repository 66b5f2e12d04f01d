//! Sign-in links for a mail merge.

use crate::ids::UserId;
use crate::spreadsheet::Table;
use crate::store::User;
use serde::Serialize;

/// Where a secret signs in, at the server of this address.
pub fn sign_in_url(base_url: &str, secret: &str) -> String {
    format!("{base_url}/sign-in/{secret}")
}

/// A sign-in link of somebody.
#[derive(Clone, Debug, Serialize, utoipa::ToSchema)]
#[schema(as = SignInLink)]
pub struct Link {
    /// Whose row; whoever reads the link is told the login.
    #[serde(skip)]
    pub user: UserId,
    /// What signs them in at the end of the link.
    #[serde(skip)]
    pub secret: String,
    /// Whose.
    pub login: String,
    /// The name.
    pub name: String,
    /// The e-mail address; empty where none is known.
    pub email: String,
    /// Where it leads.
    pub link: String,
}

impl Link {
    /// The link with this secret, for this person, to the server at this address.
    pub fn new(user: User, secret: String, base_url: &str) -> Self {
        Self {
            link: sign_in_url(base_url, &secret),
            user: user.id,
            secret,
            login: user.login,
            name: user.name,
            email: user.details.email,
        }
    }
}

/// What the page sends back of these links: what the file can be made of again, and no more, since there may be thousands.
pub fn kept(links: &[Link]) -> String {
    let line = |link: &Link| format!("{} {}\n", link.user, link.secret);
    links.iter().map(line).collect()
}

/// One line of what the page has sent back: the person's row and the secret.
pub fn read_kept(line: &str) -> Option<(UserId, &str)> {
    let (user, secret) = line.split_once(' ')?;
    let is_secret = !secret.is_empty() && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((user.parse().ok()?, secret)).filter(|_| is_secret)
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

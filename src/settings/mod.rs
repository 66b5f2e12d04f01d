//! The server's own config, `dgm.toml`: where it listens and keeps its data, how it sends mail, how people sign in.
//!
//! `file` is the way in; every other file reads one table or holds one kind of value.

mod around;
pub mod base_url;
mod database_url;
mod endpoint;
mod file;
pub mod limits;
pub mod listen;
pub mod log_filter;
pub mod mail;
pub mod network;
mod oauth;
mod object_storage;
mod oidc;
mod paths;
mod port;
mod proxy_header;
mod roster_key;
mod secret;
pub mod security_contact;
pub mod sign_in;
#[cfg(test)]
mod tests;

pub use around::Around;
pub use database_url::{DatabaseUrl, whole};
pub use file::{File, NAME};
pub use limits::Limits;
pub use mail::Mail;
pub use oauth::{OAuth, Platform};
pub use object_storage::ObjectStorage;
pub use oidc::Oidc;
pub use proxy_header::{ProxyHeader, SignOut};
pub use roster_key::{Claimed, Key, Newcomers};
pub use secret::{Secret, course_secret};
pub use sign_in::SignIn;

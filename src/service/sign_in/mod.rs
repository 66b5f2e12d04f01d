//! Signing in: by a link, by a provider, by the word of a proxy. It ends with a person of the roster, the way they came, and a session of theirs.

mod asked;
mod back;
mod discovery;
mod error;
mod identity;
mod journey;
pub mod link;
mod oauth;
mod oidc;
mod provider;
mod proxy;
mod roster;
pub mod session;
mod state;
mod ways;

pub use back::local;
pub use discovery::reach_oidc;
pub use error::{Refused, Why};
pub use journey::{Begun, Came, begin, finish};
pub use oauth::reach_oauth;
pub use proxy::person as person_of_header;
pub use ways::Ways;

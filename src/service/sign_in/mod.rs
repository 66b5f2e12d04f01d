//! Signing in: by a link, by a provider, by the word of a proxy. It ends with a person of the roster, and the way they came.

mod asked;
mod back;
mod discovery;
mod error;
mod identity;
mod journey;
mod oauth;
mod oidc;
mod provider;
mod proxy;
mod roster;
mod state;
mod ways;

pub use back::local;
pub use discovery::reach_oidc;
pub use error::{Refused, Why};
pub use journey::{Begun, Came, begin, finish};
pub use oauth::reach_oauth;
pub use proxy::person as person_of_header;
pub use ways::Ways;

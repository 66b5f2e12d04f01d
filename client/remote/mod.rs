//! A server as the student's verbs talk to it: where it is, with which token, and what it answers.

mod config;
mod own;
mod server;
mod url;

pub use config::{Config, config_path, read_config, write_config};
pub use own::{Sent, own_inputs, submit};
pub use server::{Server, ServerArg};
pub use url::checked_url;

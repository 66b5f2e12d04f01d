//! A server as the student's verbs talk to it: where it is, with which token, and what it answers.

mod agent;
mod config;
mod device;
mod own;
mod server;
mod url;

pub use config::{Config, config_path, read_config, write_config};
pub use device::{DeviceSignIn, machine};
pub use own::{Sent, own_inputs, submit};
pub use server::{Server, ServerArg, environment_token};
pub use url::checked_url;

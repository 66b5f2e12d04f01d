//! What the documentation says is so: its configs are valid, its commands run, its flags exist, its links lead somewhere.

mod commands;
mod config;
mod facts;
mod links;
mod pages;
mod runs;
#[expect(
    dead_code,
    reason = "the server is started for the data folder it makes, nobody calls it"
)]
#[path = "../support/server.rs"]
mod server;

//! What the documentation says is so: its configs are valid, its commands run, its flags exist, its links lead somewhere.

mod commands;
mod config;
mod contributing;
mod facts;
mod links;
mod pages;
mod runs;
mod settings;

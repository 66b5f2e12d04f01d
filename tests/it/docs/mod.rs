//! What the documentation says is so: its configs are valid, its commands run, its flags exist, its links lead somewhere.

mod book;
mod commands;
mod config;
mod contributing;
mod deploy;
mod facts;
mod help;
mod links;
mod messages;
mod pages;
mod runs;
mod settings;

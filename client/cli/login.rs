//! `dgm login`: keeps the server and the token for `dgm submit` and `dgm status`.

use super::error::{Context as _, Result};
use super::output::{put_json, tell};
use super::{Format, Outcome, Voice};
use crate::practice;
use crate::remote::{Config, Server, ServerArg, checked_url, config_path, write_config};
use l10n::message;
use std::io::{BufRead as _, IsTerminal as _, Read as _};

/// Where to sign in.
#[derive(clap::Args)]
pub struct Args {
    /// The server.
    #[arg(value_name = "URL", conflicts_with = "server")]
    url: Option<String>,
    #[command(flatten)]
    server: ServerArg,
}

/// Runs the command: the token comes from `DGM_TOKEN` or standard input, never from an argument that others can see in a process list.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let Some(url) = args.url.as_ref().or(args.server.server.as_ref()) else {
        return Err(message!("login-which-server").into());
    };
    let url = checked_url(url)?;
    let path = config_path()?;
    let given = std::env::var("DGM_TOKEN").ok().filter(|t| !t.is_empty());
    let token = given.map_or_else(|| ask(&url, voice), Ok)?;
    let token = token.trim().to_owned();
    let server = Server::new(url.clone(), token.clone(), voice.lang)?;
    // A token that does not work is better found now than before a deadline.
    server.get("homeworks")?;
    write_config(&path, &Config { server: url, token })?;
    // An older server has no packs; then the carried ones are used.
    let fetched = practice::homeworks().filter(|name| practice::fetch(&server, name).is_ok());
    let packs = fetched.count();
    match voice.format {
        Format::Text => {
            let done = message!("login-done").text(voice.lang);
            tell(&format_args!("{done}: {}", path.display()));
            if packs > 0 {
                tell(&message!("login-packs", n = packs).text(voice.lang));
            }
        }
        Format::Json => put_json(
            &serde_json::json!({ "server": server.url(), "config": path.display().to_string(), "packs": packs }),
        )?,
    }
    Ok(Outcome::Right)
}

/// The token from standard input.
fn ask(url: &str, voice: Voice) -> Result<String> {
    if std::io::stdin().is_terminal() {
        tell(&message!("login-ask", url = format!("{url}/account")).text(voice.lang));
    }
    let mut line = String::new();
    // A token is a short line; whatever is longer is another file.
    let mut input = std::io::stdin().lock().take(1024);
    input
        .read_line(&mut line)
        .with_context(|| message!("file-unreadable", file = message!("input-name")))?;
    Ok(line)
}

//! `dgm login`: keeps the server and the token for `dgm submit` and `dgm status`.

use super::output::{put_json, tell};
use super::remote::{Config, Server, ServerArg, checked_url, config_path, write_config};
use super::{Format, Outcome, Voice};
use crate::l10n::{say, say_with};
use anyhow::{Context as _, bail};
use std::io::{BufRead as _, IsTerminal as _, Read as _};

/// Where to sign in.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    server: ServerArg,
}

/// Runs the command: the token comes from `DGM_TOKEN` or standard input, never from an argument that others can see in a process list.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let Some(url) = &args.server.server else {
        bail!("which server? dgm login --server https://dgm.example.org");
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
    match voice.format {
        Format::Text => tell(&format_args!(
            "{}: {}",
            say(voice.lang, "login-done"),
            path.display()
        )),
        Format::Json => put_json(
            &serde_json::json!({ "server": server.url(), "config": path.display().to_string() }),
        )?,
    }
    Ok(Outcome::Right)
}

/// The token from standard input.
fn ask(url: &str, voice: Voice) -> anyhow::Result<String> {
    if std::io::stdin().is_terminal() {
        let args = crate::args! {"url" => format!("{url}/account")};
        tell(&say_with(voice.lang, "login-ask", &args));
    }
    let mut line = String::new();
    // A token is a short line; whatever is longer is another file.
    let mut input = std::io::stdin().lock().take(1024);
    input
        .read_line(&mut line)
        .context("standard input cannot be read")?;
    Ok(line)
}

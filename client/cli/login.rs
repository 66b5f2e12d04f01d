//! `dgm login`: signs in to a server for `dgm submit`, `dgm status` and one's own inputs.

use super::browser;
use super::error::{Context as _, Result};
use super::output::{insist, link, put_json, tell};
use super::{Format, Outcome, Voice};
use crate::practice;
use crate::remote::{
    Config, DeviceSignIn, Server, ServerArg, checked_url, config_path, environment_token, machine,
    write_config,
};
use l10n::message;
use std::io::{BufRead as _, IsTerminal as _, Read as _, stdin};

/// Where to sign in.
#[derive(clap::Args)]
pub struct Args {
    /// The server.
    #[arg(value_name = "URL", conflicts_with = "server")]
    url: Option<String>,
    #[command(flatten)]
    server: ServerArg,
    /// Reads a token from standard input instead of waiting for a page to be opened.
    #[arg(long)]
    token: bool,
    /// Opens no browser; the address of the page is printed anyway.
    #[arg(long)]
    no_browser: bool,
}

/// Runs the command. A token comes from the page that is opened, from `DGM_TOKEN` or from standard input, never from an argument
/// that others can see in a process list.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let url = match &args.url {
        Some(url) => Some(checked_url(url)?),
        None => args.server.named()?,
    };
    let url = url.with_context(|| message!("login-which-server"))?;
    let path = config_path()?;
    let token = match environment_token(&url) {
        Some(token) => token,
        None => match piped(args)? {
            Some(token) => token,
            None => by_page(&url, args, voice)?,
        },
    };
    let token = token.trim().to_owned();
    let server = Server::new(url.clone(), token.clone(), voice.lang)?;
    // A token that does not work is better found now than before a deadline.
    server.get("homeworks")?;
    write_config(&path, &Config { server: url, token })?;
    // An older server has no packs; then the carried ones are used.
    let mut packs = 0_usize;
    for name in practice::homeworks() {
        match practice::ask(&server, name) {
            Ok(Ok(_)) => packs += 1,
            Ok(Err(unusable)) => insist(&unusable.text(voice.lang)),
            Err(_) => {}
        }
    }
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

/// The token that another program pipes in.
fn piped(args: &Args) -> Result<Option<String>> {
    if args.token || stdin().is_terminal() {
        return Ok(None);
    }
    let line = line()?;
    Ok(Some(line).filter(|line| !line.trim().is_empty()))
}

/// The token that the server gives once somebody has let this program in on a page of it; a pasted one where that is asked for, or
/// the server knows no such page.
fn by_page(url: &str, args: &Args, voice: Voice) -> Result<String> {
    let name = format!("dgm login, {}", machine());
    let begun = if args.token {
        None
    } else {
        DeviceSignIn::begin(url, &name, voice.lang)?
    };
    let Some(mut waiting) = begun else {
        if stdin().is_terminal() {
            insist(&message!("login-ask", url = format!("{url}/account")).text(voice.lang));
        } else if !args.token {
            return Err(message!("login-no-device", server = url).into());
        }
        return line();
    };
    insist(&message!("login-open").text(voice.lang));
    link(waiting.page());
    insist(&message!("login-code", code = waiting.code()).text(voice.lang));
    if !args.no_browser {
        browser::open(waiting.page());
    }
    loop {
        std::thread::sleep(waiting.pause());
        if let Some(token) = waiting.ask()? {
            return Ok(token);
        }
    }
}

/// A line of standard input.
fn line() -> Result<String> {
    let mut line = String::new();
    // A token is a short line; whatever is longer is another file.
    let mut input = stdin().lock().take(1024);
    input
        .read_line(&mut line)
        .with_context(|| message!("file-unreadable", file = message!("input-name")))?;
    Ok(line)
}

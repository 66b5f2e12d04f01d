//! The packs of the course that its user is signed in to: fetched, and kept beside the config.

use super::carried::{carried, homework, homeworks};
use super::pack::{Origin, Practice};
use crate::cli::error::{CliError, Context as _, Result};
use crate::cli::target::replace_private;
use crate::remote::{Server, ServerArg, config_path};
use judge::answers::Limits;
use judge::pack::Pack;
use l10n::{Lang, message, size};
use std::path::PathBuf;

/// The pack of a homework: of the course that its user is signed in to, as it was fetched last; else the one that the program carries.
/// The network is asked for nothing that is kept, and by nobody who signed in by `dgm login`, which fetches every pack.
///
/// # Errors
/// When there is no such homework, or the course's own pack cannot be used: the default course may have other sizes.
pub fn find(name: &str, lang: Lang) -> Result<Practice> {
    let name = homework(name)?;
    let found = of_server(name, &ServerArg::default(), lang);
    found.unwrap_or_else(|| carried(name))
}

/// The same of the server that is named, asked of it anew where it can be reached.
///
/// # Errors
/// As [`find`].
pub fn find_anew(name: &str, args: &ServerArg, lang: Lang) -> Result<Practice> {
    let name = homework(name)?;
    if let Ok(server) = Server::find(args, lang)
        && let Ok(sent) = ask(&server, name)
    {
        return sent;
    }
    let url = args.address().ok().flatten();
    let kept = url.and_then(|url| kept(&url, name));
    kept.unwrap_or_else(|| carried(name))
}

/// A pack of the course that its user is signed in to, whichever homework's: what it says of the course they all say.
///
/// # Errors
/// When the program carries none that can be read either.
pub fn of_course(lang: Lang) -> Result<Practice> {
    let args = ServerArg::default();
    let found = homeworks().find_map(|name| of_server(name, &args, lang)?.ok());
    found.map_or_else(|| carried(homeworks().next().unwrap_or_default()), Ok)
}

/// The pack of a server: kept, or fetched where its user brought the token along and never signed in by `dgm login`. Nothing where there is
/// none at hand.
fn of_server(name: &str, args: &ServerArg, lang: Lang) -> Option<Result<Practice>> {
    let url = args.address().ok().flatten()?;
    let kept = kept(&url, name);
    if let Some(Ok(_)) = kept {
        return kept;
    }
    let server = Server::find(args, lang).ok().filter(Server::is_given);
    let sent = server.and_then(|server| ask(&server, name).ok());
    sent.or(kept)
}

/// Fetches the pack of a homework and keeps it.
///
/// # Errors
/// When the server has none, it cannot be reached, or what it sends cannot be used.
pub fn fetch(server: &Server, name: &str) -> Result<Practice> {
    ask(server, name)?
}

/// The same; that what the server sent cannot be used is told apart from that it sent nothing.
///
/// # Errors
/// When the server has none, or cannot be reached.
pub fn ask(server: &Server, name: &str) -> Result<Result<Practice>> {
    let path = format!("homeworks/{name}/practice");
    let sent = server.download_at_most(&path, Limits::given().file)?;
    // What cannot be used is kept too, so that it is told by every command, and nothing where it was too large.
    let bytes = sent.unwrap_or_default();
    // What cannot be kept is fetched again the next time.
    if let Some(path) = place(server.url(), name) {
        drop(path.parent().map(std::fs::create_dir_all));
        drop(replace_private(&path, &bytes));
    }
    Ok(of_bytes(server.url(), name, &bytes))
}

/// What was sent before.
fn kept(url: &str, name: &str) -> Option<Result<Practice>> {
    let path = place(url, name)?;
    let length = std::fs::metadata(&path).ok()?.len();
    let fits = length <= Limits::given().file as u64;
    let bytes = if fits {
        std::fs::read(&path).ok()?
    } else {
        Vec::new()
    };
    Some(of_bytes(url, name, &bytes))
}

/// The pack that a server sent.
fn of_bytes(url: &str, name: &str, bytes: &[u8]) -> Result<Practice> {
    let pack = if bytes.is_empty() {
        let most = size(Limits::given().file);
        Err(message!("practice-too-large", most = most).into())
    } else {
        Pack::read(bytes).map_err(CliError::from)
    };
    let pack = pack.and_then(|pack| match pack.sheet().homework.as_str() {
        own if own == name => Ok(pack),
        found => Err(message!("practice-of-another", homework = name, found = found).into()),
    });
    Ok(Practice {
        pack: pack.with_context(|| message!("practice-unusable", homework = name, url = url))?,
        origin: Origin::Server(url.to_owned()),
    })
}

/// Where the pack of a server is kept: beside the config, a folder a server.
fn place(url: &str, name: &str) -> Option<PathBuf> {
    let folder: String = url
        .chars()
        .map(|c| {
            if c.is_ascii_alphanumeric() || c == '.' {
                c
            } else {
                '-'
            }
        })
        .collect();
    let config = config_path().ok()?;
    let file = format!("{name}.zip");
    Some(config.with_file_name("packs").join(folder).join(file))
}

//! The packs of the course that its user is signed in to: fetched, and kept beside the config.

use super::carried::{carried, homework, homeworks};
use super::pack::{Origin, Practice};
use crate::cli::error::Result;
use crate::cli::target::replace_private;
use crate::remote::{Server, ServerArg, config_path};
use judge::answers::Limits;
use judge::pack::Pack;
use l10n::{Lang, message};
use std::path::PathBuf;

/// The pack of a homework: of the course that its user is signed in to, as it was fetched last; else the one that the program carries.
/// The network is asked for nothing that is kept, and by nobody who signed in by `dgm login`, which fetches every pack.
///
/// # Errors
/// When there is no such homework.
pub fn find(name: &str, lang: Lang) -> Result<Practice> {
    let name = homework(name)?;
    of_server(name, &ServerArg::default(), lang).map_or_else(|| carried(name), Ok)
}

/// The same of the server that is named, asked of it anew where it can be reached.
///
/// # Errors
/// When there is no such homework.
pub fn find_anew(name: &str, args: &ServerArg, lang: Lang) -> Result<Practice> {
    let name = homework(name)?;
    if let Ok(server) = Server::find(args, lang)
        && let Ok(practice) = fetch(&server, name)
    {
        return Ok(practice);
    }
    let url = args.address().ok().flatten();
    let kept = url.and_then(|url| kept(&url, name));
    kept.map_or_else(|| carried(name), Ok)
}

/// A pack of the course that its user is signed in to, whichever homework's: what it says of the course they all say.
///
/// # Errors
/// When the program carries none that can be read either.
pub fn of_course(lang: Lang) -> Result<Practice> {
    let args = ServerArg::default();
    let found = homeworks().find_map(|name| of_server(name, &args, lang));
    found.map_or_else(|| carried(homeworks().next().unwrap_or_default()), Ok)
}

/// The pack of a server: kept, or fetched where its user brought the token along and never signed in by `dgm login`.
fn of_server(name: &str, args: &ServerArg, lang: Lang) -> Option<Practice> {
    let url = args.address().ok().flatten()?;
    kept(&url, name).or_else(|| {
        let server = Server::find(args, lang).ok().filter(Server::is_given)?;
        fetch(&server, name).ok()
    })
}

/// Fetches the pack of a homework and keeps it.
///
/// # Errors
/// When the server has none, or cannot be reached.
pub fn fetch(server: &Server, name: &str) -> Result<Practice> {
    let bytes = server.download(&format!("homeworks/{name}/practice"))?;
    let pack = Pack::read(&bytes)?;
    if pack.sheet().homework != name {
        return Err(message!(
            "practice-of-another",
            homework = name,
            found = pack.sheet().homework.as_str()
        )
        .into());
    }
    // What cannot be kept is fetched again the next time.
    if let Some(path) = place(server.url(), name) {
        drop(path.parent().map(std::fs::create_dir_all));
        drop(replace_private(&path, &bytes));
    }
    Ok(Practice {
        pack,
        origin: Origin::Server(server.url().to_owned()),
    })
}

/// The pack that was fetched before.
fn kept(url: &str, name: &str) -> Option<Practice> {
    let path = place(url, name)?;
    let length = std::fs::metadata(&path).ok()?.len();
    let most = Limits::default().file as u64;
    let bytes = (length <= most).then(|| std::fs::read(&path).ok())??;
    let pack = Pack::read(&bytes).ok()?;
    (pack.sheet().homework == name).then(|| Practice {
        pack,
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

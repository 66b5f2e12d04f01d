//! The packs of the course that its user is signed in to: fetched, and kept beside the config.

use super::carried::{carried, homework};
use super::pack::{Origin, Practice};
use crate::cli::error::Result;
use crate::cli::target::replace_private;
use crate::remote::{Server, ServerArg, config_path};
use judge::answers::Limits;
use judge::pack::Pack;
use l10n::{Lang, message};
use std::path::PathBuf;

/// The pack of a homework: of the course that its user is signed in to, as it was fetched last; else the one that the program carries.
/// Nothing is asked of the network.
///
/// # Errors
/// When there is no such homework.
pub fn find(name: &str, lang: Lang) -> Result<Practice> {
    let name = homework(name)?;
    let server = Server::find(&ServerArg::default(), lang).ok();
    let kept = server.and_then(|server| kept(&server, name));
    kept.map_or_else(|| carried(name), Ok)
}

/// The same, asked of the server anew where it can be reached.
///
/// # Errors
/// When there is no such homework.
pub fn find_anew(name: &str, lang: Lang) -> Result<Practice> {
    let name = homework(name)?;
    if let Ok(server) = Server::find(&ServerArg::default(), lang)
        && let Ok(practice) = fetch(&server, name)
    {
        return Ok(practice);
    }
    find(name, lang)
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
    if let Some(path) = place(server, name) {
        drop(path.parent().map(std::fs::create_dir_all));
        drop(replace_private(&path, &bytes));
    }
    Ok(Practice {
        pack,
        origin: Origin::Server(server.url().to_owned()),
    })
}

/// The pack that was fetched before.
fn kept(server: &Server, name: &str) -> Option<Practice> {
    let path = place(server, name)?;
    let length = std::fs::metadata(&path).ok()?.len();
    let most = Limits::default().file as u64;
    let bytes = (length <= most).then(|| std::fs::read(&path).ok())??;
    let pack = Pack::read(&bytes).ok()?;
    (pack.sheet().homework == name).then(|| Practice {
        pack,
        origin: Origin::Server(server.url().to_owned()),
    })
}

/// Where the pack of a server is kept: beside the config, a folder a server.
fn place(server: &Server, name: &str) -> Option<PathBuf> {
    let folder: String = server
        .url()
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

//! What lies in a folder. Links are never followed: one in an unpacked archive of a student may lead anywhere.

use super::error::LayoutError;
use l10n::system_error;
use std::path::{Path, PathBuf};

/// Endings of answers files; what is in a file is told by its content all the same.
const ANSWERS: [&str; 4] = ["npz", "npy", "safetensors", "json"];

/// Endings of what people send by mistake: they are no part of a name either.
const OTHERS: [&str; 16] = [
    "ipynb", "py", "pt", "pth", "pkl", "pickle", "zip", "gz", "h5", "mat", "csv", "txt", "md",
    "pdf", "part", "toml",
];

/// More entries than any class sends.
const MOST: usize = 100_000;

/// What an entry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    File,
    Folder,
    Link,
    /// A pipe, a socket, a device.
    Other,
}

/// One entry of a folder.
#[derive(Clone, Debug)]
pub(super) struct Item {
    /// The name without an ending of a file.
    pub stem: String,
    pub path: PathBuf,
    pub kind: Kind,
    /// Whether its ending is one of an answers file.
    pub is_answers: bool,
    /// Whether the name is text at all.
    pub is_text: bool,
}

/// The entries by name, without hidden ones and those to `skip`.
pub(super) fn list(folder: &Path, skip: &[PathBuf]) -> Result<Vec<Item>, LayoutError> {
    let unreadable = |error: std::io::Error| LayoutError::Unreadable {
        folder: folder.to_owned(),
        reason: system_error(&error),
    };
    let mut items = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = entry.file_name();
        let text = name.to_string_lossy();
        // `__MACOSX` is what an archive of a Mac leaves behind.
        if text.starts_with('.') || text == "__MACOSX" || skip.contains(&entry.path()) {
            continue;
        }
        if items.len() >= MOST {
            return Err(LayoutError::TooMany {
                folder: folder.to_owned(),
                most: MOST,
            });
        }
        let kind = entry.file_type().map_err(unreadable)?;
        let kind = if kind.is_symlink() {
            Kind::Link
        } else if kind.is_dir() {
            Kind::Folder
        } else if kind.is_file() {
            Kind::File
        } else {
            Kind::Other
        };
        let (stem, is_answers) = split(&text, kind);
        items.push(Item {
            stem: stem.to_owned(),
            path: entry.path(),
            kind,
            is_answers,
            is_text: name.to_str().is_some(),
        });
    }
    items.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(items)
}

/// A name without its ending. A login may hold points, so that only known endings are taken off.
fn split(name: &str, kind: Kind) -> (&str, bool) {
    let Some((stem, ending)) = name.rsplit_once('.').filter(|_| kind != Kind::Folder) else {
        return (name, false);
    };
    let is = |known: &str| ending.eq_ignore_ascii_case(known);
    let is_answers = ANSWERS.iter().any(|known| is(known));
    if is_answers || OTHERS.iter().any(|known| is(known)) {
        (stem, is_answers)
    } else {
        (name, false)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_login_keeps_its_points() {
        assert_eq!(split("anna.npz", Kind::File), ("anna", true));
        assert_eq!(
            split("ivan.petrov@x.ru.NPZ", Kind::File),
            ("ivan.petrov@x.ru", true)
        );
        assert_eq!(split("ivan.petrov", Kind::File), ("ivan.petrov", false));
        assert_eq!(split("anna.ipynb", Kind::File), ("anna", false));
        assert_eq!(split("ivan.json", Kind::Folder), ("ivan.json", false));
    }
}

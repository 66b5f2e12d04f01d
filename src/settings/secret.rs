//! Secrets of a config: they stand in a file of their own or in the environment, and are shown nowhere.

use super::around::Around;
use crate::config::{Section, Value};
use l10n::{message, system_error};
use std::fmt;
use std::io::{ErrorKind, Read as _};
use std::path::Path;

/// The longest secret, in bytes: keys and tokens are far shorter.
const LONGEST: u64 = 16 * 1024;

/// A secret. What is printed of it is that it is one.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// A secret of this text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The secret itself, for whom it is meant.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// The secret of a variable of the environment, or of the file that a key names.
pub(super) fn secret(
    section: &mut Section<'_>,
    (key, example): (&'static str, &'static str),
    variable: &str,
    around: Around<'_>,
) -> Option<Secret> {
    let file = section.optional(key, example);
    let told = (around.variable)(variable).filter(|text| !text.trim().is_empty());
    match (told, file) {
        (Some(told), _) => Some(Secret::new(told.trim())),
        (None, Some(file)) => of_file(&file, around),
        (None, None) => None,
    }
}

/// The course secret of 64 hexadecimal digits.
pub fn course_secret(text: &str) -> Option<[u8; 32]> {
    let mut bytes = [0; 32];
    hex::decode_to_slice(text.trim(), &mut bytes).ok()?;
    Some(bytes)
}

/// Whether the course secret can be taken from this file; what keeps it from that is told.
pub(super) fn holds_course_secret(value: &Value<'_>, path: &Path) -> bool {
    let unreadable = match read(path) {
        Ok(text) if course_secret(&text).is_some() => {
            warn_of_readers(value, path);
            return true;
        }
        Err(error) if error.kind() != ErrorKind::InvalidData => Some(system_error(&error)),
        _ => None,
    };
    value.refuse(match unreadable {
        Some(reason) => message!("settings-secret-unreadable", file = path, reason = reason),
        None => message!("settings-secret-spoilt", file = path),
    });
    false
}

/// The secret in a file, without the end of its line.
fn of_file(value: &Value<'_>, around: Around<'_>) -> Option<Secret> {
    let written = value.filled()?;
    let path = around.path(&written);
    match read(&path) {
        Ok(text) if text.trim().is_empty() => {
            value.refuse(message!("settings-secret-empty", file = path.as_path()));
            None
        }
        Ok(text) => {
            warn_of_readers(value, &path);
            Some(Secret::new(text.trim()))
        }
        Err(error) => {
            let reason = system_error(&error);
            value.refuse(message!(
                "settings-secret-unreadable",
                file = path.as_path(),
                reason = reason
            ));
            None
        }
    }
}

fn read(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    let file = std::fs::File::open(path)?;
    file.take(LONGEST).read_to_string(&mut text)?;
    Ok(text)
}

/// A secret that others on the machine can read is worth a word, and no refusal: in a container the file may be mounted so.
#[cfg(unix)]
fn warn_of_readers(value: &Value<'_>, path: &Path) {
    use crate::config::{Code, problem};
    use std::os::unix::fs::PermissionsExt as _;
    let mode = std::fs::metadata(path).map(|found| found.permissions().mode());
    if mode.is_ok_and(|mode| mode & 0o077 != 0) {
        let readable = problem(Code::Readable, value.span.clone());
        let file = path.display().to_string();
        value.sink.warning(readable.with("file", file));
    }
}

#[cfg(not(unix))]
fn warn_of_readers(_: &Value<'_>, _: &Path) {}

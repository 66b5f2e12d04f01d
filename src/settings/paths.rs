//! Files and folders that a config names: what is said of one that is not there.

use super::around::Around;
use super::secret::holds_course_secret;
use crate::config::{Code, Value, problem};
use l10n::{Arg, Message, message};
use std::path::{Path, PathBuf};

/// The variable that holds the course secret, in place of the file.
const SECRET: &str = "DGM_SECRET_KEY";

/// A file or a folder without which a server starts all the same, or may: that it is not there is told, and what follows, and not refused.
pub(super) fn wanted(
    value: &Value<'_>,
    is_there: fn(&Path) -> bool,
    without: Message,
    around: Around<'_>,
) -> Option<PathBuf> {
    let path = around.path(&value.filled()?);
    if !is_there(&path) {
        let missing = problem(Code::NotThere, value.span.clone());
        let missing = missing.with("path", Arg::from(path.as_path()));
        value.sink.warning(missing.help(without));
    }
    Some(path)
}

/// The file of the course secret, which has to be one where it is there. It is made where it is missing, and so is the data folder, but
/// no folder else.
pub(super) fn secret_file(
    value: &Value<'_>,
    data: Option<&Path>,
    around: Around<'_>,
) -> Option<PathBuf> {
    let path = around.path(&value.filled()?);
    let folder = path.parent();
    let made = folder.is_none_or(|folder| {
        folder.as_os_str().is_empty() || folder.is_dir() || data == Some(folder)
    });
    if (around.variable)(SECRET).is_some() {
        return Some(path);
    }
    if !made {
        value.refuse(message!(
            "settings-no-secret-folder",
            file = path.as_path(),
            variable = SECRET
        ));
        return None;
    }
    let usable = !path.exists() || holds_course_secret(value, &path);
    usable.then_some(path)
}

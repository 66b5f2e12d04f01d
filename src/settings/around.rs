//! What a config is read beside: the folder that its paths begin in, and the environment.

use std::path::{Path, PathBuf};

/// What a config is read beside.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The folder of the file: paths that are not absolute begin there.
    pub folder: &'a Path,
    /// The value of a variable of the environment, where it is set.
    pub variable: &'a dyn Fn(&str) -> Option<String>,
}

impl Around<'_> {
    /// Where a path of the file leads.
    pub(super) fn path(&self, written: &str) -> PathBuf {
        self.folder.join(written)
    }
}

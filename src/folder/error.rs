//! Why a folder cannot be understood.

use super::layout::Layout;
use crate::args;
use crate::l10n::{Explain, Lang, say_with};
use crate::visible::visible;
use std::fmt;
use std::path::PathBuf;

/// Why a folder of submissions cannot be graded at all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LayoutError {
    /// The folder cannot be read.
    Unreadable {
        /// Which.
        folder: PathBuf,
        /// What the operating system says.
        reason: String,
    },
    /// It holds more than any class sends.
    TooMany {
        /// Which.
        folder: PathBuf,
        /// The most that is read.
        most: usize,
    },
    /// Nothing in it looks like answers.
    Nothing {
        /// Which.
        folder: PathBuf,
    },
    /// It can be read in two ways.
    Ambiguous {
        /// Which.
        folder: PathBuf,
        /// A layout and what speaks for it.
        first: (Layout, PathBuf),
        /// Another.
        second: (Layout, PathBuf),
    },
    /// Files named by logins alone, and a course of several homeworks.
    WhichHomework {
        /// One of the files.
        example: PathBuf,
        /// The homeworks of the course.
        homeworks: Vec<String>,
    },
    /// Files named by homeworks alone: whose are they?
    OnePerson {
        /// One of the files.
        example: PathBuf,
    },
}

impl Explain for LayoutError {
    fn explain(&self, lang: Lang) -> String {
        let shown = |path: &PathBuf| visible(&path.to_string_lossy()).into_owned();
        let (id, values) = match self {
            Self::Unreadable { folder, reason } => (
                "folder-unreadable",
                args! {"folder" => shown(folder), "reason" => reason.clone()},
            ),
            Self::TooMany { folder, most } => (
                "folder-too-many",
                args! {"folder" => shown(folder), "most" => most.to_string()},
            ),
            Self::Nothing { folder } => ("folder-nothing", args! {"folder" => shown(folder)}),
            Self::Ambiguous {
                folder,
                first,
                second,
            } => (
                "folder-ambiguous",
                args! {
                    "folder" => shown(folder),
                    "one" => shown(&first.1), "oneLayout" => first.0.pattern(), "oneFlag" => first.0.name(),
                    "two" => shown(&second.1), "twoLayout" => second.0.pattern(), "twoFlag" => second.0.name(),
                },
            ),
            Self::WhichHomework { example, homeworks } => (
                "folder-which-homework",
                args! {"example" => shown(example), "homeworks" => homeworks.join(", ")},
            ),
            Self::OnePerson { example } => {
                ("folder-one-person", args! {"example" => shown(example)})
            }
        };
        say_with(lang, id, &values)
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for LayoutError {}

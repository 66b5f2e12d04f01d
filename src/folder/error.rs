//! Why a folder cannot be understood.

use super::layout::Layout;
use l10n::{Explain, Lang, Message, message};
use std::fmt;
use std::path::PathBuf;

/// Why a folder of submissions cannot be graded at all.
#[derive(Clone, Debug, PartialEq)]
pub enum LayoutError {
    /// The folder cannot be read.
    Unreadable {
        /// Which.
        folder: PathBuf,
        /// What the operating system says.
        reason: Message,
    },
    /// It is a file, such as the archive that a platform gives.
    File {
        /// Which.
        file: PathBuf,
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
    fn message(&self) -> Message {
        match self {
            Self::Unreadable { folder, reason } => message!(
                "folder-unreadable",
                folder = folder.as_path(),
                reason = reason.clone()
            ),
            Self::File { file } => message!("folder-file", file = file.as_path()),
            Self::TooMany { folder, most } => message!(
                "folder-too-many",
                folder = folder.as_path(),
                most = most.to_string()
            ),
            Self::Nothing { folder } => message!("folder-nothing", folder = folder.as_path()),
            Self::Ambiguous {
                folder,
                first,
                second,
            } => message!(
                "folder-ambiguous",
                folder = folder.as_path(),
                one = first.1.as_path(),
                oneLayout = first.0.pattern(),
                oneFlag = first.0.name(),
                two = second.1.as_path(),
                twoLayout = second.0.pattern(),
                twoFlag = second.0.name()
            ),
            Self::WhichHomework { example, homeworks } => message!(
                "folder-which-homework",
                example = example.as_path(),
                homeworks = homeworks.join(", ")
            ),
            Self::OnePerson { example } => {
                message!("folder-one-person", example = example.as_path())
            }
        }
    }
}

impl fmt::Display for LayoutError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for LayoutError {}

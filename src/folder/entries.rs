//! What there is to grade: one file a person and homework, or what keeps it from being graded.

use super::error::LayoutError;
use super::layout::Layout;
use super::listing::{Item, Kind};
use l10n::{Explain, Message, message};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// One file to grade, or what keeps it from being graded.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Whose it is.
    pub login: String,
    /// Answers to what.
    pub homework: String,
    /// The file.
    pub path: PathBuf,
    /// Why it is not even opened.
    pub problem: Option<Problem>,
}

/// Why a file is not opened.
#[derive(Clone, Debug, PartialEq)]
pub enum Problem {
    /// Several files are one person's answers to one homework.
    Several(Vec<String>),
    /// A symbolic link.
    Link,
    /// A pipe, a device, a folder.
    NoFile,
    /// A name that is no UTF-8.
    Name,
    /// The person's folder cannot be read.
    Folder(LayoutError),
}

impl Explain for Problem {
    fn message(&self) -> Message {
        match self {
            Self::Several(files) => message!("folder-several", files = files.join(", ")),
            Self::Link => message!("folder-link"),
            Self::NoFile => message!("folder-no-file"),
            Self::Name => message!("folder-name"),
            Self::Folder(error) => error.message(),
        }
    }
}

/// What was found in a folder.
#[derive(Clone, Debug, PartialEq)]
pub struct Found {
    /// How it is laid out.
    pub layout: Layout,
    /// What there is to grade, by login and then in the order of the homeworks.
    pub entries: Vec<Entry>,
    /// What is nobody's answers.
    pub ignored: Vec<PathBuf>,
}

/// Everything that may be one person's answers to one homework, side by side.
pub(super) struct Sorter<'a> {
    homeworks: &'a [&'a str],
    /// By login and the place of the homework.
    found: BTreeMap<(String, usize), Vec<(&'a Item, bool)>>,
    /// Entries of folders that cannot be read.
    closed: Vec<Entry>,
    ignored: Vec<PathBuf>,
}

impl<'a> Sorter<'a> {
    pub(super) fn new(homeworks: &'a [&'a str]) -> Self {
        Self {
            homeworks,
            found: BTreeMap::new(),
            closed: Vec::new(),
            ignored: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, login: &str, homework: &str, item: &'a Item, login_is_text: bool) {
        let place = self.homeworks.iter().position(|h| *h == homework);
        let key = (login.to_owned(), place.unwrap_or(usize::MAX));
        self.found
            .entry(key)
            .or_default()
            .push((item, login_is_text));
    }

    /// What a person sent to these homeworks lies in a folder that cannot be read.
    pub(super) fn close(
        &mut self,
        login: &str,
        homeworks: &[&str],
        folder: &Item,
        error: &LayoutError,
    ) {
        let entry = |homework: &&str| Entry {
            login: login.to_owned(),
            homework: (*homework).to_owned(),
            path: folder.path.clone(),
            problem: Some(Problem::Folder(error.clone())),
        };
        self.closed.extend(homeworks.iter().map(entry));
    }

    pub(super) fn ignore<'i>(&mut self, items: impl IntoIterator<Item = &'i Item>) {
        self.ignored
            .extend(items.into_iter().map(|i| i.path.clone()));
    }

    pub(super) fn finish(mut self, layout: Layout) -> Found {
        let mut entries = std::mem::take(&mut self.closed);
        for ((login, place), mut files) in std::mem::take(&mut self.found) {
            // A notebook beside the answers file is no second answers file.
            if files.iter().any(|(i, _)| i.is_answers) {
                let (answers, others): (Vec<_>, Vec<_>) =
                    files.into_iter().partition(|(i, _)| i.is_answers);
                self.ignore(others.into_iter().map(|(i, _)| i));
                files = answers;
            }
            let Some((first, is_text)) = files.first().copied() else {
                continue;
            };
            let problem = if files.len() > 1 {
                let name = |(i, _): &(&Item, bool)| {
                    let name = i.path.file_name().unwrap_or_default();
                    name.to_string_lossy().into_owned()
                };
                Some(Problem::Several(files.iter().map(name).collect()))
            } else if !is_text {
                Some(Problem::Name)
            } else {
                match first.kind {
                    Kind::File => None,
                    Kind::Link => Some(Problem::Link),
                    Kind::Folder | Kind::Other => Some(Problem::NoFile),
                }
            };
            entries.push(Entry {
                login,
                homework: self
                    .homeworks
                    .get(place)
                    .copied()
                    .unwrap_or_default()
                    .to_owned(),
                path: first.path.clone(),
                problem,
            });
        }
        let place = |entry: &Entry| self.homeworks.iter().position(|h| *h == entry.homework);
        entries.sort_by(|a, b| (&a.login, place(a)).cmp(&(&b.login, place(b))));
        self.ignored.sort();
        Found {
            layout,
            entries,
            ignored: self.ignored,
        }
    }
}

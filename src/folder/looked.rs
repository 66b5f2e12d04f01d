//! A folder, read as deep as answers may lie, and the one layout that something in it speaks for.

use super::error::LayoutError;
use super::layout::Layout;
use super::listing::{Item, Kind};
use super::platforms::{Sender, sender};
use std::path::{Path, PathBuf};

/// How deep within what a person sent to a platform files are looked for: an archive is unpacked into a folder, and that into another.
const DEEP: usize = 3;

/// What lists a folder.
pub(super) type List<'l> = &'l dyn Fn(&Path) -> Result<Vec<Item>, LayoutError>;

/// A folder, and what is in its folders.
pub(super) struct Looked<'a> {
    pub folder: PathBuf,
    pub items: Vec<Item>,
    /// Folders with what is in them.
    pub folders: Vec<(Item, Vec<Item>)>,
    /// Folders that cannot be read, and why: each is told of in rows of its own, and the others are graded.
    pub closed: Vec<(Item, LayoutError)>,
    /// What platforms have named, here and in folders of homeworks.
    pub sent: Vec<Sent<'a>>,
    pub homeworks: &'a [&'a str],
}

/// A file or a folder that a platform has named.
pub(super) struct Sent<'a> {
    pub sender: Sender,
    pub item: Item,
    /// The homework whose folder it lies in.
    pub homework: Option<&'a str>,
    /// The file, or those of the folder.
    pub files: Result<Vec<Item>, LayoutError>,
}

impl<'a> Looked<'a> {
    /// Looks into a folder.
    pub fn into(
        folder: &Path,
        homeworks: &'a [&'a str],
        list: List<'_>,
    ) -> Result<Self, LayoutError> {
        let items = list(folder)?;
        let (mut folders, mut closed) = (Vec::new(), Vec::new());
        for item in items.iter().filter(|i| i.kind == Kind::Folder) {
            match list(&item.path) {
                Ok(inside) => folders.push((item.clone(), inside)),
                Err(error) => closed.push((item.clone(), error)),
            }
        }
        let here = items.iter().map(|item| (None, item));
        let of_homeworks = folders.iter().flat_map(|(folder, inside)| {
            let homework = homeworks.iter().copied().find(|h| *h == folder.stem);
            let inside = inside.iter().filter(move |_| homework.is_some());
            inside.map(move |item| (homework, item))
        });
        let sent = here.chain(of_homeworks).filter_map(|(homework, item)| {
            Some(Sent {
                sender: sender(item)?,
                item: item.clone(),
                homework,
                files: files(item, list),
            })
        });
        Ok(Self {
            sent: sent.collect(),
            folder: folder.to_owned(),
            items,
            folders,
            closed,
            homeworks,
        })
    }

    /// The one layout that something speaks for.
    pub fn layout(&self) -> Result<Layout, LayoutError> {
        let files = || self.items.iter().filter(|i| i.kind != Kind::Folder);
        let is_plain = |item: &Item| item.is_answers && sender(item).is_none();
        let by_login = files().find(|i| is_plain(i));
        let by_homework = self.folders.iter().find(|(f, inside)| {
            self.homeworks.contains(&f.stem.as_str()) && inside.iter().any(is_plain)
        });
        let nested = |inside: &[Item]| {
            inside
                .iter()
                .any(|i| i.is_answers && self.homework(&i.stem).is_some())
        };
        let by_both =
            |(folder, inside): &&(Item, Vec<Item>)| sender(folder).is_none() && nested(inside);
        let by_both = self.folders.iter().find(by_both);
        let downloads = [Layout::Moodle, Layout::Canvas, Layout::Gradescope];
        let downloaded = downloads.map(|layout| Some((layout, self.downloaded(layout)?)));
        let readings: Vec<_> = [
            by_login.map(|i| (Layout::Login, i.path.clone())),
            by_both.map(|(f, _)| (Layout::LoginHomework, f.path.clone())),
            by_homework.map(|(f, _)| (Layout::HomeworkLogin, f.path.clone())),
        ]
        .into_iter()
        .chain(downloaded)
        .flatten()
        .collect();
        match readings.as_slice() {
            [(only, _)] => Ok(*only),
            [first, second, ..] => Err(LayoutError::Ambiguous {
                folder: self.folder.clone(),
                first: first.clone(),
                second: second.clone(),
            }),
            // Files of some other kind still are somebody's submissions, and are told so one by one.
            [] if self.folders.is_empty() && self.closed.is_empty() && files().next().is_some() => {
                Ok(Layout::Login)
            }
            [] => Err(match self.closed.first() {
                Some((_, error)) => error.clone(),
                None => self.nothing(),
            }),
        }
    }

    /// That there is nothing.
    pub fn nothing(&self) -> LayoutError {
        LayoutError::Nothing {
            folder: self.folder.clone(),
        }
    }

    /// The only folder, where no answers lie beside it.
    pub fn alone(&self) -> Option<&Path> {
        let mut folders = self.items.iter().filter(|item| item.kind == Kind::Folder);
        let first = folders.next()?;
        let is_alone = folders.next().is_none() && !self.items.iter().any(|item| item.is_answers);
        is_alone.then_some(&first.path)
    }

    /// The first file or folder with answers that a platform of this layout has named.
    fn downloaded(&self, layout: Layout) -> Option<PathBuf> {
        let has_answers = |sent: &&Sent<'_>| {
            let mut files = sent.files.iter().flatten();
            sent.sender.layout == layout && files.any(|file| file.is_answers)
        };
        let found = self.sent.iter().find(has_answers)?;
        Some(found.item.path.clone())
    }

    /// The homework that a file of a person's folder is named after.
    pub fn homework(&self, stem: &str) -> Option<&'a str> {
        let stem = without_copy(stem);
        let named = ["-answers", "_answers"]
            .iter()
            .find_map(|end| stem.strip_suffix(end));
        let stem = named.unwrap_or(stem);
        self.homeworks.iter().copied().find(|h| *h == stem)
    }

    /// The one homework that is graded, where this is the only answers file of a person and no file is named after it.
    pub fn only(&self, inside: &[Item], item: &Item) -> Option<&'a str> {
        let [homework] = self.homeworks else {
            return None;
        };
        let is_named = |other: &Item| self.homework(&other.stem).is_some();
        let mut answers = inside.iter().filter(|other| other.is_answers);
        let is_alone = answers.next().is_some_and(|first| first.path == item.path);
        (is_alone && answers.next().is_none() && !inside.iter().any(is_named)).then_some(*homework)
    }
}

/// The file itself, or all that are in a folder.
fn files(item: &Item, list: List<'_>) -> Result<Vec<Item>, LayoutError> {
    match item.kind {
        Kind::Folder => files_below(&item.path, list, DEEP),
        Kind::File | Kind::Link | Kind::Other => Ok(vec![item.clone()]),
    }
}

/// The files of a folder and of its folders. One that is empty or cannot be read stands for itself: it is no file, and is told so.
fn files_below(folder: &Path, list: List<'_>, deep: usize) -> Result<Vec<Item>, LayoutError> {
    let mut files = Vec::new();
    for item in list(folder)? {
        let below = match item.kind {
            Kind::Folder if deep > 0 => files_below(&item.path, list, deep - 1).ok(),
            _ => None,
        };
        match below {
            Some(below) if !below.is_empty() => files.extend(below),
            _ => files.push(item),
        }
    }
    Ok(files)
}

/// A name without what a browser adds to a second download of it: `elbo-answers (1)`.
fn without_copy(stem: &str) -> &str {
    let copy = stem
        .strip_suffix(')')
        .and_then(|name| name.rsplit_once(" ("));
    match copy {
        Some((name, number)) if number.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => stem,
    }
}

//! Which file is whose answers to which homework. The layouts are told apart by looking.

use super::entries::{Found, Sorter};
use super::error::LayoutError;
use super::layout::Layout;
use super::listing::{Item, Kind, list};
use super::platforms::{People, Sender, Submitters, sender};
use std::path::{Path, PathBuf};

/// Looks through a folder. `homeworks` are those to grade, in order; `skip` are files of ours that may lie in the folder; `people` tell
/// whose a file is that a platform named.
///
/// # Errors
/// When nothing looks like answers, or what does can be read in two ways and no `layout` is given.
pub fn find(
    folder: &Path,
    homeworks: &[&str],
    layout: Option<Layout>,
    skip: &[PathBuf],
    people: &People,
) -> Result<Found, LayoutError> {
    find_by(
        &|folder| list(folder, skip),
        folder,
        homeworks,
        layout,
        people,
    )
}

/// The same, with what lists a folder.
fn find_by(
    list: &dyn Fn(&Path) -> Result<Vec<Item>, LayoutError>,
    folder: &Path,
    homeworks: &[&str],
    layout: Option<Layout>,
    people: &People,
) -> Result<Found, LayoutError> {
    let items = list(folder)?;
    let (mut folders, mut closed) = (Vec::new(), Vec::new());
    for item in items.iter().filter(|i| i.kind == Kind::Folder) {
        match list(&item.path) {
            Ok(inside) => folders.push((item, inside)),
            Err(error) => closed.push((item, error)),
        }
    }
    let looked = Looked {
        items: &items,
        folders: &folders,
        closed: &closed,
        homeworks,
    };
    let layout = match layout {
        Some(layout) => layout,
        None => looked.layout(folder)?,
    };
    let mut sorter = Sorter::new(homeworks);
    match layout {
        Layout::Login => looked.by_login(&mut sorter)?,
        Layout::LoginHomework => looked.by_login_and_homework(&mut sorter),
        Layout::HomeworkLogin => looked.by_homework_and_login(&mut sorter)?,
        Layout::Moodle | Layout::Canvas | Layout::Gradescope => {
            let submitters = Submitters::of(folder);
            looked.by_sender(layout, &mut sorter, |sender| {
                sender.logins(people, &submitters)
            })?;
        }
    }
    let found = sorter.finish(layout);
    if found.entries.is_empty() {
        return Err(LayoutError::Nothing {
            folder: folder.to_owned(),
        });
    }
    Ok(found)
}

/// A folder, read two levels deep.
struct Looked<'a> {
    items: &'a [Item],
    folders: &'a [(&'a Item, Vec<Item>)],
    /// Folders that cannot be read, and why: each is told of in rows of its own, and the others are graded.
    closed: &'a [(&'a Item, LayoutError)],
    homeworks: &'a [&'a str],
}

impl<'a> Looked<'a> {
    /// The one layout that something speaks for.
    fn layout(&self, folder: &Path) -> Result<Layout, LayoutError> {
        let files = || self.items.iter().filter(|i| i.kind != Kind::Folder);
        let by_login = files().find(|i| i.is_answers && sender(i).is_none());
        let by_homework = self.folders.iter().find(|(f, inside)| {
            self.homeworks.contains(&f.stem.as_str()) && inside.iter().any(|i| i.is_answers)
        });
        let nested = |inside: &[Item]| {
            inside
                .iter()
                .any(|i| i.is_answers && self.homework(&i.stem).is_some())
        };
        let by_both =
            |(folder, inside): &&(&Item, Vec<Item>)| sender(folder).is_none() && nested(inside);
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
                folder: folder.to_owned(),
                first: first.clone(),
                second: second.clone(),
            }),
            // Files of some other kind still are somebody's submissions, and are told so one by one.
            [] if self.folders.is_empty() && self.closed.is_empty() && files().next().is_some() => {
                Ok(Layout::Login)
            }
            [] => Err(match self.closed.first() {
                Some((_, error)) => error.clone(),
                None => LayoutError::Nothing {
                    folder: folder.to_owned(),
                },
            }),
        }
    }

    /// The first file or folder with answers that a platform of this layout has named.
    fn downloaded(&self, layout: Layout) -> Option<PathBuf> {
        let is_own = |item: &Item| sender(item).is_some_and(|sender| sender.layout == layout);
        let mut files = self.items.iter();
        let file = files.find(|i| i.kind != Kind::Folder && i.is_answers && is_own(i));
        let mut folders = self.folders.iter();
        let folder = folders.find(|(f, inside)| is_own(f) && inside.iter().any(|i| i.is_answers));
        file.or(folder.map(|(folder, _)| *folder))
            .map(|item| item.path.clone())
    }

    /// Files and folders that a platform has named.
    fn by_sender(
        &self,
        layout: Layout,
        sorter: &mut Sorter<'a>,
        logins: impl Fn(&Sender) -> Vec<String>,
    ) -> Result<(), LayoutError> {
        let own = |item: &Item| sender(item).filter(|sender| sender.layout == layout);
        let mut all: Vec<(Sender, &'a Item)> = Vec::new();
        for item in self.items.iter().filter(|i| i.kind != Kind::Folder) {
            match own(item) {
                Some(sender) => all.push((sender, item)),
                None => sorter.ignore([item]),
            }
        }
        for (folder, inside) in self.folders {
            match own(folder) {
                Some(sender) => all.extend(inside.iter().map(|item| (sender.clone(), item))),
                None => sorter.ignore([*folder]),
            }
        }
        for (folder, error) in self.closed {
            let Some(sender) = own(folder) else {
                sorter.ignore([*folder]);
                continue;
            };
            let homework = sender.file.as_deref().and_then(|file| self.homework(file));
            let homeworks = homework
                .as_ref()
                .map_or(self.homeworks, std::slice::from_ref);
            for login in logins(&sender) {
                sorter.close(&login, homeworks, folder, error);
            }
        }
        for (sender, item) in all {
            let sent_as = sender.file.as_deref().unwrap_or(&item.stem);
            let homework = match (self.homework(sent_as), self.homeworks) {
                (Some(homework), _) => homework,
                (None, [only]) => only,
                // What is no answers file need not say to which homework it belongs.
                _ if !item.is_answers => {
                    sorter.ignore([item]);
                    continue;
                }
                _ => {
                    return Err(LayoutError::WhichHomework {
                        example: item.path.clone(),
                        homeworks: self.homeworks.iter().map(ToString::to_string).collect(),
                    });
                }
            };
            for login in logins(&sender) {
                sorter.add(&login, homework, item, item.is_text);
            }
        }
        Ok(())
    }

    /// The homework that a file of a person's folder is named after.
    fn homework(&self, stem: &str) -> Option<&'a str> {
        let stem = without_copy(stem);
        let named = ["-answers", "_answers"]
            .iter()
            .find_map(|end| stem.strip_suffix(end));
        let stem = named.unwrap_or(stem);
        self.homeworks.iter().copied().find(|h| *h == stem)
    }

    /// The one homework that is graded, where this is the only answers file of a person and no file is named after it.
    fn only(&self, inside: &[Item], item: &Item) -> Option<&'a str> {
        let [homework] = self.homeworks else {
            return None;
        };
        let is_named = |other: &Item| self.homework(&other.stem).is_some();
        let mut answers = inside.iter().filter(|other| other.is_answers);
        let is_alone = answers.next().is_some_and(|first| first.path == item.path);
        (is_alone && answers.next().is_none() && !inside.iter().any(is_named)).then_some(*homework)
    }

    fn by_login(&self, sorter: &mut Sorter<'a>) -> Result<(), LayoutError> {
        let files: Vec<_> = self
            .items
            .iter()
            .filter(|i| i.kind != Kind::Folder)
            .collect();
        sorter.ignore(self.items.iter().filter(|i| i.kind == Kind::Folder));
        let Some(first) = files.first() else {
            return Ok(());
        };
        let [homework] = self.homeworks else {
            let example = first.path.clone();
            return Err(if files.iter().all(|i| self.homework(&i.stem).is_some()) {
                LayoutError::OnePerson { example }
            } else {
                LayoutError::WhichHomework {
                    example,
                    homeworks: self.homeworks.iter().map(ToString::to_string).collect(),
                }
            });
        };
        for item in files {
            sorter.add(&item.stem, homework, item, item.is_text);
        }
        Ok(())
    }

    fn by_login_and_homework(&self, sorter: &mut Sorter<'a>) {
        sorter.ignore(self.items.iter().filter(|i| i.kind != Kind::Folder));
        for (folder, inside) in self.folders {
            for item in inside {
                match self
                    .homework(&item.stem)
                    .or_else(|| self.only(inside, item))
                {
                    Some(homework) if item.kind != Kind::Folder => {
                        sorter.add(&folder.stem, homework, item, folder.is_text);
                    }
                    _ => sorter.ignore([item]),
                }
            }
        }
        for (folder, error) in self.closed {
            sorter.close(&folder.stem, self.homeworks, folder, error);
        }
    }

    fn by_homework_and_login(&self, sorter: &mut Sorter<'a>) -> Result<(), LayoutError> {
        // Whose rows are missing where a homework's folder is closed, nobody can say.
        for (folder, error) in self.closed {
            if self.homeworks.contains(&folder.stem.as_str()) {
                return Err(error.clone());
            }
            sorter.ignore([*folder]);
        }
        sorter.ignore(self.items.iter().filter(|i| i.kind != Kind::Folder));
        for (folder, inside) in self.folders {
            let homework = self.homeworks.iter().find(|h| **h == folder.stem);
            let Some(homework) = homework else {
                sorter.ignore([*folder]);
                continue;
            };
            for item in inside {
                if item.kind == Kind::Folder {
                    sorter.ignore([item]);
                } else {
                    sorter.add(&item.stem, homework, item, item.is_text);
                }
            }
        }
        Ok(())
    }
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

#[cfg(test)]
mod tests;

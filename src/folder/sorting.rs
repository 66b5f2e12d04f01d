//! Which file is whose answers to which homework.

use super::entries::{Found, Sorter};
use super::error::LayoutError;
use super::layout::Layout;
use super::listing::{Item, Kind, list};
use super::looked::{List, Looked};
use super::platforms::{People, Submitters};
use std::collections::{HashMap, HashSet};
use std::path::{Path, PathBuf};

/// Within how many folders, each alone in the other, a platform's download may lie.
const COMMON: usize = 3;

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
    if folder.is_file() {
        return Err(LayoutError::File {
            file: folder.to_owned(),
        });
    }
    let list = |folder: &Path| list(folder, skip);
    find_by(&list, folder, homeworks, layout, people)
}

/// The same, with what lists a folder. A platform's download may lie in a folder that is alone here, as archives are unpacked; whose a file
/// of another layout is, a folder more or less would change.
fn find_by(
    list: List<'_>,
    folder: &Path,
    homeworks: &[&str],
    layout: Option<Layout>,
    people: &People,
) -> Result<Found, LayoutError> {
    let looked = Looked::into(folder, homeworks, list)?;
    let found = match layout {
        Some(layout) => looked.found(layout, people),
        None => looked.layout().and_then(|told| looked.found(told, people)),
    };
    let Err(LayoutError::Nothing { .. }) = found else {
        return found;
    };
    let mut outer = looked;
    for _ in 0..COMMON {
        let Some(alone) = outer.alone() else {
            break;
        };
        let inner = Looked::into(alone, homeworks, list)?;
        let told = layout.or_else(|| inner.layout().ok());
        if let Some(told) = told.filter(|told| told.is_of_platform()) {
            return inner.found(told, people);
        }
        outer = inner;
    }
    found
}

impl Looked<'_> {
    /// Everything that is found, read by this layout.
    fn found(&self, layout: Layout, people: &People) -> Result<Found, LayoutError> {
        let mut sorter = Sorter::new(self.homeworks);
        match layout {
            Layout::Login => self.by_login(&mut sorter)?,
            Layout::LoginHomework => self.by_login_and_homework(&mut sorter),
            Layout::HomeworkLogin => self.by_homework_and_login(&mut sorter)?,
            Layout::Moodle | Layout::Canvas | Layout::Gradescope => {
                self.by_sender(layout, &mut sorter, people)?;
            }
        }
        let found = sorter.finish(layout);
        if found.entries.is_empty() {
            return Err(self.nothing());
        }
        Ok(found)
    }

    /// Files and folders that a platform has named, here and in folders of homeworks.
    fn by_sender<'s>(
        &'s self,
        layout: Layout,
        sorter: &mut Sorter<'s>,
        people: &People,
    ) -> Result<(), LayoutError> {
        self.ignore_strangers(layout, sorter)?;
        let mut submitters: HashMap<&Path, Submitters> = HashMap::new();
        for sent in self.sent.iter().filter(|s| s.sender.layout == layout) {
            let beside = sent.item.path.parent().unwrap_or(&self.folder);
            let submitters = submitters
                .entry(beside)
                .or_insert_with(|| Submitters::of(beside));
            let logins = sent.sender.logins(people, submitters);
            let said = sent.sender.file.as_deref();
            let named = sent
                .homework
                .or_else(|| said.and_then(|file| self.homework(file)));
            let files = match &sent.files {
                Ok(files) => files,
                Err(error) => {
                    let homeworks = named.as_ref().map_or(self.homeworks, std::slice::from_ref);
                    for login in logins {
                        sorter.close(&login, homeworks, &sent.item, error);
                    }
                    continue;
                }
            };
            for item in files {
                let by_name = || self.homework(said.unwrap_or(&item.stem));
                let homework = match (named.or_else(by_name), self.homeworks) {
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
                for login in &logins {
                    sorter.add(login, homework, item, item.is_text);
                }
            }
        }
        Ok(())
    }

    /// Passes over what no platform of this layout has named.
    fn ignore_strangers<'s>(
        &'s self,
        layout: Layout,
        sorter: &mut Sorter<'s>,
    ) -> Result<(), LayoutError> {
        let own = self.sent.iter().filter(|s| s.sender.layout == layout);
        let named: HashSet<&Path> = own.clone().map(|s| s.item.path.as_path()).collect();
        let homeworks: HashSet<&str> = own.filter_map(|sent| sent.homework).collect();
        let is_stranger = |item: &&Item| !named.contains(item.path.as_path());
        let is_homework = |item: &Item| homeworks.contains(item.stem.as_str());
        let here = self.items.iter().filter(is_stranger);
        sorter.ignore(here.filter(|i| !(i.kind == Kind::Folder && is_homework(i))));
        for (_, inside) in self.folders.iter().filter(|(f, _)| is_homework(f)) {
            sorter.ignore(inside.iter().filter(is_stranger));
        }
        if homeworks.is_empty() {
            return Ok(());
        }
        self.insist_on_homeworks()
    }

    /// Whose rows are missing where a homework's folder is closed, nobody can say.
    fn insist_on_homeworks(&self) -> Result<(), LayoutError> {
        let is_homework = |folder: &Item| self.homeworks.contains(&folder.stem.as_str());
        let closed = self.closed.iter().find(|(folder, _)| is_homework(folder));
        closed.map_or(Ok(()), |(_, error)| Err(error.clone()))
    }

    fn by_login<'s>(&'s self, sorter: &mut Sorter<'s>) -> Result<(), LayoutError> {
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

    fn by_login_and_homework<'s>(&'s self, sorter: &mut Sorter<'s>) {
        sorter.ignore(self.items.iter().filter(|i| i.kind != Kind::Folder));
        for (folder, inside) in &self.folders {
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
        for (folder, error) in &self.closed {
            sorter.close(&folder.stem, self.homeworks, folder, error);
        }
    }

    fn by_homework_and_login<'s>(&'s self, sorter: &mut Sorter<'s>) -> Result<(), LayoutError> {
        self.insist_on_homeworks()?;
        sorter.ignore(self.closed.iter().map(|(folder, _)| folder));
        sorter.ignore(self.items.iter().filter(|i| i.kind != Kind::Folder));
        for (folder, inside) in &self.folders {
            let homework = self.homeworks.iter().find(|h| **h == folder.stem);
            let Some(homework) = homework else {
                sorter.ignore([folder]);
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

#[cfg(test)]
mod tests;

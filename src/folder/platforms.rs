//! What learning platforms call the files of a download: `Anna Two_1234567_assignsubmission_file/answers.npz` of Moodle,
//! `smirnovaanna_LATE_123_4567_answers.npz` of Canvas, `submission_1234/answers.npz` of Gradescope. Whose they are is told by a list
//! of people; without one, each is called by the name and number that the platform gives.

use super::layout::Layout;
use super::listing::{Item, Kind};
use std::collections::HashMap;
use std::io::Read as _;
use std::path::Path;

/// What Gradescope writes of its submissions, beside them.
const METADATA: &str = "submission_metadata.yml";
/// The most of it that is read, in bytes.
const MOST: u64 = 8 << 20;

/// Who is who: every way in which a list knows somebody, and their login.
#[derive(Clone, Debug, Default)]
pub struct People(HashMap<String, Option<String>>);

impl People {
    /// People with their logins and everything that stands in their rows of a list.
    pub fn new(rows: impl IntoIterator<Item = (String, Vec<String>)>) -> Self {
        let mut people = Self::default();
        for (login, cells) in rows {
            for cell in &cells {
                people.know(cell, &login);
                // The family name is first or last.
                let words: Vec<&str> = cell.split_whitespace().collect();
                if let [first, others @ ..] = words.as_slice()
                    && let [others_but_last @ .., last] = others
                {
                    people.know(&format!("{}{first}", others.concat()), &login);
                    let rest = others_but_last.concat();
                    people.know(&format!("{last}{first}{rest}"), &login);
                }
            }
            // First and last name, in whichever order.
            for pair in cells.windows(2) {
                people.know(&format!("{}{}", pair[0], pair[1]), &login);
                people.know(&format!("{}{}", pair[1], pair[0]), &login);
            }
            people.know(&login, &login);
        }
        people
    }

    /// What two people have tells neither.
    fn know(&mut self, key: &str, login: &str) {
        let key = plain(key);
        if key.is_empty() {
            return;
        }
        let known = self.0.entry(key).or_insert_with(|| Some(login.to_owned()));
        if known.as_deref() != Some(login) {
            *known = None;
        }
    }

    fn login(&self, key: &str) -> Option<&str> {
        self.0.get(&plain(key))?.as_deref()
    }
}

/// Letters and digits alone: platforms leave out the rest, or put other signs in its place.
fn plain(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphanumeric());
    letters.flat_map(char::to_lowercase).collect()
}

/// Whose a file or folder of a download is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Sender {
    pub layout: Layout,
    /// What the person is called by, the surest first.
    keys: Vec<String>,
    /// What they are called where nobody knows better.
    label: String,
    /// What the file was called when it was sent, where that is a part of the name.
    pub file: Option<String>,
}

impl Sender {
    /// The logins of those who sent it, or the platform's own name and number: one, unless a group sent it.
    pub fn logins(&self, people: &People, submitters: &Submitters) -> Vec<String> {
        let known = |keys: &[String]| keys.iter().find_map(|key| people.login(key));
        if let Some(login) = known(&self.keys) {
            return vec![login.to_owned()];
        }
        let mut logins: Vec<String> = Vec::new();
        for keys in submitters.0.get(&self.label).into_iter().flatten() {
            let address = || keys.iter().find(|key| key.contains('@'));
            let login = known(keys).or_else(|| address().map(String::as_str));
            let login = login.unwrap_or(&self.label);
            // Two who are called by the submission's number are one row.
            if logins.iter().all(|other| other != login) {
                logins.push(login.to_owned());
            }
        }
        if logins.is_empty() {
            logins.push(self.label.clone());
        }
        logins
    }
}

/// Whose a file or a folder is by its name.
pub(super) fn sender(item: &Item) -> Option<Sender> {
    if item.kind == Kind::Folder {
        moodle(&item.stem).or_else(|| gradescope(&item.stem))
    } else {
        moodle(&item.stem).or_else(|| canvas(&item.stem))
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn moodle(name: &str) -> Option<Sender> {
    let (who, file) = name.split_once("_assignsubmission_file")?;
    let (person, number) = who
        .rsplit_once('_')
        .filter(|(_, number)| is_number(number))?;
    let file = file.trim_start_matches('_');
    Some(Sender {
        layout: Layout::Moodle,
        // The sheet for grading offline calls people so.
        keys: vec![
            format!("participant{number}"),
            number.to_owned(),
            person.to_owned(),
        ],
        label: format!("{person}_{number}"),
        file: (!file.is_empty()).then(|| file.to_owned()),
    })
}

fn canvas(name: &str) -> Option<Sender> {
    let (person, rest) = name.split_once('_')?;
    let late = rest
        .strip_prefix("LATE_")
        .or_else(|| rest.strip_prefix("late_"));
    let mut parts = late.unwrap_or(rest).splitn(3, '_');
    let (user, upload, file) = (parts.next()?, parts.next()?, parts.next()?);
    (is_number(user) && is_number(upload)).then(|| Sender {
        layout: Layout::Canvas,
        keys: vec![user.to_owned(), person.to_owned()],
        label: format!("{person}_{user}"),
        // A file that was sent again is `answers-1.npz`.
        file: Some(match file.rsplit_once('-') {
            Some((file, number)) if is_number(number) => file.to_owned(),
            _ => file.to_owned(),
        }),
    })
}

fn gradescope(name: &str) -> Option<Sender> {
    let number = name.strip_prefix("submission_").filter(|n| is_number(n))?;
    Some(Sender {
        layout: Layout::Gradescope,
        keys: vec![name.to_owned(), number.to_owned()],
        label: name.to_owned(),
        file: None,
    })
}

/// Who sent what, as Gradescope notes beside the folders: by submission its submitters, each with name, number and address.
#[derive(Clone, Debug, Default)]
pub(super) struct Submitters(HashMap<String, Vec<Vec<String>>>);

impl Submitters {
    /// Those of a folder; nobody where there is no such file.
    pub fn of(folder: &Path) -> Self {
        let mut text = String::new();
        let read = std::fs::File::open(folder.join(METADATA))
            .and_then(|file| file.take(MOST).read_to_string(&mut text));
        read.map(|_| Self::read(&text)).unwrap_or_default()
    }

    /// Reads the submitters of every submission: a group has several. A line of the file is one key; nothing else of its format is needed.
    fn read(text: &str) -> Self {
        let mut all: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        let mut submission = None;
        for line in text.lines() {
            if let Some(name) = line
                .strip_suffix(':')
                .filter(|name| gradescope(name).is_some())
            {
                submission = Some(name);
                continue;
            }
            let Some(submission) = submission else {
                continue;
            };
            let bare = line.trim_start();
            let own = all.entry(submission.to_owned()).or_default();
            if bare.starts_with("- ") {
                own.push(Vec::new());
            }
            let bare = bare.trim_start_matches("- ");
            let mut keys = [":email:", ":sid:", ":name:"].iter();
            if let Some(value) = keys.find_map(|key| bare.strip_prefix(key))
                && let Some(submitter) = own.last_mut()
            {
                let value = value.trim().trim_matches(['\'', '"']);
                if !value.is_empty() {
                    submitter.push(value.to_owned());
                }
            }
        }
        for submitters in all.values_mut() {
            submitters.retain(|keys| !keys.is_empty());
        }
        Self(all)
    }
}

#[cfg(test)]
mod tests;

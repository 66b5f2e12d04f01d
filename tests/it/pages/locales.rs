//! The messages: the same in both languages, with the same values; every one that is asked for exists and gets what it names,
//! and none is there in vain.

use dgm_grader::config::Code;
use dgm_grader::course::AnswerKind;
use dgm_grader::grading::TaskVerdict;
use dgm_grader::store::audit::Action;
use dgm_grader::store::{LetterKind, Role, stored_tables};
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Messages of a language, each with the values it takes.
pub fn ids(lang: &str) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files(&root().join("locales").join(lang), "ftl") {
        let mut current = None;
        for line in read(&file).lines() {
            let starts = line.starts_with(|c: char| c.is_ascii_alphabetic());
            if let (true, Some((id, _))) = (starts, line.split_once(" =")) {
                let new = messages.insert(id.to_owned(), BTreeSet::new()).is_none();
                assert!(new, "{id} stands twice in {lang}");
                current = Some(id.to_owned());
            }
            if let Some(values) = current.as_ref().and_then(|id| messages.get_mut(id)) {
                values.extend(values_of(line));
            }
        }
    }
    messages
}

/// The variables of the placeables, `{ $name }`; a dollar elsewhere is text.
fn values_of(line: &str) -> impl Iterator<Item = String> + '_ {
    let inside = line.split('{').skip(1);
    let variables = inside.filter_map(|part| part.trim_start().strip_prefix('$'));
    variables.map(|rest| {
        let word = rest.split(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        word.map(str::to_owned).next().unwrap_or_default()
    })
}

fn read(path: &Path) -> String {
    std::fs::read_to_string(path).expect("it is read")
}

/// Files under a folder with this ending.
pub fn files(folder: &Path, ending: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("it is read").path();
        if path.is_dir() {
            found.extend(files(&path, ending));
        } else if path.extension().is_some_and(|e| e == ending) {
            found.push(path);
        }
    }
    found.sort();
    found
}

/// A text that is asked for, with the names of the values it is given.
struct Asked {
    id: String,
    given: BTreeSet<String>,
    place: String,
}

/// Every `message!("id", name = value, …)` of the program.
fn asked_by_the_program() -> Vec<Asked> {
    let mut asked = Vec::new();
    let folders = ["src", "client", "judge", "l10n"].map(|folder| root().join(folder));
    for file in folders.iter().flat_map(|folder| files(folder, "rs")) {
        let source = read(&file);
        for (at, call) in source.match_indices("message!(") {
            let call = source.split_at(at + call.len()).1;
            let Some(call) = call.trim_start().strip_prefix('"') else {
                continue;
            };
            let (id, rest) = call.split_once('"').expect("the id ends");
            asked.push(Asked {
                id: id.to_owned(),
                given: names_given(rest),
                place: file.display().to_string(),
            });
        }
    }
    asked
}

/// The names before `=` between the commas of a macro's outermost level, to its closing parenthesis.
fn names_given(rest: &str) -> BTreeSet<String> {
    let (mut depth, mut quoted, mut escaped, mut part) = (1_u32, false, false, String::new());
    let mut parts = Vec::new();
    for c in rest.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' if quoted => escaped = true,
            '"' => quoted = !quoted,
            _ if quoted => {}
            '(' | '[' | '{' => depth += 1,
            ')' | ']' | '}' => depth -= 1,
            ',' if depth == 1 => {
                parts.push(std::mem::take(&mut part));
                continue;
            }
            _ => {}
        }
        if depth == 0 {
            break;
        }
        part.push(c);
    }
    parts.push(part);
    let named = parts.iter().filter_map(|p| p.split_once(" ="));
    named.map(|(name, _)| name.trim().to_owned()).collect()
}

/// Every `t(id="…", name=value, …)` of the templates; those that are put together are [`FAMILIES`].
fn asked_by_the_templates() -> Vec<Asked> {
    let mut asked = Vec::new();
    for file in files(&root().join("templates"), "html") {
        let place = file.display().to_string();
        for call in read(&file).split("t(id=\"").skip(1) {
            let (id, rest) = call.split_once('"').expect("the id ends");
            let arguments = rest.split(')').next().unwrap_or_default();
            let given = arguments.split(',').filter_map(|a| a.split_once('='));
            let given = given.map(|(name, _)| name.trim().to_owned()).collect();
            if rest.trim_start().starts_with('~') {
                let family = FAMILIES.iter().find(|(start, _)| *start == id);
                assert!(family.is_some(), "{id}… in {place} is no family");
                continue;
            }
            let id = id.to_owned();
            let place = place.clone();
            asked.push(Asked { id, given, place });
        }
    }
    asked
}

/// A beginning, and the words that follow it.
type Family = (&'static str, fn() -> Vec<&'static str>);

/// Texts that a template puts together of a beginning and one of a few words.
const FAMILIES: &[Family] = &[
    ("gradebook-", || vec!["mean", "median"]),
    ("gradebook-short-", || {
        vec!["name", "exam", "total", "grade"]
    }),
    ("gradebook-stands-", || {
        vec!["missing", "sent", "late", "partial", "full"]
    }),
    ("audit-did-", || Action::KINDS.to_vec()),
    ("change-", || {
        vec![
            "title",
            "time-zone",
            "formula",
            "exam",
            "homework",
            "task",
            "bonus",
            "partial",
            "tolerance",
            "order",
            "size",
            "item",
            "item-words",
            "accept",
            "mistakes",
            "max-points",
            "opens",
            "deadline",
            "closes",
            "late",
            "attempts",
            "reveal",
            "feedback",
            "hints",
            "storage",
            "excused",
            "expect",
        ]
    }),
    ("export-", || {
        vec!["csv", "json", "xlsx", "canvas", "moodle"]
    }),
    ("found-", || {
        let mut all = vec!["fits"];
        all.extend(TaskVerdict::ALL.map(TaskVerdict::name));
        all.retain(|name| !["correct", "wrong"].contains(name));
        all
    }),
    ("gradebook-column-", || {
        vec!["name", "total", "exam", "grade"]
    }),
    ("gradebook-only-", || vec!["all", "missing", "hand", "exam"]),
    ("lti-state-", || vec!["waiting", "on", "off"]),
    ("lti-state-what-", || vec!["waiting", "on", "off"]),
    ("lti-match-", || vec!["email", "login"]),
    ("lti-column-", || vec!["on", "off", "back"]),
    ("lti-column-what-", || vec!["on", "off", "back"]),
    ("impact-left-", || vec!["fault", "unreadable"]),
    ("item-", || vec!["none", "open", "waiting", "graded"]),
    ("item-download-", || {
        AnswerKind::ALL.map(AnswerKind::name).to_vec()
    }),
    ("mail-kind-", || {
        LetterKind::ALL.map(LetterKind::name).to_vec()
    }),
    ("job-progress-", || {
        vec!["waiting", "running", "done", "failed"]
    }),
    ("kind-", || AnswerKind::ALL.map(AnswerKind::name).to_vec()),
    ("role-", || Role::ALL.map(Role::name).to_vec()),
    ("state-", || {
        vec!["not_open", "open", "due_soon", "late", "closed"]
    }),
    ("stored-", || stored_tables().collect()),
    ("verdict-", || {
        TaskVerdict::ALL.map(TaskVerdict::name).to_vec()
    }),
];

/// The ids of the families, and those of the diagnostics of a course file.
fn put_together() -> BTreeSet<String> {
    let members = |(start, words): &(&str, fn() -> Vec<&'static str>)| {
        let id = |word: &str| format!("{start}{}", word.replace('_', "-"));
        words().into_iter().map(id).collect::<Vec<_>>()
    };
    let mut all: BTreeSet<_> = FAMILIES.iter().flat_map(members).collect();
    all.extend(Code::ALL.iter().map(|code| code.message_id()));
    all
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_values() {
    let (english, russian) = (ids("en"), ids("ru"));
    assert!(english.len() > 150, "the files are read: {}", english.len());
    let only = |a: &BTreeMap<String, _>, b: &BTreeMap<String, _>| -> Vec<String> {
        a.keys()
            .filter(|id| !b.contains_key(*id))
            .cloned()
            .collect()
    };
    let none = Vec::<String>::new();
    assert_eq!(only(&english, &russian), none, "English alone");
    assert_eq!(only(&russian, &english), none, "Russian alone");
    for (id, values) in &english {
        assert_eq!(Some(values), russian.get(id), "the values of {id}");
    }
    let names = |lang: &str| -> Vec<_> {
        let files = files(&root().join("locales").join(lang), "ftl");
        files
            .iter()
            .map(|f| f.file_name().map(ToOwned::to_owned))
            .collect()
    };
    assert_eq!(names("en"), names("ru"), "the files");
}

#[test]
fn every_message_that_is_asked_for_exists_and_gets_the_values_it_names() {
    let known = ids("en");
    let (program, templates) = (asked_by_the_program(), asked_by_the_templates());
    assert!(
        program.len() > 400,
        "the sources are read: {}",
        program.len()
    );
    assert!(
        templates.len() > 400,
        "the templates are read: {}",
        templates.len()
    );
    let mut wrong = Vec::new();
    for asked in program.iter().chain(&templates) {
        match known.get(&asked.id) {
            None => wrong.push(format!("{}: {} does not exist", asked.place, asked.id)),
            Some(named) if *named != asked.given => wrong.push(format!(
                "{}: {} names {named:?} and is given {:?}",
                asked.place, asked.id, asked.given
            )),
            Some(_) => {}
        }
    }
    for id in put_together() {
        if !known.contains_key(&id) {
            wrong.push(format!("{id} does not exist"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_message_is_there_in_vain() {
    let mut asked = put_together();
    asked.extend(asked_by_the_program().into_iter().map(|a| a.id));
    asked.extend(asked_by_the_templates().into_iter().map(|a| a.id));
    // Most diagnostics have a help beside them.
    let helps: Vec<_> = asked.iter().map(|id| format!("{id}-help")).collect();
    asked.extend(helps);
    let known = ids("en");
    let dead: Vec<_> = known.keys().filter(|id| !asked.contains(*id)).collect();
    assert!(dead.is_empty(), "nobody asks for {dead:?}");
}

//! The messages: the same in both languages, with the same values, and every one that is asked for exists.

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

fn values_of(line: &str) -> impl Iterator<Item = String> + '_ {
    line.split('$').skip(1).map(|rest| {
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
    assert_eq!(
        only(&english, &russian),
        Vec::<String>::new(),
        "English alone"
    );
    assert_eq!(
        only(&russian, &english),
        Vec::<String>::new(),
        "Russian alone"
    );
    for (id, values) in &english {
        assert_eq!(Some(values), russian.get(id), "the values of {id}");
    }
}

#[test]
fn every_message_that_a_template_asks_for_exists() {
    let known = ids("en");
    let mut asked = 0;
    for file in files(&root().join("templates"), "html") {
        for call in read(&file).split("t(id=\"").skip(1) {
            let (id, rest) = call.split_once('"').expect("the id ends");
            if rest.trim_start().starts_with('~') {
                assert!(
                    known.keys().any(|k| k.starts_with(id)),
                    "{id}… in {}",
                    file.display()
                );
                continue;
            }
            let Some(takes) = known.get(id) else {
                panic!("{} asks for {id}, which does not exist", file.display());
            };
            let arguments = rest.split(')').next().unwrap_or_default();
            for value in takes {
                let given = arguments.contains(&format!("{value}="));
                assert!(given, "{} gives no {value} to {id}", file.display());
            }
            asked += 1;
        }
    }
    assert!(asked > 80, "the templates are read: {asked}");
}

#[test]
fn every_message_that_the_program_asks_for_exists() {
    let known = ids("en");
    let calls = [
        "say(lang, \"",
        "say_with(lang, \"",
        "say(voice.lang, \"",
        "ServiceError::Form(\"",
        "say_with(\n",
    ];
    let mut asked = 0;
    for file in files(&root().join("src"), "rs") {
        let source = read(&file);
        for call in calls {
            for rest in source.split(call).skip(1) {
                let rest = if call.ends_with('\n') {
                    // The call over several lines: the id is its first text.
                    rest.split_once('"').map_or("", |(_, rest)| rest)
                } else {
                    rest
                };
                let id = rest.split('"').next().unwrap_or_default();
                if id.contains('{') || id.is_empty() {
                    continue;
                }
                assert!(known.contains_key(id), "{} asks for {id:?}", file.display());
                asked += 1;
            }
        }
    }
    assert!(asked > 20, "the sources are read: {asked}");
}

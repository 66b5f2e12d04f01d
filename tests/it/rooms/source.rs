//! What the files of a crate import, read from their text.
//!
//! A `mod.rs` is an index: a name that it hands on counts as imported from the file that the name comes from.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

/// The path of a module as its segments, without the crate.
type Segments = Vec<String>;

/// The files of a crate by module (`a::b`), and which of them each one imports from.
pub struct Tree {
    arrows: BTreeMap<String, BTreeSet<String>>,
}

/// One file.
struct File {
    /// Without comments and unit tests.
    text: String,
    /// Whether it only gathers what lies beside it.
    index: bool,
}

/// The room of a module: the first part of its path; nothing for the crate itself.
pub fn room(module: &str) -> Option<&str> {
    module.split("::").next().filter(|room| !room.is_empty())
}

impl Tree {
    /// Reads the files of a crate.
    pub fn read(folder: &Path) -> Self {
        let mut files = BTreeMap::new();
        collect(folder, &mut Vec::new(), &mut files);
        let named: HashMap<&str, HashMap<String, Segments>> = files
            .iter()
            .map(|(module, file)| (module.as_str(), handed_on(&files, module, file)))
            .collect();
        let mut arrows: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        for (module, file) in &files {
            let mut targets = BTreeSet::new();
            for (public, path) in uses(&file.text) {
                if public && file.index {
                    continue;
                }
                targets.extend(absolute(&files, module, &path));
            }
            for path in inline(&without_uses(&file.text)) {
                targets.extend(absolute(&files, module, &path));
            }
            let known = targets
                .into_iter()
                .filter_map(|path| source(&files, &named, path));
            let known = known.filter(|other| other != module && !other.is_empty());
            arrows.insert(module.clone(), known.collect());
        }
        Self { arrows }
    }

    /// The modules.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.arrows.keys().map(String::as_str)
    }

    /// Who imports from whom.
    pub fn arrows(&self) -> impl Iterator<Item = (&str, &str)> {
        let all = self.arrows.iter();
        all.flat_map(|(from, to)| to.iter().map(move |to| (from.as_str(), to.as_str())))
    }

    /// The files that know themselves through others, each with the next on its way.
    pub fn circles(&self) -> Vec<String> {
        let reached = |from: &str| {
            let mut seen = BTreeSet::new();
            let mut next: Vec<&String> = self.arrows[from].iter().collect();
            while let Some(file) = next.pop() {
                if seen.insert(file.as_str()) {
                    next.extend(&self.arrows[file]);
                }
            }
            seen
        };
        let reached: BTreeMap<&str, BTreeSet<&str>> =
            self.files().map(|file| (file, reached(file))).collect();
        let on = |(from, to): &(&str, &str)| reached[to].contains(from);
        self.arrows()
            .filter(on)
            .map(|(from, to)| format!("{from} knows {to}, and is known to it"))
            .collect()
    }
}

fn collect(folder: &Path, at: &mut Segments, files: &mut BTreeMap<String, File>) {
    for entry in std::fs::read_dir(folder).expect("the folder is read") {
        let path = entry.expect("the folder is read").path();
        let name = path
            .file_stem()
            .expect("it has a name")
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if matches!(name.as_str(), "tests" | "examples") {
                continue;
            }
            at.push(name);
            collect(&path, at, files);
            at.pop();
        } else if path.extension().is_some_and(|e| e == "rs") && name != "tests" && name != "main" {
            let index = matches!(name.as_str(), "mod" | "lib");
            let mut module = at.clone();
            module.extend((!index).then_some(name));
            let text = std::fs::read_to_string(&path).expect("the file is read");
            let text = without_comments(text.split("\nmod tests {").next().unwrap_or_default());
            files.insert(module.join("::"), File { text, index });
        }
    }
}

fn without_comments(text: &str) -> String {
    let lines = text
        .lines()
        .map(|line| line.split("//").next().unwrap_or_default());
    lines.collect::<Vec<_>>().join("\n")
}

/// The paths that a file imports, one name each, and whether it hands them on.
fn uses(text: &str) -> Vec<(bool, Segments)> {
    let mut found = Vec::new();
    for statement in text.split(';') {
        // A statement begins after whatever closed before it.
        let start = statement
            .rfind('}')
            .filter(|_| !statement.contains("use "))
            .map_or(0, |at| at + 1);
        let statement = &statement[start..];
        let Some(at) = statement
            .match_indices("use ")
            .map(|(at, _)| at)
            .find(|at| begins(statement, *at))
        else {
            continue;
        };
        let public = statement[..at].trim_end().ends_with("pub")
            || statement[..at].trim_end().ends_with(')');
        let mut paths = Vec::new();
        expand("", &statement[at + 4..], &mut paths);
        found.extend(paths.into_iter().map(|path| (public, path)));
    }
    found
}

/// The text without its imports.
fn without_uses(text: &str) -> String {
    let kept = text.split(';').map(|statement| {
        let mut places = statement.match_indices("use ").map(|(at, _)| at);
        let import = places.find(|at| begins(statement, *at));
        &statement[..import.unwrap_or(statement.len())]
    });
    kept.collect::<Vec<_>>().join(";")
}

/// Whether the word at this place begins an import.
fn begins(text: &str, at: usize) -> bool {
    let before = text[..at].trim_end();
    let own_line = text[..at].ends_with(['\n', ' ']) || at == 0;
    own_line
        && (before.is_empty() || before.ends_with(['}', '{', ']', ')']) || before.ends_with("pub"))
}

/// `a::{b, c::d as e}` as its paths.
fn expand(prefix: &str, tree: &str, paths: &mut Vec<Segments>) {
    let tree = tree.trim();
    let Some(open) = tree.find('{') else {
        let path = tree.split(" as ").next().unwrap_or_default();
        let path: String = format!("{prefix}{path}").split_whitespace().collect();
        if !path.is_empty() {
            paths.push(path.split("::").map(ToOwned::to_owned).collect());
        }
        return;
    };
    let prefix = format!("{prefix}{}", &tree[..open]);
    let inner = &tree[open + 1..tree.rfind('}').unwrap_or(tree.len())];
    let (mut depth, mut start) = (0, 0);
    for (at, c) in inner.char_indices().chain([(inner.len(), ',')]) {
        match c {
            '{' => depth += 1,
            '}' => depth -= 1,
            ',' if depth == 0 => {
                let part = &inner[start..at];
                if !part.trim().is_empty() {
                    expand(&prefix, part, paths);
                }
                start = at + 1;
            }
            _ => {}
        }
    }
}

/// The paths that are written out where they are used: `crate::a::b`, `super::a`, `child::a`.
fn inline(text: &str) -> Vec<Segments> {
    let word = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    let words = text
        .split(|c: char| !word(c))
        .map(|word| word.trim_end_matches(':'));
    let paths = words.filter(|word| word.contains("::") && !word.starts_with(':'));
    paths
        .map(|path| path.split("::").map(ToOwned::to_owned).collect())
        .collect()
}

/// A path from the crate on, if it is one of this crate.
fn absolute(files: &BTreeMap<String, File>, module: &str, path: &[String]) -> Option<Segments> {
    let mut base: Segments = module
        .split("::")
        .filter(|s| !s.is_empty())
        .map(ToOwned::to_owned)
        .collect();
    let mut rest = path;
    match path.first()?.as_str() {
        "crate" => {
            base.clear();
            rest = &path[1..];
        }
        "self" | "super" => {
            while let Some(first @ ("self" | "super")) = rest.first().map(String::as_str) {
                if first == "super" {
                    base.pop();
                }
                rest = &rest[1..];
            }
        }
        child => {
            base.push(child.to_owned());
            if !files.contains_key(&base.join("::")) {
                return None;
            }
            base.pop();
        }
    }
    base.extend(rest.iter().cloned());
    Some(base)
}

/// The names that a file hands on, with where it has them from.
fn handed_on(
    files: &BTreeMap<String, File>,
    module: &str,
    file: &File,
) -> HashMap<String, Segments> {
    let public = uses(&file.text).into_iter().filter(|(public, _)| *public);
    let from = public.filter_map(|(_, path)| absolute(files, module, &path));
    from.filter_map(|path| Some((path.last()?.clone(), path)))
        .collect()
}

/// The file that a path leads to.
fn source(
    files: &BTreeMap<String, File>,
    named: &HashMap<&str, HashMap<String, Segments>>,
    mut path: Segments,
) -> Option<String> {
    // A name may be handed on several times; no more often than there are floors.
    for _ in 0..8 {
        let length = (0..=path.len())
            .rev()
            .find(|n| files.contains_key(&path[..*n].join("::")))?;
        let module = path[..length].join("::");
        let next = path
            .get(length)
            .and_then(|name| named[module.as_str()].get(name));
        match next {
            Some(from) if *from != path => path = [from.as_slice(), &path[length + 1..]].concat(),
            _ => return Some(module),
        }
    }
    None
}

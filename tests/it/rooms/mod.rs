//! The packages and the rooms of the source tree: which may know which, and that no file knows itself through others.
//!
//! Their order stands in `docs/architecture.md` and nowhere else; what files import is read from them.

mod source;

use self::source::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The packages of the workspace that are ours, each with its folder.
const PACKAGES: [(&str, &str); 5] = [
    ("dgm-grader", "src"),
    ("assignments", "assignments"),
    ("dgm-client", "client"),
    ("judge", "judge"),
    ("l10n", "l10n"),
];

/// The floor of each room or package, counted from the ground: of the lines of the block that the page calls so, the last is 0.
fn floors(drawing: &str) -> BTreeMap<String, usize> {
    let page =
        std::fs::read_to_string(root().join("docs/architecture.md")).expect("the page is there");
    let (_, rest) = page
        .split_once(&format!("```{drawing}\n"))
        .expect("the page has the drawing");
    let (drawn, _) = rest.split_once("```").expect("the block ends");
    let lines: Vec<_> = drawn.lines().rev().collect();
    let rooms = lines.iter().enumerate();
    rooms
        .flat_map(|(floor, line)| {
            line.split_whitespace()
                .map(move |room| (room.to_owned(), floor))
        })
        .collect()
}

#[test]
fn no_room_knows_one_that_is_not_below_it() {
    let tree = Tree::read(&root().join("src"));
    let floors = floors("rooms");
    let drawn: BTreeSet<&str> = floors.keys().map(String::as_str).collect();
    let rooms: BTreeSet<&str> = tree.files().filter_map(source::room).collect();
    assert_eq!(rooms, drawn, "the page draws the rooms of src");
    let mut up = Vec::new();
    for (from, to) in tree.arrows() {
        let (Some(a), Some(b)) = (source::room(from), source::room(to)) else {
            continue;
        };
        if a != b && floors[a] <= floors[b] {
            up.push(format!("{from} knows {to}"));
        }
    }
    assert!(up.is_empty(), "{}", up.join("\n"));
    assert!(tree.arrows().count() > 500, "the imports are read");
}

/// What a package is built with, tests aside.
fn dependencies(package: &str, folder: &str) -> BTreeSet<String> {
    let folder = if folder == "src" { "." } else { folder };
    let path = root().join(folder).join("Cargo.toml");
    let text = std::fs::read_to_string(&path).expect("it has a manifest");
    let manifest: toml::Table = text.parse().expect("the manifest is TOML");
    assert_eq!(manifest["package"]["name"].as_str(), Some(package));
    let named = manifest["dependencies"].as_table();
    named
        .into_iter()
        .flatten()
        .map(|(name, _)| name.clone())
        .collect()
}

#[test]
fn no_package_knows_one_that_is_not_below_it() {
    let floors = floors("packages");
    let drawn: BTreeSet<&str> = floors.keys().map(String::as_str).collect();
    let ours = BTreeSet::from(PACKAGES.map(|(name, _)| name));
    assert_eq!(ours, drawn, "the page draws the packages");
    let mut arrows = 0;
    for (package, folder) in PACKAGES {
        for other in dependencies(package, folder) {
            let Some(floor) = floors.get(&other) else {
                continue;
            };
            assert!(*floor < floors[package], "{package} knows {other}");
            arrows += 1;
        }
    }
    assert!(arrows > 3, "the manifests are read");
}

#[test]
fn no_files_know_each_other_in_a_circle() {
    let trees = PACKAGES.map(|(_, folder)| Tree::read(&root().join(folder)));
    let circles: Vec<String> = trees.iter().flat_map(Tree::circles).collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

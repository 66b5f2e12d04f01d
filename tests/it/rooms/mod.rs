//! The rooms of the source tree: which may know which, and that no file knows itself through others.
//!
//! The order of rooms stands in `docs/architecture.md` and nowhere else; what files import is read from them.

mod source;

use self::source::Tree;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

/// The floor of each room, counted from the ground: of the lines of the block that the page calls `rooms`, the last is 0.
fn floors() -> BTreeMap<String, usize> {
    let page =
        std::fs::read_to_string(root().join("docs/architecture.md")).expect("the page is there");
    let (_, rest) = page
        .split_once("```rooms\n")
        .expect("the page shows the rooms");
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
    let floors = floors();
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

#[test]
fn no_files_know_each_other_in_a_circle() {
    let trees = ["src", "assignments"].map(|folder| Tree::read(&root().join(folder)));
    let circles: Vec<String> = trees.iter().flat_map(Tree::circles).collect();
    assert!(circles.is_empty(), "{}", circles.join("\n"));
}

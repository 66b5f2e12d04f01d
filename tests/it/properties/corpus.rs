//! Every fuzz target over its corpus, and over damages of it: what `just fuzz` looks for at length, a little of it in every run.

use super::config;
use super::mutate::{damaged, damages};
use super::targets::{TARGETS, Target};
use proptest::prelude::*;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A target with one of its files.
type Case = (Target, Vec<u8>);

static CORPUS: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let of = |(name, run): (&str, Target)| {
        let file = |path: PathBuf| std::fs::read(path).expect("it can be read");
        files(name).into_iter().map(move |path| (run, file(path)))
    };
    TARGETS.into_iter().flat_map(of).collect()
});

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(target: &str) -> Vec<PathBuf> {
    let folder = root().join("fuzz/corpus").join(target);
    let entries = std::fs::read_dir(folder).expect("it has a corpus");
    let mut paths: Vec<_> = entries
        .map(|entry| entry.expect("it can be listed").path())
        .collect();
    paths.sort();
    paths
}

/// What most targets trip over.
const WORDS: &[&str] = &[
    "\0",
    "\n",
    "\r\n",
    "\"",
    "'",
    "\\",
    "$",
    "$$",
    "`",
    "<",
    ">",
    "&",
    "[",
    "](",
    ")",
    "{",
    "}",
    "=",
    ";",
    ",",
    "\u{feff}",
    "\u{202e}",
    "\u{9b}",
    "javascript:",
    "\\text{",
    "\\frac",
    "\\operatorname{",
    "--X",
    "--X--",
    "1e999",
    "-",
    "q=0",
];

#[test]
fn every_target_has_a_corpus_and_a_door_for_the_fuzzer() {
    let manifest = std::fs::read_to_string(root().join("fuzz/Cargo.toml")).expect("it is there");
    for (name, run) in TARGETS {
        let files = files(name);
        assert!(!files.is_empty(), "{name}");
        for path in files {
            let bytes = std::fs::read(&path).expect("it can be read");
            assert!(bytes.len() < 64 * 1024, "{} is large", path.display());
            run(&bytes);
        }
        let door = format!("fuzz/fuzz_targets/{name}.rs");
        let door = std::fs::read_to_string(root().join(door)).expect("it is there");
        assert!(door.contains(&format!("dgm_fuzz::{name}(data)")), "{name}");
        assert!(manifest.contains(&format!("name = \"{name}\"")), "{name}");
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn damages_of_the_corpus_hold(case in prop::sample::select(&**CORPUS), damages in damages(WORDS)) {
        let (run, file) = case;
        run(&damaged(&file, &damages));
    }
}

//! The guide for contributors: what its recipes name is there, and no recipe grows unnoticed.

use super::pages::{Page, root};

/// The recipes that have a bound, and how many files they may touch, texts and tests apart.
const BOUNDS: [(&str, usize); 5] = [
    ("A task", 5),
    ("A key of the config", 3),
    ("A page", 6),
    ("An export", 3),
    ("A verb of the command line", 4),
];

/// The part of a path before the first thing that stands for another, as `TASK.rs`.
fn fixed(path: &str) -> String {
    let stands =
        |part: &&str| part.contains(|c: char| c.is_ascii_uppercase()) && *part != "README.md";
    let parts = path.split('/').take_while(|part| !stands(part));
    parts.collect::<Vec<_>>().join("/")
}

#[test]
fn every_file_of_a_recipe_exists() {
    let page = Page::named("CONTRIBUTING.md");
    let spans = page.spans();
    let paths = spans
        .iter()
        .filter(|span| span.contains('/') && !span.contains(' ') && !span.starts_with("HOMEWORK"));
    let missing: Vec<_> = paths
        .clone()
        .filter(|path| !root().join(fixed(path)).exists())
        .collect();
    assert!(paths.count() > 30, "the recipes name no files any more");
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn recipes_are_short() {
    let page = Page::named("CONTRIBUTING.md");
    for (title, most) in BOUNDS {
        let (_, recipe) = page
            .text
            .split_once(&format!("### {title}\n"))
            .unwrap_or_else(|| panic!("there is a recipe {title}"));
        let recipe = recipe.split("\n###").next().unwrap_or_default();
        let numbered = |line: &&str| {
            line.split_once(". `")
                .is_some_and(|(n, _)| n.parse::<usize>().is_ok())
        };
        let files = recipe.lines().filter(numbered).count();
        assert!((1..=most).contains(&files), "{title}: {files} files");
    }
}

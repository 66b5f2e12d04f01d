//! The chapters on the config: every key of the parser stands there, and its examples are valid.

use super::pages::{Page, pages};
use dgm_grader::course::{Course, File};
use dgm_grader::grading::read_course;
use l10n::Lang;
use std::collections::BTreeSet;

const PAGE: &str = "docs/book/en/grading-config.md";

#[test]
fn every_example_is_a_valid_config_without_a_warning() {
    let mut tried = 0;
    for page in pages() {
        let mut whole = None;
        for block in page.blocks() {
            let text = match block.kind.as_str() {
                "toml" => block.code,
                // What may be added to the first example of its page.
                "toml fragment" => format!("{}\n{}", whole.as_deref().unwrap_or(""), block.code),
                _ => continue,
            };
            match read_course(&text) {
                Ok(read) => assert!(read.warnings.is_empty(), "{}: {}", page.name, read.warnings),
                Err(problems) => panic!("{}:\n{problems}", page.name),
            }
            whole.get_or_insert(text);
            tried += 1;
        }
    }
    assert!(tried >= 2, "the examples are gone");
}

/// The example of the page with everything in it.
fn example() -> String {
    let blocks = Page::named(PAGE).blocks();
    let toml = blocks.into_iter().filter(|b| b.kind.starts_with("toml"));
    toml.map(|b| b.code).collect::<Vec<_>>().join("\n")
}

/// The keys that the parser names where it meets one that it does not know.
fn known(text: &str) -> BTreeSet<String> {
    let problems = File::parse(text).expect_err("an unknown key is refused");
    let unknown = problems
        .list()
        .iter()
        .filter(|d| d.code.name() == "unknown_key");
    let mut keys = BTreeSet::new();
    for problem in unknown {
        let help = problem.help.as_ref().expect("it says what is known");
        let (_, list) = help
            .get(Lang::En)
            .split_once("known here: ")
            .expect("a list");
        keys.extend(
            list.lines()
                .next()
                .unwrap_or_default()
                .split(", ")
                .map(ToOwned::to_owned),
        );
    }
    assert!(!keys.is_empty(), "{problems}");
    keys
}

#[test]
fn every_key_of_the_parser_stands_in_the_page() {
    let example = example();
    assert!(Course::parse(&example).is_ok());
    // A key that nobody knows, in every table that the example has, and in those that are written inline.
    let mut wrong = vec![format!("no_key = 1\n{example}")];
    for (end, _) in example.match_indices("]\n") {
        let (head, tail) = example.split_at(end + 2);
        wrong.push(format!("{head}no_key = 1\n{tail}"));
    }
    for (end, _) in example.match_indices("{ ") {
        let (head, tail) = example.split_at(end + 2);
        // Names of the catalogue, which `dgm tasks` lists, are no keys of the parser.
        if !head.ends_with("sizes = { ") {
            wrong.push(format!("{head}no_key = 1, {tail}"));
        }
    }
    wrong.push(
        "no_key = 1\nmax_points = \"1\"\n[[task]]\nid = \"gaussian_kl\"\npoints = 1\n".to_owned(),
    );
    let keys: BTreeSet<String> = wrong.iter().flat_map(|text| known(text)).collect();
    // If the walk missed a table, these would be missing.
    for key in [
        "per_day",
        "rtol",
        "verdict",
        "final_grade",
        "criterion",
        "en",
        "max_points",
    ] {
        assert!(keys.contains(key), "{keys:?}");
    }
    for name in [PAGE, "docs/book/ru/grading-config.md"] {
        let words: BTreeSet<String> = Page::named(name)
            .spans()
            .iter()
            .flat_map(|span| span.split(|c: char| !c.is_ascii_alphanumeric() && c != '_'))
            .map(ToOwned::to_owned)
            .collect();
        let missing: Vec<_> = keys.iter().filter(|key| !words.contains(*key)).collect();
        assert!(missing.is_empty(), "{name} lacks {missing:?}");
    }
}

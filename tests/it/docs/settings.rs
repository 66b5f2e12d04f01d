//! The operator's guide: every key of the server's config stands there, and its examples are valid.

use super::pages::Page;
use crate::support::authority::Authority;
use dgm_grader::config::Diagnostics;
use dgm_grader::settings::{Around, File};
use l10n::Lang;
use std::collections::BTreeSet;

const PAGES: [&str; 2] = ["docs/book/en/operating.md", "docs/book/ru/operating.md"];

fn examples(page: &str) -> Vec<String> {
    let blocks = Page::named(page).blocks().into_iter();
    let ours = blocks.filter(|block| block.kind == "toml server");
    ours.map(|block| block.code).collect()
}

/// Reads an example; the files of its secrets are not there, so the environment has them.
fn read(text: &str) -> Result<(File, Diagnostics), Diagnostics> {
    let folder = tempfile::tempdir().expect("a folder is made");
    let authority = Authority::new().pem;
    for (file, text) in [("university-ca.pem", &*authority), ("course.toml", "")] {
        std::fs::write(folder.path().join(file), text).expect("it is written");
    }
    for made in ["templates", "client"] {
        std::fs::create_dir(folder.path().join(made)).expect("a folder is made");
    }
    let variable = |_: &str| Some("secret".to_owned());
    let around = Around {
        folder: folder.path(),
        variable: &variable,
    };
    File::read(text, around)
}

#[test]
fn every_example_is_valid_without_a_warning() {
    for page in PAGES {
        let examples = examples(page);
        assert!(examples.len() >= 5, "the examples are gone");
        for text in examples {
            match read(&text) {
                Ok((_, warnings)) => assert!(warnings.is_empty(), "{page}: {warnings}"),
                Err(problems) => panic!("{page}: {problems}"),
            }
        }
    }
}

/// The keys that the reader names where it meets one that it does not know.
fn known(text: &str) -> BTreeSet<String> {
    let problems = read(text).expect_err("an unknown key is refused");
    let mut keys = BTreeSet::new();
    for problem in problems.list() {
        let help = problem.help.as_ref().map(|help| help.get(Lang::En));
        let list = help.and_then(|help| help.split_once("known here: "));
        let Some((_, list)) = list else {
            continue;
        };
        keys.extend(list.split(", ").map(|key| key.trim().to_owned()));
    }
    keys
}

#[test]
fn every_key_stands_in_an_example() {
    let all = PAGES.map(|page| examples(page).join("\n")).join("\n");
    let mut found = 0;
    for table in [
        "",
        "[limits]",
        "[mail]",
        "[object_storage]",
        "[sign_in]",
        "[sign_in.header]",
        "[[sign_in.oidc]]",
        "[[sign_in.oauth]]",
    ] {
        let keys = known(&format!("{table}\nqqqqqqqqqqqq = 1\n"));
        assert!(!keys.is_empty(), "{table}");
        for key in keys {
            let line = format!("\n{key} = ");
            let section = [
                format!("[{key}]"),
                format!("[sign_in.{key}]"),
                format!("[[sign_in.{key}]]"),
            ];
            let stands = all.contains(&line)
                || all.starts_with(&line[1..])
                || section.iter().any(|head| all.contains(head));
            assert!(stands, "{key} of {table} stands in no example");
            found += 1;
        }
    }
    assert!(found > 30, "{found}");
}

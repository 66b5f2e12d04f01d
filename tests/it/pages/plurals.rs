//! Russian nouns that are counted: their ending goes by the number, also where they stand behind a preposition.

use super::locales::files;
use std::path::Path;

/// Nouns whose ending goes by a number before them, as they are with most numbers.
const COUNTED: [&str; 5] = ["посылок", "отправок", "студентов", "ответов", "попыток"];

/// Texts whose number is always one that fits.
const OTHERWISE: [&str; 2] = [
    // Found out with a hundred students.
    "course-mistake-passes",
    "course-named-is-right",
];

/// What stands behind a value, without the adjectives between.
fn noun(rest: &str) -> Option<&str> {
    let words = rest.split(|c: char| !c.is_alphanumeric());
    let mut near = words.filter(|word| !word.is_empty()).take(2);
    near.find(|word| COUNTED.contains(word))
}

/// The texts in which a counted noun has one ending for every number.
fn stiff(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let (mut id, mut selects) = ("", false);
    for line in text.lines() {
        if line.starts_with(|c: char| c.is_ascii_alphabetic()) {
            id = line.split(" =").next().unwrap_or_default();
            selects = false;
        }
        selects |= line.contains("->");
        let counts = line.split("{ $").skip(1).any(|part| {
            let rest = part.split_once("} ").map(|(_, rest)| rest);
            rest.and_then(noun).is_some()
        });
        if counts && !selects && !OTHERWISE.contains(&id) {
            found.push(id.to_owned());
        }
    }
    found
}

#[test]
fn a_counted_noun_ends_as_its_number_wants() {
    let texts = files(
        &Path::new(env!("CARGO_MANIFEST_DIR")).join("locales/ru"),
        "ftl",
    );
    assert!(texts.len() > 20, "the texts are gone");
    for path in texts {
        let text = std::fs::read_to_string(&path).expect("it is read");
        assert_eq!(stiff(&text), Vec::<String>::new(), "{}", path.display());
    }
}

#[test]
fn one_ending_for_every_number_is_seen() {
    for wrong in [
        "a = проверено { $done } из { $total } посылок.",
        "a = у { $n } пробных студентов",
    ] {
        assert_eq!(stiff(wrong), ["a"], "{wrong}");
    }
    for right in [
        "a = { $n ->\n    [one] из { $n } посылки\n   *[other] из { $n } посылок\n}",
        "a = посылок: { $n } из { $all }",
    ] {
        assert!(stiff(right).is_empty(), "{right}");
    }
}

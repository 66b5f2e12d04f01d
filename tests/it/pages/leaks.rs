//! What a page must not show: ids of messages, traces of the template language.

use super::locales::ids;
use crate::support::dom::assert_apart;
use crate::support::site::Answer;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Ids that cannot be words of a text: those with a dash, but for one that is English.
static IDS: LazyLock<BTreeSet<String>> = LazyLock::new(|| {
    let all = ids("en").into_keys();
    all.filter(|id| id.contains('-') && id != "sign-in")
        .collect()
});

/// Attributes whose values are names for the machine.
const NAMES: [&str; 9] = [
    "class",
    "id",
    "for",
    "href",
    "action",
    "aria-labelledby",
    "aria-describedby",
    "name",
    "value",
];

/// Checks a page: found, whole, in this language, with nothing leaked.
pub fn check(page: &Answer, lang: &str, what: &str) {
    let html = page.text();
    assert_eq!(page.status, 200, "{what}: {html}");
    assert!(
        html.contains(&format!("<html lang=\"{lang}\">")),
        "{what} is not in {lang}"
    );
    assert_eq!(html.matches("<h1").count(), 1, "{what} has one headline");
    assert!(!html.contains("<title> ·"), "{what} has a title");
    assert!(
        !html.contains("{{") && !html.contains("{%"),
        "{what} shows its template"
    );
    assert_apart(&html, what);
    // Formulas hold words of LaTeX, not of ours.
    for shown in shown(&html) {
        for word in shown.split(|c: char| !(c.is_alphanumeric() || c == '-' || c == '_')) {
            assert!(
                !IDS.contains(word),
                "{what} in {lang} shows the id {word}: {shown}"
            );
        }
        assert!(
            !shown.contains("{$") && !shown.contains("{ $"),
            "{what} lacks a value: {shown}"
        );
    }
}

/// Texts between tags, and values of attributes that people read or hear.
fn shown(html: &str) -> Vec<String> {
    let mut texts = Vec::new();
    for piece in html.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        texts.push(text.to_owned());
        for attribute in tag.split("\" ").filter_map(|part| part.split_once("=\"")) {
            let name = attribute.0.rsplit(' ').next().unwrap_or_default();
            if !NAMES.contains(&name) && !name.ends_with("href") {
                texts.push(attribute.1.to_owned());
            }
        }
    }
    texts
}

#[test]
fn a_leak_is_seen() {
    let of = |html: &str| shown(html).join("|");
    assert!(of("<p class=\"verdict-wrong\" title=\"x\">sent-new</p>").contains("sent-new"));
    assert!(of("<p class=\"a\" title=\"sent-new\">").contains("sent-new"));
    assert!(!of("<p class=\"verdict-wrong\">").contains("verdict-wrong"));
    assert!(IDS.contains("sent-new") && IDS.contains("verdict-wrong"));
}

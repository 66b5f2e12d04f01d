//! The chapter that goes by the text of messages: each that it quotes exists, and both languages quote the same ones.

use super::book::chapter;
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::BTreeMap;
use std::path::Path;

/// The texts of a language by their ids, with `…` in the place of values.
fn texts(lang: &str) -> BTreeMap<String, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("locales")
        .join(lang);
    let mut texts = BTreeMap::new();
    for entry in std::fs::read_dir(folder).expect("the locale is there") {
        let path = entry.expect("it can be listed").path();
        if path.extension().is_none_or(|ending| ending != "ftl") {
            continue;
        }
        let file = std::fs::read_to_string(path).expect("it is text");
        for line in file.lines() {
            let Some((id, text)) = line.split_once(" = ") else {
                continue;
            };
            if !id.contains(char::is_whitespace) {
                texts.insert(id.to_owned(), plain(text));
            }
        }
    }
    texts
}

/// The text with `…` in the place of `{ $value }`, and without the marks of literal braces.
fn plain(text: &str) -> String {
    let text = text.replace("{\"{\"}", "\u{1}").replace("{\"}\"}", "\u{2}");
    let mut out = String::new();
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        out.push('…');
        rest = after.split_once('}').map_or("", |(_, rest)| rest);
    }
    out.push_str(rest);
    out.replace('\u{1}', "{").replace('\u{2}', "}")
}

/// What the chapter quotes, in its order.
fn quotes(lang: &str) -> Vec<String> {
    let page = chapter(lang, "questions.md");
    let mut quotes = Vec::new();
    let mut open: Option<String> = None;
    for event in page.events() {
        match event {
            Event::Start(Tag::BlockQuote(_)) => open = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(quote) = &mut open {
                    quote.push_str(&text);
                }
            }
            Event::End(TagEnd::BlockQuote(_)) => quotes.extend(open.take()),
            _ => {}
        }
    }
    quotes
}

#[test]
fn every_message_that_is_quoted_exists() {
    let (english, russian) = (texts("en"), texts("ru"));
    let (en, ru) = (quotes("en"), quotes("ru"));
    assert!(en.len() > 40, "{}: the chapter quotes nothing", en.len());
    assert_eq!(en.len(), ru.len());
    let mut wrong = Vec::new();
    for (one, other) in en.iter().zip(&ru) {
        assert!(one.chars().count() > 12, "{one} may be anything");
        let ids: Vec<_> = english
            .iter()
            .filter(|(_, text)| text.contains(one.as_str()))
            .collect();
        let same = ids.iter().any(|(id, _)| {
            let text = russian.get(*id);
            text.is_some_and(|text| text.contains(other.as_str()))
        });
        if !same {
            wrong.push(format!("{one} | {other}"));
        }
    }
    assert!(wrong.is_empty(), "no message says:\n{}", wrong.join("\n"));
}

/// Words of other programs that the guides name.
const OF_OTHERS: [&str; 1] = ["Secrets"];

/// What a chapter shows in bold type with a capital: the names of buttons, fields and pages.
fn labels(lang: &str, file: &str) -> Vec<String> {
    let page = chapter(lang, file);
    let mut labels = Vec::new();
    let mut open: Option<String> = None;
    for event in page.events() {
        match event {
            Event::Start(Tag::Strong) => open = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(label) = &mut open {
                    label.push_str(&text);
                }
            }
            Event::End(TagEnd::Strong) => labels.extend(open.take()),
            _ => {}
        }
    }
    labels.retain(|label| label.starts_with(char::is_uppercase));
    labels
}

#[test]
fn what_the_guides_call_a_button_is_called_so() {
    for lang in ["en", "ru"] {
        let texts = texts(lang);
        let mut seen = 0;
        for file in ["student.md", "teacher.md", "api.md", "questions.md"] {
            for label in labels(lang, file) {
                seen += 1;
                for part in label.split(": ") {
                    let known = texts.values().any(|text| text.contains(part));
                    assert!(known || OF_OTHERS.contains(&part), "{lang}/{file}: {part}");
                }
            }
        }
        assert!(seen > 15, "{seen}: the guides name no buttons any more");
    }
}

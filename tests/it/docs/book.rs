//! The book: whole in both languages, with the same commands in both, and with links that mdBook and the server follow alike.

use super::pages::{Page, root};
use pulldown_cmark::{Event, HeadingLevel, Tag, TagEnd};
use std::collections::BTreeSet;
use std::path::Path;

/// The languages, the one that is translated first.
const LANGS: [&str; 2] = ["en", "ru"];

fn folder(lang: &str) -> String {
    format!("docs/book/{lang}")
}

/// The files that the table of contents names.
pub fn chapters(lang: &str) -> Vec<String> {
    let summary = Page::named(&format!("{}/SUMMARY.md", folder(lang)));
    links(&summary).into_iter().map(|(to, _)| to).collect()
}

/// A chapter.
pub fn chapter(lang: &str, file: &str) -> Page {
    Page::named(&format!("{}/{file}", folder(lang)))
}

/// Where links and pictures lead, and whether it is a picture.
fn links(page: &Page) -> Vec<(String, bool)> {
    let to = page.events().filter_map(|event| match event {
        Event::Start(Tag::Link { dest_url, .. }) => Some((dest_url.into_string(), false)),
        Event::Start(Tag::Image { dest_url, .. }) => Some((dest_url.into_string(), true)),
        _ => None,
    });
    to.collect()
}

/// The headings: how deep, and the anchor that was written.
fn headings(page: &Page) -> Vec<(HeadingLevel, Option<String>)> {
    let headings = page.events().filter_map(|event| match event {
        Event::Start(Tag::Heading { level, id, .. }) => {
            Some((level, id.map(pulldown_cmark::CowStr::into_string)))
        }
        _ => None,
    });
    headings.collect()
}

/// What a chapter consists of, whatever its language: kinds of its parts in their order, with the rows of its tables.
fn skeleton(page: &Page) -> Vec<String> {
    let mut parts = Vec::new();
    for event in page.events() {
        match event {
            Event::Start(
                tag @ (Tag::Heading { .. }
                | Tag::List(_)
                | Tag::Item
                | Tag::CodeBlock(_)
                | Tag::TableRow
                | Tag::Table(_)
                | Tag::BlockQuote(_)
                | Tag::Image { .. }),
            ) => {
                let name = format!("{tag:?}");
                let end = name.find([' ', '(']).unwrap_or(name.len());
                parts.push(name[..end].to_owned());
            }
            Event::End(TagEnd::Paragraph) => parts.push("Paragraph".to_owned()),
            _ => {}
        }
    }
    parts
}

#[test]
fn both_languages_have_the_same_chapters_made_of_the_same_parts() {
    let [english, russian] = LANGS.map(chapters);
    assert!(english.len() >= 9, "{english:?}");
    assert_eq!(english, russian);
    for lang in LANGS {
        let entries = std::fs::read_dir(root().join(folder(lang))).expect("the folder is there");
        let mut files: BTreeSet<String> = entries
            .map(|entry| entry.expect("it can be listed").file_name())
            .filter_map(|name| name.into_string().ok())
            .filter(|name| Path::new(name).extension().is_some_and(|e| e == "md"))
            .collect();
        assert!(files.remove("SUMMARY.md"), "{lang}");
        assert_eq!(files, chapters(lang).into_iter().collect(), "{lang}");
    }
    for file in &english {
        let [en, ru] = LANGS.map(|lang| chapter(lang, file));
        assert_eq!(headings(&en), headings(&ru), "headings of {file}");
        assert_eq!(skeleton(&en), skeleton(&ru), "parts of {file}");
        assert_eq!(links(&en), links(&ru), "links of {file}");
        let code = |page: &Page| -> Vec<_> {
            let blocks = page.blocks().into_iter();
            blocks.map(|block| (block.kind, block.code)).collect()
        };
        assert_eq!(code(&en), code(&ru), "commands of {file}");
    }
}

#[test]
fn a_link_stays_in_the_book_and_an_anchor_is_one_that_was_written() {
    let mut wrong = Vec::new();
    let mut followed = 0;
    for lang in LANGS {
        let files = chapters(lang);
        for file in &files {
            for (to, is_picture) in links(&chapter(lang, file)) {
                if to.starts_with("https://") {
                    continue;
                }
                followed += 1;
                let (path, anchor) = to.split_once('#').unwrap_or((&to, ""));
                let target = if path.is_empty() { file.as_str() } else { path };
                let there = if is_picture {
                    path.starts_with("pictures/") && root().join(folder(lang)).join(path).is_file()
                } else {
                    files.iter().any(|known| known == target)
                        && (anchor.is_empty()
                            || headings(&chapter(lang, target))
                                .iter()
                                .any(|(_, id)| id.as_deref() == Some(anchor)))
                };
                if !there {
                    wrong.push(format!("{lang}/{file}: {to}"));
                }
            }
        }
    }
    assert!(
        followed > 40,
        "{followed}: the book holds no links any more"
    );
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_section_has_an_anchor_that_does_not_change_with_the_language() {
    for file in chapters("en") {
        for (level, id) in headings(&chapter("en", &file)) {
            let is_section = level == HeadingLevel::H2;
            assert!(!is_section || id.is_some(), "{file}: a section without one");
        }
    }
}

#[test]
fn every_picture_is_shown() {
    for lang in LANGS {
        let shown: BTreeSet<String> = chapters(lang)
            .iter()
            .flat_map(|file| links(&chapter(lang, file)))
            .filter_map(|(to, is_picture)| is_picture.then_some(to))
            .collect();
        let entries = std::fs::read_dir(root().join(folder(lang)).join("pictures"));
        let there: BTreeSet<String> = entries
            .expect("there are pictures")
            .map(|entry| entry.expect("it can be listed").file_name())
            .filter_map(|name| name.into_string().ok())
            .map(|name| format!("pictures/{name}"))
            .collect();
        assert_eq!(shown, there, "{lang}");
    }
}

#[test]
fn what_the_pages_name_of_the_source_is_there() {
    for file in chapters("en") {
        let page = chapter("en", &file);
        for span in page.spans() {
            let is_path = ["deploy/", "docs/", "assignments/"]
                .iter()
                .any(|start| span.starts_with(start));
            assert!(!is_path || root().join(&span).exists(), "{file}: {span}");
        }
    }
}

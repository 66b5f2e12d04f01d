//! The table of contents: `SUMMARY.md`, as mdBook reads it. What is not in it cannot be asked for.

use super::files;
use l10n::Lang;
use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use std::sync::LazyLock;

/// A line of the table of contents.
#[derive(Debug)]
pub struct Entry {
    /// The file.
    pub file: String,
    /// What it is called.
    pub title: String,
}

/// The chapter with which the book begins.
const FIRST: &str = "README";

static CONTENTS: LazyLock<[Vec<Entry>; 2]> = LazyLock::new(|| Lang::ALL.map(read));

/// The chapters in their order.
pub fn entries(lang: Lang) -> &'static [Entry] {
    let at = Lang::ALL.iter().position(|l| *l == lang).unwrap_or(0);
    &CONTENTS[at]
}

/// Where the chapter of this name stands in the table of contents.
pub fn position(lang: Lang, name: &str) -> Option<usize> {
    entries(lang).iter().position(|entry| entry.name() == name)
}

impl Entry {
    /// The name by which it is asked for.
    pub fn name(&self) -> &str {
        self.file.strip_suffix(".md").unwrap_or(&self.file)
    }

    /// Where it is reached.
    pub fn path(&self) -> String {
        match self.name() {
            FIRST => "/help".to_owned(),
            name => format!("/help/{name}"),
        }
    }
}

fn read(lang: Lang) -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut open: Option<Entry> = None;
    for event in Parser::new(&files::text(lang, "SUMMARY.md")) {
        match event {
            Event::Start(Tag::Link { dest_url, .. }) => {
                open = Some(Entry {
                    file: dest_url.trim_start_matches("./").to_owned(),
                    title: String::new(),
                });
            }
            Event::Text(text) | Event::Code(text) => {
                if let Some(entry) = &mut open {
                    entry.title.push_str(&text);
                }
            }
            Event::End(TagEnd::Link) => entries.extend(open.take()),
            _ => {}
        }
    }
    entries
}

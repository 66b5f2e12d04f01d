//! Links between pages, pictures, and paths of the tree that the pages name.

use super::pages::{Page, pages, root};
use pulldown_cmark::{Event, Tag, TagEnd};
use std::collections::HashSet;

/// The anchors that headings get.
fn anchors(page: &Page) -> HashSet<String> {
    let mut anchors = HashSet::new();
    let mut heading: Option<String> = None;
    for event in page.events() {
        match event {
            Event::Start(Tag::Heading { id: Some(id), .. }) => {
                anchors.insert(id.into_string());
            }
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::Text(text) | Event::Code(text) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&text);
                }
            }
            Event::End(TagEnd::Heading(_)) => {
                let Some(text) = heading.take() else { continue };
                let text = text.to_lowercase();
                let kept = text
                    .chars()
                    .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
                anchors.insert(kept.map(|c| if c == ' ' { '-' } else { c }).collect());
            }
            _ => {}
        }
    }
    anchors
}

#[test]
fn every_link_leads_somewhere_and_every_picture_is_there() {
    let mut broken = Vec::new();
    let mut followed = 0;
    for page in pages() {
        let folder = root().join(&page.name);
        let folder = folder.parent().expect("a page lies in a folder");
        for event in page.events() {
            let Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) = event
            else {
                continue;
            };
            if dest_url.contains("://") {
                continue;
            }
            followed += 1;
            let (path, anchor) = dest_url.split_once('#').unwrap_or((&dest_url, ""));
            let target = if path.is_empty() {
                root().join(&page.name)
            } else {
                folder.join(path)
            };
            let there = target.exists()
                && (anchor.is_empty() || {
                    let text = std::fs::read_to_string(&target).unwrap_or_default();
                    anchors(&Page {
                        name: path.to_owned(),
                        text,
                    })
                    .contains(anchor)
                });
            if !there {
                broken.push(format!("{}: {dest_url}", page.name));
            }
        }
    }
    assert!(followed > 5, "{followed}: the pages hold no links any more");
    assert!(broken.is_empty(), "{}", broken.join("\n"));
}

#[test]
fn the_architecture_names_files_that_exist() {
    let page = Page::named("docs/architecture.md");
    let mut missing = Vec::new();
    let mut looked = 0;
    for span in page.spans() {
        let path = span.trim_end_matches('/');
        let word = |part: &str| {
            !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
        };
        let is_path = path.contains('/') && path.trim_end_matches(".rs").split('/').all(word);
        if !is_path {
            continue;
        }
        looked += 1;
        let candidates = [
            format!("src/{path}"),
            format!("src/{path}.rs"),
            path.to_owned(),
        ];
        if !candidates.iter().any(|c| root().join(c).exists()) {
            missing.push(span);
        }
    }
    assert!(looked > 5, "{looked}: the page names no files any more");
    assert!(missing.is_empty(), "{missing:?}");
}

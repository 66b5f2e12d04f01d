//! Our own texts: besides what everybody may write they have headings with anchors, pictures, and links from page to page.

use super::{DEEPEST, Reader, allowed, link, options, prepared, without_styles};
use crate::markup::escaped;
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use std::collections::HashSet;

/// A text as a page shows it.
#[derive(Debug)]
pub struct Document {
    /// Its HTML.
    pub html: String,
    /// The headings of its sections.
    pub sections: Vec<Section>,
}

/// The heading of a section.
#[derive(Debug)]
pub struct Section {
    /// The anchor.
    pub id: String,
    /// The words.
    pub title: String,
}

/// Where a link leads; nowhere, where nothing is known of it.
pub type Follow<'f> = &'f dyn Fn(&str) -> Option<String>;

/// Renders a text of ours.
pub fn document(markdown: &str, follow: Follow<'_>) -> Document {
    let options = options() | Options::ENABLE_HEADING_ATTRIBUTES;
    let (text, spans, marked) = prepared(markdown, options);
    let mut reader = Reader::of(&text, &spans);
    let mut events = Vec::new();
    let mut depth = 0_usize;
    for event in Parser::new_ext(&marked, options) {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            _ => {}
        }
        if depth > DEEPEST {
            return Document {
                html: format!("<pre><code>{}</code></pre>", escaped(markdown)),
                sections: Vec::new(),
            };
        }
        match event {
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => events.push(link(followed(follow, &dest_url), title)),
            Event::Start(Tag::Image {
                dest_url, title, ..
            }) => events.push(Event::Start(Tag::Image {
                link_type: LinkType::Inline,
                dest_url: followed(follow, &dest_url),
                title,
                id: "".into(),
            })),
            Event::End(TagEnd::Image) => events.push(event),
            other => reader.read(other, &mut events),
        }
    }
    let (events, sections) = with_anchors(events);
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    // What is wider than a phone scrolls by itself, so it must be reachable without a mouse. Text has no `<` of its own any more.
    let html = allowed::document(&without_styles(out))
        .replace("<pre>", "<pre tabindex=\"0\">")
        .replace("<table>", "<div class=\"scroll\" tabindex=\"0\"><table>")
        .replace("</table>", "</table></div>");
    Document { html, sections }
}

fn followed<'a>(follow: Follow<'_>, to: &str) -> CowStr<'a> {
    follow(to).unwrap_or_else(|| "#".to_owned()).into()
}

/// Gives every heading an anchor, and a link to itself where the anchor was written: such a place can be passed on, in whatever language.
fn with_anchors(events: Vec<Event<'_>>) -> (Vec<Event<'_>>, Vec<Section>) {
    let mut out = Vec::with_capacity(events.len());
    let mut sections = Vec::new();
    let mut taken = HashSet::new();
    let mut rest = events.into_iter();
    while let Some(event) = rest.next() {
        let Event::Start(Tag::Heading {
            level,
            id,
            classes,
            attrs,
        }) = event
        else {
            out.push(event);
            continue;
        };
        let mut inside = Vec::new();
        let mut title = String::new();
        for event in rest.by_ref() {
            match &event {
                Event::End(TagEnd::Heading(_)) => break,
                Event::Text(text) | Event::Code(text) => title.push_str(text),
                _ => {}
            }
            inside.push(event);
        }
        let is_written = id.is_some();
        let mut id = id.map_or_else(|| slug(&title), CowStr::into_string);
        while !taken.insert(id.clone()) {
            id.push('-');
        }
        out.push(Event::Start(Tag::Heading {
            level,
            id: Some(id.clone().into()),
            classes,
            attrs,
        }));
        if is_written {
            out.push(link(format!("#{id}").into(), "".into()));
        }
        out.extend(inside);
        if is_written {
            out.push(Event::End(TagEnd::Link));
        }
        out.push(Event::End(TagEnd::Heading(level)));
        if level == pulldown_cmark::HeadingLevel::H2 {
            sections.push(Section { id, title });
        }
    }
    (out, sections)
}

/// The anchor of a heading that was given none.
fn slug(title: &str) -> String {
    let lower = title.to_lowercase();
    let kept = lower
        .chars()
        .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_have_anchors_and_links_are_followed() {
        let text = "# A *b* `c`\n\n## Same\n\n## Same\n\n## Other {#own}\n\n[x](y.md) [z](nowhere) ![p](pictures/p.png)\n\n| a |\n| --- |\n| 1 |\n\n```sh\nls\n```\n";
        let follow = |to: &str| match to {
            "y.md" => Some("/help/y".to_owned()),
            "pictures/p.png" => Some("/assets/p.png".to_owned()),
            _ => None,
        };
        let made = document(text, &follow);
        for part in [
            "<h1 id=\"a-b-c\">A <em>b</em> <code>c</code></h1>",
            "<h2 id=\"same\">",
            "<h2 id=\"same-\">",
            "<h2 id=\"own\"><a href=\"#own\">Other</a></h2>",
            "<a href=\"/help/y\">x</a> <a href=\"#\">z</a> <img src=\"/assets/p.png\" alt=\"p\">",
            "<div class=\"scroll\" tabindex=\"0\"><table>",
            "<pre tabindex=\"0\"><code>ls",
        ] {
            assert!(made.html.contains(part), "{part}: {}", made.html);
        }
        let ids: Vec<_> = made.sections.iter().map(|s| s.id.as_str()).collect();
        assert_eq!(ids, ["same", "same-", "own"]);
    }

    #[test]
    fn it_has_no_more_than_pages_need() {
        let made = document("<script>x</script>\n\n[a](javascript:b) ![c](//d)", &|to| {
            Some(to.to_owned())
        });
        assert!(!made.html.contains("<script"), "{}", made.html);
        assert!(!made.html.contains("javascript"), "{}", made.html);
        assert!(!made.html.contains("src=\"//d"), "{}", made.html);
    }
}

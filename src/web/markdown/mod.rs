//! Markdown with formulas to HTML with MathML, as notebooks show it. Raw HTML is shown as text, and links lead only to the
//! web or stay here.
//!
//! `spans` finds the formulas, Markdown is read with a mark in the place of each, [`crate::latex`] renders them, and
//! what comes of it passes the list of what is `allowed`.

mod allowed;
pub mod document;
mod people;
mod rendered;
mod spans;
mod tables;
mod wide;

use crate::latex::{self, Macros, Mode};
use crate::markup::escaped;
pub use people::of_person;
use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};
use spans::{Span, spans};
use std::fmt::Write as _;
pub use wide::may_scroll;

/// Around the number of a formula, in the text that Markdown reads. Texts of people do not get to keep them.
const MARKS: [char; 2] = ['\u{e000}', '\u{e001}'];

/// The cells of tables that the policy of our pages does not let have a style.
const ALIGNED: [(&str, &str); 3] = [
    (" style=\"text-align: right\">", " class=\"number\">"),
    (" style=\"text-align: center\">", " class=\"center\">"),
    (" style=\"text-align: left\">", ">"),
];

/// Quotations, lists and emphasis inside each other. Who reads HTML looks at all that is open for each that opens.
const DEEPEST: usize = 100;
/// Formulas of one text that are rendered; the others are shown as they are written.
const MOST_FORMULAS: usize = 2_000;

/// The HTML of a Markdown text; one that nests without measure is shown as it is written.
pub fn to_html(markdown: &str) -> String {
    rendered::rendered(markdown, render)
}

fn render(markdown: &str) -> String {
    let mut options = options();
    options.set(Options::ENABLE_TABLES, tables::are_read(markdown));
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
            return format!("<pre><code>{}</code></pre>", escaped(markdown));
        }
        reader.read(event, &mut events);
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    allowed::text(&without_styles(out))
}

/// What of Markdown is read.
fn options() -> Options {
    Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH
}

/// The text, its formulas, and the text that Markdown reads, with a mark in the place of each.
fn prepared(markdown: &str, options: Options) -> (String, Vec<Span>, String) {
    let text = markdown.replace(MARKS, "\u{fffd}");
    let spans = spans(&text, options);
    let marked = marked(&text, &spans);
    (text, spans, marked)
}

/// With a class in the place of what the policy of our pages refuses.
fn without_styles(mut html: String) -> String {
    for (style, class) in ALIGNED {
        for cell in ["td", "th"] {
            html = html.replace(&format!("<{cell}{style}"), &format!("<{cell}{class}"));
        }
    }
    html
}

/// One line of text with `$…$` formulas and `` `code` ``, without a paragraph around it.
pub fn line(text: &str) -> String {
    let html = to_html(text);
    let html = html.trim();
    html.strip_prefix("<p>")
        .and_then(|h| h.strip_suffix("</p>"))
        .filter(|h| !h.contains("<p>"))
        .map_or_else(|| html.to_owned(), ToOwned::to_owned)
}

/// The HTML of a formula; one that cannot be rendered is shown as it was written.
fn formula(tex: &str, mode: Mode, macros: &mut Macros) -> String {
    let Ok(mathml) = latex::render(tex, mode, macros) else {
        return source(tex);
    };
    if mathml.is_empty() {
        return mathml;
    }
    // A wide formula scrolls by itself, so it must be reachable without a mouse.
    let reachable = mathml.replacen(
        "<math display=\"block\">",
        "<math display=\"block\" tabindex=\"0\">",
        1,
    );
    allowed::formula(&reachable).map_or_else(|| source(tex), |formula| lean(&formula))
}

/// A formula without what holds anyway and is not said a hundred times a page: its place in the line, the symmetry of what does not
/// stretch, and a row of one letter.
fn lean(formula: &str) -> String {
    let formula = formula.replacen("<math display=\"inline\">", "<math>", 1);
    let formula = formula.replace(
        " symmetric=\"false\" stretchy=\"false\"",
        " stretchy=\"false\"",
    );
    let mut out = String::with_capacity(formula.len());
    let mut rest = formula.as_str();
    while let Some((before, row)) = rest.split_once("<mrow>") {
        out.push_str(before);
        if let Some(one) = only_letter(row) {
            out.push_str(one);
            rest = &row[one.len() + "</mrow>".len()..];
        } else {
            out.push_str("<mrow>");
            rest = row;
        }
    }
    out.push_str(rest);
    out
}

/// The letter or number that is all of a row.
fn only_letter(row: &str) -> Option<&str> {
    let name = ["mi", "mn"]
        .into_iter()
        .find(|name| row.strip_prefix('<').is_some_and(|r| r.starts_with(name)))?;
    let end = format!("</{name}>");
    let inside = row.find('<').and_then(|at| row[at + 1..].find('<'))? + 1;
    let one = row.get(..inside + end.len())?;
    (row[inside..].starts_with(&end) && row[one.len()..].starts_with("</mrow>")).then_some(one)
}

/// A formula as it is written.
fn source(tex: &str) -> String {
    format!("<code>{}</code>", escaped(tex))
}

/// The text with the number of each formula in its place.
fn marked(text: &str, spans: &[Span]) -> String {
    let [before, after] = MARKS;
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for (number, span) in spans.iter().enumerate() {
        out.push_str(&text[at..span.whole.start]);
        // Writing to a string does not fail.
        let _ = write!(out, "{before}{number}{after}");
        at = span.whole.end;
    }
    out.push_str(&text[at..]);
    out
}

/// What turns the events of Markdown into those of a page.
struct Reader<'a> {
    text: &'a str,
    spans: &'a [Span],
    macros: Macros,
    in_code: bool,
    rendered: usize,
}

impl<'a> Reader<'a> {
    fn of(text: &'a str, spans: &'a [Span]) -> Self {
        Self {
            text,
            spans,
            macros: Macros::of(text.len()),
            in_code: false,
            rendered: 0,
        }
    }

    fn read(&mut self, event: Event<'a>, events: &mut Vec<Event<'a>>) {
        match event {
            Event::Text(text) if self.in_code => events.push(Event::Text(self.source(text))),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                self.with_formulas(text, events);
            }
            Event::Code(code) => events.push(Event::Code(self.source(code))),
            Event::Start(Tag::CodeBlock(_)) => {
                self.in_code = true;
                events.push(Event::Start(Tag::CodeBlock(
                    pulldown_cmark::CodeBlockKind::Indented,
                )));
            }
            Event::End(TagEnd::CodeBlock) => {
                self.in_code = false;
                events.push(Event::End(TagEnd::CodeBlock));
            }
            Event::Start(Tag::Link {
                dest_url, title, ..
            }) => {
                events.push(link(harmless(self.source(dest_url)), self.source(title)));
            }
            // An image would be fetched from elsewhere; its text stays.
            Event::Start(Tag::Image { title, .. }) => {
                events.push(link("#".into(), self.source(title)));
            }
            Event::End(TagEnd::Image) => events.push(Event::End(TagEnd::Link)),
            other => events.push(other),
        }
    }

    /// The text between the marks as text, and the formulas that the marks stand for.
    fn with_formulas(&mut self, text: CowStr<'a>, events: &mut Vec<Event<'a>>) {
        let mut rest = &*text;
        while let Some((before, span, after)) = self.next_mark(rest) {
            events.push(Event::Text(before.to_owned().into()));
            let tex = self.tex(span);
            self.rendered += 1;
            let html = if self.rendered > MOST_FORMULAS {
                source(&tex)
            } else {
                formula(&tex, span.mode, &mut self.macros)
            };
            events.push(Event::InlineHtml(html.into()));
            rest = after;
        }
        events.push(Event::Text(rest.to_owned().into()));
    }

    /// The text with what was written in the place of each mark.
    fn source(&self, text: CowStr<'a>) -> CowStr<'a> {
        if !text.contains(MARKS[0]) {
            return text;
        }
        let mut out = String::new();
        let mut rest = &*text;
        while let Some((before, span, after)) = self.next_mark(rest) {
            out.push_str(before);
            out.push_str(&self.text[span.whole.clone()]);
            rest = after;
        }
        out.push_str(rest);
        out.into()
    }

    fn next_mark<'t>(&self, text: &'t str) -> Option<(&'t str, &'a Span, &'t str)> {
        let (before, rest) = text.split_once(MARKS[0])?;
        let (number, after) = rest.split_once(MARKS[1])?;
        let span = self.spans.get(number.parse::<usize>().ok()?)?;
        Some((before, span, after))
    }

    /// The LaTeX of a formula. In a quotation each of its lines has the quotation's mark.
    fn tex(&self, span: &Span) -> String {
        let tex = &self.text[span.tex.clone()];
        let line = self.text[..span.whole.start]
            .rsplit('\n')
            .next()
            .unwrap_or_default();
        if !line.trim_start().starts_with('>') {
            return tex.to_owned();
        }
        let mut lines = tex.split('\n');
        let first = lines.next().unwrap_or_default().to_owned();
        lines.fold(first, |tex, line| {
            let line = line.trim_start_matches([' ', '\t']);
            format!("{tex}\n{}", line.strip_prefix('>').unwrap_or(line))
        })
    }
}

fn link<'a>(dest_url: CowStr<'a>, title: CowStr<'a>) -> Event<'a> {
    Event::Start(Tag::Link {
        link_type: LinkType::Inline,
        dest_url,
        title,
        id: "".into(),
    })
}

fn harmless(url: CowStr<'_>) -> CowStr<'_> {
    let allowed = ["https://", "http://", "mailto:", "#", "/"]
        .iter()
        .any(|start| url.starts_with(start));
    if allowed && !url.starts_with("//") {
        url
    } else {
        "#".into()
    }
}

#[cfg(test)]
mod tests;

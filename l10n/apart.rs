//! Texts of another direction among ours: what people write from right to left stands apart, so that it turns neither the numbers beside
//! it around nor the sentence that it was put into.
//!
//! A page is rendered with marks that are no characters, where a value was put in. Once all that would be obeyed is written out, marks
//! become the isolates of Unicode, pair by pair: whatever somebody wrote opens and closes nothing of others. Texts without such letters,
//! nearly all, are left as they are.

use crate::visible::{is_leftward, is_obeyed, written_out};
use std::borrow::Cow;

/// Begins a text whose first letter says its direction.
const OPENS: char = '\u{fdd0}';
/// Begins a text from left to right, in which others may stand.
const OPENS_RIGHTWARD: char = '\u{fdd1}';
/// Ends either.
const CLOSES: char = '\u{fdd2}';
const MARKS: [char; 3] = [OPENS, OPENS_RIGHTWARD, CLOSES];

/// Attributes that are an address or a name for the machine: no mark belongs there.
const MACHINES: [&str; 8] = [
    "href", "action", "src", "id", "name", "for", "form", "content",
];

/// A text that is put into a sentence.
pub fn apart(text: &str) -> Cow<'_, str> {
    if !text.contains(is_leftward) {
        return Cow::Borrowed(text);
    }
    let inner = text.replace(MARKS, "\u{fffd}");
    Cow::Owned(format!("{OPENS}{inner}{CLOSES}"))
}

/// A value that stands by itself: a text of somebody, or a sentence into which texts were put.
pub fn value(text: &str) -> Cow<'_, str> {
    if !text.contains(is_leftward) || text.contains(MARKS) && is_paired(text) {
        return Cow::Borrowed(text);
    }
    let inner = text.replace(MARKS, "\u{fffd}");
    let is_mixed = inner.chars().any(|c| c.is_alphabetic() && !is_leftward(c));
    let opens = if is_mixed { OPENS_RIGHTWARD } else { OPENS };
    Cow::Owned(format!("{opens}{inner}{CLOSES}"))
}

/// Whether every text that begins ends, and none ends that did not begin.
fn is_paired(text: &str) -> bool {
    let mut open = 0_usize;
    for c in text.chars() {
        match c {
            OPENS | OPENS_RIGHTWARD => open += 1,
            CLOSES if open == 0 => return false,
            CLOSES => open -= 1,
            _ => {}
        }
    }
    open == 0
}

/// A letter of several lines, with what is obeyed written out.
pub fn letter(text: &str) -> String {
    let lines = text.split_inclusive('\n');
    lines.map(|line| isolated(line, &['\n', '\t'])).collect()
}

/// A page, with what is obeyed written out. What stands in a field to be edited stays as it is: there it is sent back, and must be
/// the same then.
pub fn page(html: String) -> String {
    if !html.contains(is_obeyed_in_html) {
        return html;
    }
    let mut out = String::with_capacity(html.len());
    let mut rest = html.as_str();
    loop {
        let (text, tag) = rest.split_at(rest.find('<').unwrap_or(rest.len()));
        out.push_str(&isolated(text, &LAYOUT));
        if tag.is_empty() {
            return out;
        }
        rest = attributes(tag, &mut out);
        if tag.starts_with("<textarea") {
            let (field, after) = rest.split_at(rest.find("</textarea").unwrap_or(rest.len()));
            out.push_str(&field.replace(MARKS, ""));
            rest = after;
        }
    }
}

/// A tag with its attributes; what comes behind it.
fn attributes<'a>(tag: &'a str, out: &mut String) -> &'a str {
    let mut rest = tag;
    while let Some(at) = rest.find(['"', '>']) {
        let (before, from) = rest.split_at(at + 1);
        out.push_str(&written(before));
        if before.ends_with('>') {
            return from;
        }
        let name = before.trim_end_matches(['=', '"']);
        let name = name.rsplit(char::is_whitespace).next().unwrap_or_default();
        let (inside, after) = from.split_at(from.find('"').unwrap_or(from.len()));
        match name {
            "value" => out.push_str(&inside.replace(MARKS, "")),
            name if MACHINES.contains(&name) => out.push_str(&written(&inside.replace(MARKS, ""))),
            _ => out.push_str(&isolated(inside, &LAYOUT)),
        }
        let end = usize::from(!after.is_empty());
        out.push_str(&after[..end]);
        rest = &after[end..];
    }
    out.push_str(&written(rest));
    ""
}

/// What the text of a page is laid out with.
const LAYOUT: [char; 3] = ['\n', '\t', '\r'];

fn is_obeyed_in_html(c: char) -> bool {
    is_obeyed(c) && !LAYOUT.contains(&c)
}

fn written(text: &str) -> Cow<'_, str> {
    written_out(text, is_obeyed_in_html, &|c| c.escape_default().to_string())
}

/// One text, with its marks as isolates where they are paired; `spared` is obeyed and stays.
fn isolated(text: &str, spared: &[char]) -> String {
    let paired = text.contains(MARKS) && is_paired(text);
    let obeyed = |c| is_obeyed(c) && !spared.contains(&c) && !(paired && MARKS.contains(&c));
    let shown = written_out(text, obeyed, &|c| c.escape_default().to_string());
    if !paired {
        return shown.into_owned();
    }
    let isolate = |c| match c {
        OPENS => '\u{2068}',
        OPENS_RIGHTWARD => '\u{2066}',
        CLOSES => '\u{2069}',
        other => other,
    };
    shown.chars().map(isolate).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAVID: &str = "\u{5d3}\u{5d5}\u{5d3}";

    #[test]
    fn a_field_keeps_what_is_sent_back() {
        let html = "<p title=\"\u{202e}\">\u{9b}</p><input value=\"\u{202e}\"><textarea name=\"x\">\n\u{feff}</textarea>\u{200f}";
        assert_eq!(
            page(html.to_owned()),
            "<p title=\"\\u{202e}\">\\u{9b}</p><input value=\"\u{202e}\"><textarea name=\"x\">\n\u{feff}</textarea>\\u{200f}"
        );
        let marked = value(DAVID);
        let html = format!(
            "<input value=\"{marked}\"><a href=\"/{marked}\"><textarea>{marked}</textarea>"
        );
        let plain =
            format!("<input value=\"{DAVID}\"><a href=\"/{DAVID}\"><textarea>{DAVID}</textarea>");
        assert_eq!(page(html), plain);
    }

    #[test]
    fn what_is_written_from_right_to_left_stands_apart() {
        assert_eq!(
            (apart("Anna"), value("Anna")),
            ("Anna".into(), "Anna".into())
        );
        let sentence = format!("{}: 3", apart(DAVID));
        // The sentence is ours, so it is not turned around by what it begins with.
        assert_eq!(value(&sentence), sentence);
        let html = format!("<p>{}</p><b title=\"{}\">", value(&sentence), value(DAVID));
        assert_eq!(
            page(html),
            format!("<p>\u{2068}{DAVID}\u{2069}: 3</p><b title=\"\u{2068}{DAVID}\u{2069}\">")
        );
        let mixed = format!("{DAVID} Anna");
        assert_eq!(
            page(value(&mixed).into_owned()),
            format!("\u{2066}{mixed}\u{2069}")
        );
        let line = format!("{sentence}\n\u{202e}\r\n");
        let letters = format!("\u{2068}{DAVID}\u{2069}: 3\n") + "\\u{202e}\\r\n";
        assert_eq!(letter(&line), letters);
    }

    #[test]
    fn a_mark_that_somebody_wrote_opens_and_closes_nothing_of_others() {
        for (text, shown) in [
            ("\u{fdd0}a<i>\u{fdd2}", "\\u{fdd0}a<i>\\u{fdd2}"),
            ("\u{fdd2}a", "\\u{fdd2}a"),
            ("\u{fdd2}\u{fdd0}", "\\u{fdd2}\\u{fdd0}"),
        ] {
            assert_eq!(page(text.to_owned()), shown);
        }
        for evil in [format!("{DAVID}\u{fdd2}x"), format!("\u{fdd0}{DAVID}")] {
            let shown = page(format!("<p>{} 3</p>", value(&evil)));
            let opened = shown.matches(['\u{2066}', '\u{2068}']).count();
            assert_eq!(
                (opened, shown.matches('\u{2069}').count()),
                (1, 1),
                "{shown}"
            );
            assert!(shown.ends_with("\u{2069} 3</p>"), "{shown}");
        }
    }
}

//! Markdown with formulas to HTML with MathML. Raw HTML is shown as text, and links lead only to the web or stay here.

use crate::markup::escaped;
use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser as LatexParser, Storage, mathml::push_mathml};

/// Commands that define others.
const DEFINITIONS: [&str; 5] = ["\\def", "\\let", "command", "\\gdef", "\\futurelet"];
/// Bytes of one formula.
const LONGEST: usize = 4_000;
/// Opening braces of one formula.
const MOST_GROUPS: usize = 400;

/// The HTML of a Markdown text.
pub fn to_html(markdown: &str) -> String {
    let options = Options::ENABLE_MATH | Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options).map(|event| match event {
        Event::InlineMath(tex) => Event::InlineHtml(formula(&tex, DisplayMode::Inline).into()),
        Event::DisplayMath(tex) => Event::InlineHtml(formula(&tex, DisplayMode::Block).into()),
        Event::Html(raw) | Event::InlineHtml(raw) => Event::Text(raw),
        Event::Start(Tag::Link {
            link_type,
            dest_url,
            title,
            id,
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: harmless(dest_url),
            title,
            id,
        }),
        // An image would be fetched from elsewhere; its text stays.
        Event::Start(Tag::Image {
            link_type,
            title,
            id,
            ..
        }) => Event::Start(Tag::Link {
            link_type,
            dest_url: "#".into(),
            title,
            id,
        }),
        Event::End(pulldown_cmark::TagEnd::Image) => Event::End(pulldown_cmark::TagEnd::Link),
        other => other,
    });
    let mut out = String::new();
    html::push_html(&mut out, events);
    out
}

/// The MathML of a formula, with its LaTeX as the annotation; a formula that cannot be read is shown as it was written.
pub fn formula(tex: &str, display_mode: DisplayMode) -> String {
    // Definitions can grow without end, and deep nesting takes the stack.
    let endless = DEFINITIONS.iter().any(|name| tex.contains(name));
    if endless || tex.len() > LONGEST || tex.matches('{').count() > MOST_GROUPS {
        return format!("<code>{}</code>", escaped(tex));
    }
    let braced = braced(tex);
    // The renderer writes the annotation as it is given.
    let annotation = escaped(tex);
    let storage = Storage::new();
    let config = RenderConfig {
        display_mode,
        annotation: Some(annotation.as_str()),
        ..RenderConfig::default()
    };
    let mut out = String::new();
    let parsed: Result<Vec<_>, _> = LatexParser::new(&braced, &storage).collect();
    let written = parsed.ok().and_then(|events| {
        push_mathml(
            &mut out,
            events.into_iter().map(Ok::<_, std::convert::Infallible>),
            config,
        )
        .ok()
    });
    match written {
        // A wide formula scrolls by itself, so it must be reachable without a mouse.
        Some(()) => out.replacen(
            "<math display=\"block\">",
            "<math display=\"block\" tabindex=\"0\">",
            1,
        ),
        None => format!("<code>{}</code>", escaped(tex)),
    }
}

/// The formula with braces around one-token arguments: the renderer reads `\\frac12` as twelve over whatever follows.
fn braced(tex: &str) -> String {
    const TWO_ARGUMENTS: [&str; 5] = ["\\frac", "\\tfrac", "\\dfrac", "\\binom", "\\cfrac"];
    let mut out = String::with_capacity(tex.len() + 16);
    let mut rest = tex;
    while let Some(start) = rest.find('\\') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        // A command is a backslash and letters, or a backslash and one other character.
        let letters = rest[1..]
            .find(|c: char| !c.is_ascii_alphabetic())
            .unwrap_or(rest.len() - 1);
        let length = if letters == 0 {
            1 + rest[1..].chars().next().map_or(0, char::len_utf8)
        } else {
            1 + letters
        };
        let (command, tail) = rest.split_at(length);
        out.push_str(command);
        rest = tail;
        if TWO_ARGUMENTS.contains(&command) {
            for _ in 0..2 {
                rest = brace_one(rest, &mut out);
            }
        }
    }
    out.push_str(rest);
    out
}

/// Copies one argument to `out`, with braces where it is a single character or command; gives what follows.
/// A group in braces is left to be copied as it stands.
fn brace_one<'a>(rest: &'a str, out: &mut String) -> &'a str {
    let trimmed = rest.trim_start();
    let token = match trimmed.chars().next() {
        None => return rest,
        Some('{') => {
            let mut depth = 0;
            let end = trimmed.char_indices().find(|(_, c)| {
                depth += match c {
                    '{' => 1,
                    '}' => -1,
                    _ => 0,
                };
                depth == 0
            });
            let end = end.map_or(trimmed.len(), |(i, c)| i + c.len_utf8());
            out.push_str(&braced(&trimmed[..end]));
            return &trimmed[end..];
        }
        Some('\\') => {
            1 + trimmed[1..]
                .find(|c: char| !c.is_ascii_alphabetic())
                .unwrap_or(trimmed.len() - 1)
                .max(1)
                .min(trimmed.len() - 1)
        }
        Some(c) => c.len_utf8(),
    };
    let (token, tail) = trimmed.split_at(token);
    out.push('{');
    out.push_str(token);
    out.push('}');
    tail
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
mod tests {
    use super::*;

    #[test]
    fn arguments_of_one_token_are_braced() {
        assert_eq!(braced(r"\frac12 x"), r"\frac{1}{2} x");
        assert_eq!(
            braced(r"-\tfrac12\log\frac1K"),
            r"-\tfrac{1}{2}\log\frac{1}{K}"
        );
        assert_eq!(braced(r"\frac D2\log2\pi"), r"\frac{D}{2}\log2\pi");
        assert_eq!(
            braced(r"\frac{\frac12}{a_{b}}+\frac\pi2"),
            r"\frac{\frac{1}{2}}{a_{b}}+\frac{\pi}{2}"
        );
        for broken in [
            r"\frac",
            r"\frac{",
            r"\frac1",
            r"\",
            r"\frac\",
            r"\frac й",
            r"\й",
        ] {
            formula(broken, DisplayMode::Inline);
        }
    }

    #[test]
    fn formulas_become_mathml_and_html_stays_text() {
        let html = to_html(
            "Let $KL(p\\,\\|\\,q)$ <script>alert(1)</script> [x](javascript:alert(1)) ![y](https://evil/x.png)",
        );
        assert!(html.contains("<math"), "{html}");
        assert!(
            !html.contains("<script") && !html.contains("javascript:") && !html.contains("<img"),
            "{html}"
        );
    }

    #[test]
    fn a_formula_brings_no_tags_and_ends() {
        let html = to_html("$x</annotation></semantics></math><img src=y>$ $$\\text{<b>}$$");
        assert!(!html.contains("<img") && !html.contains("<b>"), "{html}");
        for endless in [
            "\\def\\a{\\a\\a}\\a".to_owned(),
            "\\newcommand{\\a}{\\a\\a}\\a".to_owned(),
            "{".repeat(9_000),
            "\\frac{".repeat(5_000),
            "x".repeat(9_000),
        ] {
            let html = formula(&endless, DisplayMode::Inline);
            assert!(html.starts_with("<code>"), "{html}");
        }
    }

    #[test]
    fn every_formula_of_every_statement_is_readable() {
        let mut broken = Vec::new();
        for homework in assignments::catalogue::HOMEWORKS {
            for lang in crate::words::Lang::ALL {
                let statement = homework.statement(lang);
                for part in statement
                    .sections
                    .iter()
                    .map(|s| s.body)
                    .chain([statement.introduction])
                {
                    for event in Parser::new_ext(part, Options::ENABLE_MATH) {
                        if let Event::InlineMath(tex) | Event::DisplayMath(tex) = event
                            && formula(&tex, DisplayMode::Inline).starts_with("<code>")
                        {
                            broken.push(format!("{} {}: {tex}", homework.name, lang.code()));
                        }
                    }
                }
            }
            for task in homework.tasks {
                for mistake in task.mistakes() {
                    for lang in crate::words::Lang::ALL {
                        if line(mistake.hint.get(lang)).contains("<code>\\") {
                            broken.push(format!("{} {}: hint", task.id(), mistake.id));
                        }
                    }
                }
            }
        }
        assert!(broken.is_empty(), "{}", broken.join("\n"));
    }
}

//! Markdown with formulas to HTML with MathML. Raw HTML is shown as text, and links lead only to the web or stay here.

use pulldown_cmark::{CowStr, Event, Options, Parser, Tag, html};
use pulldown_latex::config::{DisplayMode, RenderConfig};
use pulldown_latex::{Parser as LatexParser, Storage, mathml::push_mathml};

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
    let storage = Storage::new();
    let config = RenderConfig {
        display_mode,
        annotation: Some(tex),
        ..RenderConfig::default()
    };
    let mut out = String::new();
    let parsed: Result<Vec<_>, _> = LatexParser::new(tex, &storage).collect();
    let written = parsed.ok().and_then(|events| {
        push_mathml(
            &mut out,
            events.into_iter().map(Ok::<_, std::convert::Infallible>),
            config,
        )
        .ok()
    });
    match written {
        Some(()) => out,
        None => format!("<code>{}</code>", escaped(tex)),
    }
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

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
}

#[cfg(test)]
mod tests {
    use super::*;

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

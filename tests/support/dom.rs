//! Pages as a browser reads them.

use scraper::{ElementRef, Html, Node, Selector};

/// What people write is marked with this class; so are their names.
const WORDS: &str = ".words";
/// What a person can act with.
const CONTROLS: &str = "form, input, button, select, textarea, option, fieldset";

fn selector(css: &str) -> Selector {
    Selector::parse(css).expect("it is a selector")
}

/// Checks that what people wrote stands in no form and brings no control into the page.
pub fn assert_apart(html: &str, what: &str) {
    let page = Html::parse_document(html);
    for words in page.select(&selector(WORDS)) {
        let around = words.ancestors().filter_map(ElementRef::wrap);
        for outer in around {
            assert_ne!(
                outer.value().name(),
                "form",
                "{what}: a form around {}",
                words.html()
            );
            assert_ne!(
                outer.value().name(),
                "button",
                "{what}: a button around {}",
                words.html()
            );
        }
        let inside = words.select(&selector(CONTROLS)).next();
        assert!(
            inside.is_none(),
            "{what}: a control within {}",
            words.html()
        );
    }
    // What Markdown or a formula was rendered to is always marked.
    for rendered in page.select(&selector("math, .prose")) {
        let mut around = std::iter::once(*rendered)
            .chain(rendered.ancestors())
            .filter_map(ElementRef::wrap);
        let marked = around.any(|outer| outer.value().classes().any(|class| class == "words"));
        assert!(marked, "{what}: not marked as words: {}", rendered.html());
    }
}

/// The elements of a page and their attributes, in order, without those that are part of what people wrote.
pub fn skeleton(html: &str) -> Vec<String> {
    let page = Html::parse_document(html);
    let mut out = Vec::new();
    gather(page.root_element(), &mut out);
    out
}

fn gather(element: ElementRef<'_>, out: &mut Vec<String>) {
    let mut attributes: Vec<String> = element
        .value()
        .attrs()
        .map(|(n, v)| format!("{n}={v}"))
        .collect();
    attributes.sort();
    out.push(format!(
        "<{} {}>",
        element.value().name(),
        attributes.join(" ")
    ));
    if element.value().classes().any(|class| class == "words") {
        return;
    }
    for child in element
        .children()
        .filter(|child| matches!(child.value(), Node::Element(_)))
    {
        gather(ElementRef::wrap(child).expect("it is an element"), out);
    }
    out.push(format!("</{}>", element.value().name()));
}

/// The address that each button of a page sends its form to, by the button's text.
pub fn buttons(html: &str) -> Vec<(String, String)> {
    let page = Html::parse_document(html);
    let forms = selector("form");
    page.select(&selector("button"))
        .map(|button| {
            let named = button.value().attr("form");
            let owner = match named {
                Some(id) => page
                    .select(&forms)
                    .find(|form| form.value().attr("id") == Some(id)),
                None => button
                    .ancestors()
                    .filter_map(ElementRef::wrap)
                    .find(|e| e.value().name() == "form"),
            };
            let action = owner
                .and_then(|form| form.value().attr("action"))
                .unwrap_or_default();
            (button.text().collect(), action.to_owned())
        })
        .collect()
}

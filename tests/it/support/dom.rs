//! Pages as a browser reads them.

use html5ever::tendril::TendrilSink as _;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::HashMap;
use std::rc::Rc;

/// What people write is marked with this class; so are their names.
const WORDS: &str = "words";
/// What a person can act with.
const CONTROLS: [&str; 7] = [
    "form", "input", "button", "select", "textarea", "option", "fieldset",
];

/// An element of a page.
#[derive(Debug)]
struct Element {
    name: String,
    attributes: HashMap<String, String>,
    text: String,
}

impl Element {
    fn of(node: &Handle) -> Option<Self> {
        let NodeData::Element { name, attrs, .. } = &node.data else {
            return None;
        };
        let attributes = attrs.borrow();
        let pairs = attributes
            .iter()
            .map(|a| (a.name.local.to_string(), a.value.to_string()));
        let mut text = String::new();
        gather_text(node, &mut text);
        Some(Self {
            name: name.local.to_string(),
            attributes: pairs.collect(),
            text,
        })
    }

    fn get(&self, name: &str) -> Option<&str> {
        self.attributes.get(name).map(String::as_str)
    }

    fn is(&self, class: &str) -> bool {
        self.get("class")
            .is_some_and(|classes| classes.split_whitespace().any(|c| c == class))
    }
}

fn gather_text(node: &Handle, out: &mut String) {
    if let NodeData::Text { contents } = &node.data {
        out.push_str(&contents.borrow());
    }
    for child in node.children.borrow().iter() {
        gather_text(child, out);
    }
}

/// An element with those around it, the outermost first.
type Placed = (Rc<Element>, Vec<Rc<Element>>);

/// The elements of a page in order.
fn elements(html: &str) -> Vec<Placed> {
    let page = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    let mut out = Vec::new();
    gather(&page.document, &mut Vec::new(), &mut out);
    out
}

fn gather(node: &Handle, around: &mut Vec<Rc<Element>>, out: &mut Vec<Placed>) {
    let element = Element::of(node).map(Rc::new);
    if let Some(element) = &element {
        out.push((Rc::clone(element), around.clone()));
        around.push(Rc::clone(element));
    }
    for child in node.children.borrow().iter() {
        gather(child, around, out);
    }
    if element.is_some() {
        around.pop();
    }
}

/// Checks that what people wrote stands in no form and brings no control into the page.
pub fn assert_apart(html: &str, what: &str) {
    for (element, around) in elements(html) {
        let within_words = around.iter().any(|outer| outer.is(WORDS));
        if element.is(WORDS) {
            let acts = around
                .iter()
                .find(|outer| matches!(outer.name.as_str(), "form" | "button"));
            assert!(acts.is_none(), "{what}: {acts:?} is around {element:?}");
        }
        let control = CONTROLS.contains(&element.name.as_str());
        assert!(
            !(control && within_words),
            "{what}: a control within words: {element:?}"
        );
        // What Markdown or a formula was rendered to is always marked.
        if element.name == "math" || element.is("prose") {
            assert!(
                within_words || element.is(WORDS),
                "{what}: not marked as words: {element:?}"
            );
        }
    }
}

/// The elements of a page and their attributes, in order, without those that are part of what people wrote.
pub fn skeleton(html: &str) -> Vec<String> {
    let ours = elements(html)
        .into_iter()
        .filter(|(_, around)| !around.iter().any(|outer| outer.is(WORDS)));
    ours.map(|(element, around)| {
        let mut attributes: Vec<_> = element.attributes.iter().collect();
        attributes.sort();
        format!("{} {} {attributes:?}", around.len(), element.name)
    })
    .collect()
}

/// The address that each button of a page sends its form to, by the button's text.
pub fn buttons(html: &str) -> Vec<(String, String)> {
    let elements = elements(html);
    let forms = elements
        .iter()
        .map(|(element, _)| element)
        .filter(|element| element.name == "form");
    let named: HashMap<_, _> = forms
        .filter_map(|form| Some((form.get("id")?, form)))
        .collect();
    let buttons = elements
        .iter()
        .filter(|(element, _)| element.name == "button");
    buttons
        .map(|(button, around)| {
            let form = match button.get("form") {
                Some(id) => named.get(id).copied(),
                None => around.iter().rfind(|outer| outer.name == "form"),
            };
            let action = form.and_then(|form| form.get("action")).unwrap_or_default();
            (button.text.clone(), action.to_owned())
        })
        .collect()
}

/// Attributes that people read or hear.
const HEARD: [&str; 4] = ["title", "aria-label", "alt", "placeholder"];

/// Hebrew letters of a text that stand in no isolate.
fn loose(text: &str) -> bool {
    let mut within = 0;
    text.chars().any(|c| {
        match c {
            '\u{2066}' | '\u{2068}' => within += 1,
            '\u{2069}' => within -= 1,
            _ => {}
        }
        within == 0 && is_hebrew(c)
    })
}

fn is_hebrew(c: char) -> bool {
    ('\u{590}'..='\u{5ff}').contains(&c)
}

/// Checks that whatever is written in Hebrew turns nothing around that stands beside it: it is in an isolate, or marked as words.
/// How many such texts there are.
pub fn assert_isolated(html: &str, what: &str) -> usize {
    let page = parse_document(RcDom::default(), ParseOpts::default()).one(html);
    isolated(&page.document, false, what)
}

fn isolated(node: &Handle, apart: bool, what: &str) -> usize {
    let element = Element::of(node);
    let mut seen = 0;
    if let Some(element) = &element {
        for name in HEARD {
            let heard = element.get(name).unwrap_or_default();
            seen += usize::from(heard.contains(is_hebrew));
            assert!(!loose(heard), "{what}: {name} of {element:?}");
        }
    }
    let apart = apart || element.is_some_and(|e| e.is(WORDS) || e.name == "textarea");
    if let NodeData::Text { contents } = &node.data {
        let text = contents.borrow();
        seen += usize::from(text.contains(is_hebrew));
        assert!(apart || !loose(&text), "{what}: {text}");
    }
    let children = node.children.borrow();
    seen + children
        .iter()
        .map(|child| isolated(child, apart, what))
        .sum::<usize>()
}

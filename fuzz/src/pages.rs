//! Text of people as HTML: whatever they write, only the elements and attributes listed here come out, and no address that runs something.

use dgm_grader::web::markdown::to_html;

/// Elements of Markdown.
const ELEMENTS: [&str; 25] = [
    "p",
    "a",
    "em",
    "strong",
    "del",
    "code",
    "pre",
    "blockquote",
    "ul",
    "ol",
    "li",
    "hr",
    "br",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "table",
    "thead",
    "tbody",
    "tr",
    "th",
    "td",
];
/// Elements of formulas; none of them can hold HTML.
const MATH: [&str; 21] = [
    "math",
    "semantics",
    "annotation",
    "mi",
    "mo",
    "mn",
    "mtext",
    "mspace",
    "mrow",
    "mfrac",
    "msqrt",
    "mroot",
    "msub",
    "msup",
    "msubsup",
    "munder",
    "mover",
    "munderover",
    "mtable",
    "mtr",
    "mtd",
];
/// Attributes without an address, a script or a style in them.
const ATTRIBUTES: [&str; 22] = [
    "class",
    "title",
    "start",
    "rel",
    "tabindex",
    "display",
    "mathvariant",
    "encoding",
    "stretchy",
    "symmetric",
    "largeop",
    "movablelimits",
    "minsize",
    "maxsize",
    "linethickness",
    "displaystyle",
    "scriptlevel",
    "mathcolor",
    "mathbackground",
    "width",
    "height",
    "depth",
];

/// Markdown with formulas.
pub fn markdown(bytes: &[u8]) {
    let html = to_html(&String::from_utf8_lossy(bytes));
    let mut rest = html.as_str();
    // The writers put every `<` of the text as `&lt;`, so that each one left begins an element.
    while let Some(at) = rest.find('<') {
        rest = element(&rest[at + 1..], &html);
    }
}

/// Reads one element after its `<` and gives what follows it.
fn element<'a>(tag: &'a str, html: &str) -> &'a str {
    let tag = tag.strip_prefix('/').unwrap_or(tag);
    let end = tag
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(tag.len());
    let (name, mut rest) = tag.split_at(end);
    assert!(
        ELEMENTS.contains(&name) || MATH.contains(&name),
        "<{name}> of {html:?}"
    );
    loop {
        rest = rest.trim_start_matches([' ', '\n']);
        if let Some(after) = rest.strip_prefix('>').or_else(|| rest.strip_prefix("/>")) {
            return after;
        }
        rest = attribute(rest, html);
    }
}

/// Reads one attribute and gives what follows it.
fn attribute<'a>(text: &'a str, html: &str) -> &'a str {
    let end = text
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let value = rest
        .strip_prefix("=\"")
        .and_then(|rest| rest.split_once('"'));
    // An attribute without a value is its own.
    let (value, after) = value.unwrap_or(("", rest));
    assert!(
        !name.is_empty() && end > 0,
        "an attribute at {text:?} of {html:?}"
    );
    match name {
        "href" => assert!(leads_only_there(value), "{value:?} of {html:?}"),
        name => assert!(ATTRIBUTES.contains(&name), "{name}={value:?} of {html:?}"),
    }
    after
}

/// Whether an address leads to the web, to a mailbox or to a place here.
fn leads_only_there(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let web = ["https://", "http://", "mailto:"];
    let here = !address.contains(':') && !lower.starts_with("//");
    web.iter().any(|scheme| lower.starts_with(scheme)) || here
}

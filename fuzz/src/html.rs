//! A reader of HTML that knows nothing but what a text may become. It is stricter than a browser: whatever a browser
//! would have to guess at is refused.

/// Elements of a text, and their attributes.
const TEXT: &[(&str, &[&str])] = &[
    ("p", &[]),
    ("br", &[]),
    ("hr", &[]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("blockquote", &[]),
    ("pre", &[]),
    ("code", &[]),
    ("ul", &[]),
    ("ol", &["start"]),
    ("li", &[]),
    ("em", &[]),
    ("strong", &[]),
    ("del", &[]),
    ("a", &["href", "title"]),
    ("table", &[]),
    ("thead", &[]),
    ("tbody", &[]),
    ("tr", &[]),
    ("th", &["class"]),
    ("td", &["class"]),
    ("math", &["display", "tabindex"]),
];
/// Elements of a formula.
const FORMULA: &[&str] = &[
    "semantics",
    "annotation",
    "mrow",
    "mi",
    "mn",
    "mo",
    "mtext",
    "mspace",
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
/// Attributes of a formula's elements.
const FORMULA_ATTRIBUTES: &[&str] = &[
    "encoding",
    "mathvariant",
    "stretchy",
    "symmetric",
    "minsize",
    "maxsize",
    "largeop",
    "movablelimits",
    "width",
    "height",
    "depth",
    "linethickness",
    "displaystyle",
    "scriptlevel",
    "mathcolor",
    "mathbackground",
    "class",
];

/// Reads the whole of `html`.
///
/// # Errors
/// What is wrong with it.
pub fn check(html: &str) -> Result<(), String> {
    let mut open: Vec<&str> = Vec::new();
    let mut rest = html;
    while let Some((text, tagged)) = rest.split_once('<') {
        plain(text)?;
        let (tag, after) = tagged.split_once('>').ok_or("a tag without an end")?;
        rest = after;
        if let Some(name) = tag.strip_prefix('/') {
            let opened = open.pop();
            if opened != Some(name) {
                return Err(format!("</{name}> closes {opened:?}"));
            }
            continue;
        }
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let allowed: &[&str] = if open.contains(&"math") {
            if !FORMULA.contains(&name) {
                return Err(format!("<{name}> in a formula"));
            }
            FORMULA_ATTRIBUTES
        } else {
            let element = TEXT.iter().find(|(known, _)| *known == name);
            element.ok_or_else(|| format!("<{name}> in a text"))?.1
        };
        read_attributes(name, attributes, allowed)?;
        if !matches!(name, "br" | "hr") {
            open.push(name);
        }
    }
    plain(rest)?;
    if open.is_empty() {
        Ok(())
    } else {
        Err(format!("{open:?} stay open"))
    }
}

/// Text has no bracket, and no ampersand but of a character's name.
fn plain(text: &str) -> Result<(), String> {
    let known = ["amp;", "lt;", "gt;", "quot;", "nbsp;"];
    for after in text.split('&').skip(1) {
        if !known.iter().any(|name| after.starts_with(name)) {
            return Err(format!("an ampersand before {after}"));
        }
    }
    if text.contains('>') {
        Err(format!("a bracket in {text}"))
    } else {
        Ok(())
    }
}

fn read_attributes(element: &str, mut rest: &str, allowed: &[&str]) -> Result<(), String> {
    while !rest.is_empty() {
        let (name, value) = rest
            .split_once("=\"")
            .ok_or_else(|| format!("an attribute without a value: {rest}"))?;
        let (value, after) = value.split_once('"').ok_or("a value without an end")?;
        if !allowed.contains(&name) {
            return Err(format!("{name} of <{element}>"));
        }
        let address = ["http://", "https://", "mailto:", "#", "/"]
            .iter()
            .any(|start| value.starts_with(start));
        if name == "href" && (!address || value.starts_with("//") || value.contains('\\')) {
            return Err(format!("a link to {value}"));
        }
        rest = after.strip_prefix(' ').unwrap_or(after);
    }
    Ok(())
}

#[test]
fn what_is_wrong_is_seen() {
    assert_eq!(
        check("<p>a &lt; <a href=\"/x\">b</a><br><math display=\"inline\"><mi>x</mi></math></p>"),
        Ok(())
    );
    for wrong in [
        "<form>x</form>",
        "<p>",
        "</p>",
        "<p><em></p></em>",
        "<p onclick=\"x\">y</p>",
        "<a href=\"javascript:x\">y</a>",
        "a < b",
        "<math><p>x</p></math>",
        "<mi>x</mi>",
        "<math><mi></math></mi>",
        "&form;",
        "<a href=x>y</a>",
        "<a href=\"//x\">y</a>",
        "<math style=\"x\"></math>",
        "<math><mo>></mo></math>",
    ] {
        assert!(check(wrong).is_err(), "{wrong}");
    }
}

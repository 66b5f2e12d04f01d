//! What may be in a page of what was rendered from somebody's text. Everything passes here, whoever wrote the renderer.

use ammonia::{Builder, UrlRelative};
use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Elements of MathML, and their attributes besides [`MATH_ATTRIBUTES`].
const MATH: &[(&str, &[&str])] = &[
    ("math", &["display", "tabindex"]),
    ("semantics", &[]),
    ("annotation", &["encoding"]),
    ("mrow", &[]),
    ("mi", &["mathvariant"]),
    ("mn", &[]),
    (
        "mo",
        &[
            "stretchy",
            "symmetric",
            "minsize",
            "maxsize",
            "largeop",
            "movablelimits",
        ],
    ),
    ("mtext", &[]),
    ("mspace", &["width", "height", "depth"]),
    ("mfrac", &["linethickness"]),
    ("msqrt", &[]),
    ("mroot", &[]),
    ("msub", &[]),
    ("msup", &[]),
    ("msubsup", &[]),
    ("munder", &[]),
    ("mover", &[]),
    ("munderover", &[]),
    ("mtable", &[]),
    ("mtr", &[]),
    ("mtd", &[]),
];

/// Attributes of every element of MathML.
const MATH_ATTRIBUTES: &[&str] = &["displaystyle", "scriptlevel", "mathcolor", "mathbackground"];

/// Classes of elements of MathML, which the style sheet knows.
const MATH_CLASSES: &[&str] = &[
    "menv-alignlike",
    "menv-align",
    "menv-arraylike",
    "menv-cases",
    "menv-multline",
    "menv-cells-left",
    "menv-cells-right",
    "menv-nonumber",
    "menv-hline",
    "menv-hdashline",
    "menv-left-solid",
    "menv-right-solid",
    "menv-left-dashed",
    "menv-right-dashed",
    "menv-border-only",
    "cell-left",
    "cell-right",
    "small",
    "mop-negated",
    "framed",
    "back",
];

/// Elements of Markdown, and their attributes.
const MARKDOWN: &[(&str, &[&str])] = &[
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
    ("th", &[]),
    ("td", &[]),
];

/// Classes of a table's cells.
const CELL_CLASSES: &[&str] = &["number", "center"];

/// Elements of our own texts, and their attributes: headings that can be led to, and pictures.
const OURS: &[(&str, &[&str])] = &[
    ("h1", &["id"]),
    ("h2", &["id"]),
    ("h3", &["id"]),
    ("h4", &["id"]),
    ("img", &["src", "alt", "title"]),
];

static FORMULAS: LazyLock<Builder<'static>> = LazyLock::new(|| builder(&[]));
static TEXTS: LazyLock<Builder<'static>> = LazyLock::new(|| builder(&[MARKDOWN]));
static DOCUMENTS: LazyLock<Builder<'static>> = LazyLock::new(|| builder(&[MARKDOWN, OURS]));

fn builder(lists: &[&[(&'static str, &'static [&'static str])]]) -> Builder<'static> {
    let set = |names: &[&'static str]| names.iter().copied().collect::<HashSet<_>>();
    // Where two lists have an element, the later one says what it may have.
    let more: Vec<_> = lists.iter().flat_map(|list| list.iter()).collect();
    let mut attributes: HashMap<_, HashSet<_>> = HashMap::new();
    let mut classes: HashMap<_, HashSet<_>> = HashMap::new();
    for (element, own) in MATH {
        let all = own.iter().chain(MATH_ATTRIBUTES).copied();
        attributes.insert(*element, all.collect());
        classes.insert(*element, set(MATH_CLASSES));
    }
    for (element, own) in more.iter().copied() {
        attributes.insert(*element, set(own));
        if matches!(*element, "th" | "td") {
            classes.insert(*element, set(CELL_CLASSES));
        }
    }
    let mut builder = Builder::empty();
    builder
        .tags(
            MATH.iter()
                .chain(more)
                .map(|(element, _)| *element)
                .collect(),
        )
        // What is not allowed goes, and what it holds of text stays, but for what is no text.
        .clean_content_tags(set(&["script", "style"]))
        .generic_attributes(HashSet::new())
        .tag_attributes(attributes)
        .allowed_classes(classes)
        .url_schemes(set(&["http", "https", "mailto"]))
        .url_relative(UrlRelative::Custom(Box::new(here)))
        .link_rel(None);
    builder
}

/// A link without a scheme leads to a place of this site.
fn here(url: &str) -> Option<Cow<'_, str>> {
    let outside = url.starts_with("//") || url.contains('\\');
    (url.starts_with(['/', '#']) && !outside).then_some(Cow::Borrowed(url))
}

/// The allowed part of a text's HTML.
pub fn text(html: &str) -> String {
    TEXTS.clean(html).to_string()
}

/// The allowed part of the HTML of a text of ours.
pub fn document(html: &str) -> String {
    DOCUMENTS.clean(html).to_string()
}

/// The MathML, where all of it is allowed and it is one formula and nothing else.
pub fn formula(mathml: &str) -> Option<String> {
    let clean = FORMULAS.clean(mathml).to_string();
    let one = clean.starts_with("<math ")
        && clean.ends_with("</math>")
        && clean.matches("<math").count() == 1;
    one.then_some(clean)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_acts_is_taken_out() {
        let html = text(concat!(
            "<p onclick=x style=color:red id=a class=b>a</p><form action=/x><input name=y><button>z</button></form>",
            "<a href=\"javascript:alert(1)\">1</a><a href=\"//evil\">2</a><a href=\"/here\">3</a><a href=\"\\\\evil\">4</a>",
            "<img src=x onerror=y><svg><a xlink:href=x>5</a></svg><math href=x><mi onclick=z style=x>6</mi></math>",
            "<td class=\"number x\">7</td><script>8</script><base href=/><meta http-equiv=refresh>"
        ));
        assert_eq!(
            html,
            "<p>a</p>z<a>1</a><a>2</a><a href=\"/here\">3</a><a>4</a><math><mi>6</mi></math>7"
        );
    }

    #[test]
    fn a_formula_is_one_formula() {
        let good = "<math display=\"block\" tabindex=\"0\"><mi mathvariant=\"normal\">x</mi><mo class=\"small\">&lt;</mo></math>";
        assert_eq!(formula(good).as_deref(), Some(good));
        for bad in [
            "<math><mi>x</mi></math><p>y</p>",
            "<math display=\"inline\"><mi>x</mi></math>y",
            "<math display=\"inline\"><mi></math><math display=\"inline\"></mi></math>",
            "x",
            "",
        ] {
            assert_eq!(formula(bad), None, "{bad}");
        }
    }
}

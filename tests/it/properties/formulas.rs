//! Whatever somebody writes, the HTML of it is elements of Markdown and MathML, each closed, with nothing that acts.

use super::config;
use super::targets::html::check;
use dgm_grader::web::markdown::{line, to_html};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write as _;

/// Every command and environment that the renderer of formulas knows, from its source.
const COMMANDS: &str = include_str!("commands.txt");

/// What tries to leave its place.
const HOSTILE: &[&str] = &[
    "{</mi></math><form method=post action=/roster/anna><input type=hidden name=role value=owner><math><mi>}",
    "{</mtext></mrow></annotation></semantics></math><img src=x onerror=alert(1)>}",
    "{\"><script>alert(1)</script>}",
    "{\\text{</mtext><button form=grade>}}",
    "{\\operatorname{<b>}\\mathop{</math>}}",
    "[<b>]{<i>}",
    "<",
    ">",
    "&",
    "{&lt;a&gt;}",
    "{}",
    "{é}",
    "{#aéaé}",
    "{red}",
    "{1000}",
    "{99999999999999999999999}",
    "\u{a0}",
    "{style=\"color: red\"}",
    "{| }",
    "1",
    "^_'",
    "\\\\[<b>]",
];

/// What the names of environments have in them.
const ENVIRONMENTS: [&str; 8] = [
    "array", "matrix", "align", "gather", "cases", "split", "multline", "equation",
];

/// What is around, and what Markdown makes of things.
const AROUND: &[&str] = &[
    "$",
    "$$",
    "\\(",
    "\\)",
    "\\[",
    "\\]",
    "\n",
    "\n\n",
    "`",
    "```\n",
    "| a | b |\n|--:|:-:|\n",
    "> ",
    "- ",
    "# ",
    "**",
    "_",
    "[x](",
    ")",
    "<div>",
    "</p>",
    "<!--",
    "![i](/x)",
    "\\begin{align*}",
    "\\end{align*}",
    "\\begin{array}{|c:r}",
    "\\end{array}",
    "&",
    "\\\\",
    "{",
    "}",
    "^",
    "_",
    "'",
    "\\left",
    "\\right",
    "|",
    ".",
    "\\newcommand{\\x}[1]{",
    "\\x",
    "#1",
    "\u{e000}0\u{e001}",
    "\u{0}",
    "javascript:alert(1)",
    "//evil",
    "<a@b>",
    "<https://x>",
    "&#60;",
    "é",
    "\\hline",
    "\\limits",
    "\\over",
    "%",
    "~",
];

fn command(name: &str) -> String {
    format!("\\{name} ")
}

#[test]
fn every_command_with_every_hostile_argument() {
    let mut rendered = 0;
    for name in COMMANDS.split_whitespace() {
        let command = command(name);
        let environment = ENVIRONMENTS.iter().any(|part| name.contains(part));
        // One text a command: a formula in a line of its own has no part in the others.
        let mut text = String::new();
        for a in HOSTILE {
            // Writing to a string does not fail.
            let _ = write!(text, "${command}{a}{a}^{a}$ end\n\n");
            if environment {
                let _ = write!(
                    text,
                    "$\\begin{{{name}}}{a}{a}&x\\\\{a}\\end{{{name}}}$\n\n\\begin{{{name}}}{a}\\end{{{name}}}\n\n"
                );
            }
        }
        let html = to_html(&text);
        rendered += html.matches("<math").count();
        check(&html).unwrap_or_else(|wrong| panic!("{text}\n{html}\n{wrong}"));
    }
    assert!(rendered > 5_000, "only {rendered} were rendered");
}

fn texts() -> impl Strategy<Value = String> {
    let names: Vec<&str> = COMMANDS.split_whitespace().collect();
    let part = prop_oneof![
        3 => proptest::sample::select(AROUND).prop_map(ToOwned::to_owned),
        2 => proptest::sample::select(HOSTILE).prop_map(ToOwned::to_owned),
        3 => proptest::sample::select(names).prop_map(command),
        1 => "[a-z0-9 ]{1,5}",
        1 => any::<char>().prop_map(String::from),
    ];
    vec(part, 0..40).prop_map(|parts| parts.concat())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn any_text_is_only_what_is_allowed(text in texts()) {
        for (html, from) in [
            (to_html(&text), text.clone()),
            (to_html(&format!("${text}$")), format!("${text}$")),
            (to_html(&format!("$$\n{text}\n$$")), format!("$$\n{text}\n$$")),
            (line(&text), text.clone()),
        ] {
            if let Err(wrong) = check(&html) {
                return Err(TestCaseError::fail(format!("{from:?}\n{html}\n{wrong}")));
            }
        }
    }
}

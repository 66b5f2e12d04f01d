//! Whether a text may be wider than a phone.

/// Signs of a formula within a line that have room on the narrowest phone.
const FIT: usize = 20;

/// Whether a text may be wider than a phone, by a table or by a formula within a line, which no browser breaks: then it scrolls, and must
/// be reachable without a mouse. A formula on a line of its own scrolls by itself.
pub fn may_scroll(html: &str) -> bool {
    let is_long = |formula: &str| {
        let (opening, rest) = formula.split_once('>').unwrap_or((formula, ""));
        let inside = rest.split("</math>").next().unwrap_or_default();
        let signs = ["</mi>", "</mn>", "</mo>", "</mtext>"].map(|end| inside.matches(end).count());
        !opening.contains("display=\"block\"") && signs.iter().sum::<usize>() > FIT
    };
    html.contains("<table") || html.split("<math").skip(1).any(is_long)
}

#[cfg(test)]
mod tests {
    use super::super::to_html;
    use super::*;

    #[test]
    fn tables_and_long_formulas_within_a_line_scroll() {
        let long = "a + b".repeat(12);
        for (text, scrolls) in [
            ("Words and $x$ and `code`.".to_owned(), false),
            (format!("Within a line: ${long}$."), true),
            (format!("$${long}$$\n\nShort: $x$."), false),
            ("| a | b |\n| --- | --- |\n| 1 | 2 |".to_owned(), true),
        ] {
            assert_eq!(may_scroll(&to_html(&text)), scrolls, "{text}");
        }
    }
}

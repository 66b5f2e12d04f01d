//! A text of a notebook, as it is shown: without what colours it on a terminal, and cut where it is long.

/// The longest text of a cell or an output that is shown, in bytes.
pub(super) const LONGEST: usize = 100_000;

/// A text, cut where it is long.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text {
    /// What is shown.
    pub shown: String,
    /// Whether that is not all.
    pub is_cut: bool,
}

impl Text {
    pub(super) fn of(text: &str) -> Self {
        let text = uncoloured(text);
        let mut end = text.len().min(LONGEST);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        let is_cut = end < text.len();
        let mut shown = text;
        shown.truncate(end);
        Self { shown, is_cut }
    }
}

/// A text without what colours it on a terminal: `ESC [ … letter`.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let mut plain = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let end = part.find(|c: char| !(c.is_ascii_digit() || c == ';'));
        let rest = end.and_then(|end| part.get(end..)).unwrap_or_default();
        let mut rest = rest.chars();
        rest.next();
        plain.push_str(rest.as_str());
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::uncoloured;

    #[test]
    fn colours_of_a_terminal_are_left_out() {
        assert_eq!(uncoloured("\u{1b}[1;31mа\u{1b}[0m b"), "а b");
        assert_eq!(uncoloured("\u{1b}["), "");
        assert_eq!(uncoloured("\u{1b}[12"), "");
        assert_eq!(uncoloured("a\u{1b}]x"), "a\u{1b}]x");
    }
}

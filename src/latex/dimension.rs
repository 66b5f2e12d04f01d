//! Lengths of LaTeX.

use super::Unreadable;
use super::tree::{Cursor, Node, plain};

/// The widest space, in em: a formula does not push the page apart.
const WIDEST: f64 = 20.0;

/// The length that follows, in braces or without, in em.
pub fn length(rest: &mut Cursor<'_>) -> Result<f64, Unreadable> {
    if let Some(Node::Group(inner)) = rest.peek() {
        rest.next();
        return parsed(&plain(inner)?);
    }
    let mut text = String::new();
    let mut letters = 0;
    while letters < 2 {
        let Some(Node::Char(c)) = rest.peek() else {
            return Err(Unreadable);
        };
        letters += usize::from(c.is_ascii_alphabetic());
        text.push(*c);
        rest.next();
    }
    parsed(&text)
}

/// A number and its unit, in em, as far as a formula may go.
pub fn parsed(text: &str) -> Result<f64, Unreadable> {
    let text = text.trim();
    let unit = text
        .find(|c: char| c.is_ascii_alphabetic())
        .ok_or(Unreadable)?;
    let (number, unit) = text.split_at(unit);
    let number: f64 = number
        .trim()
        .replace(',', ".")
        .parse()
        .map_err(|_| Unreadable)?;
    let em = match unit.trim() {
        "em" => 1.0,
        "ex" => 0.43,
        "pt" | "bp" | "dd" => 0.1,
        "px" => 0.062_5,
        "pc" | "cc" => 1.2,
        "mu" => 1.0 / 18.0,
        "cm" => 2.845,
        "mm" => 0.284_5,
        "in" => 7.227,
        _ => return Err(Unreadable),
    };
    Ok((number * em).clamp(-WIDEST, WIDEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(parsed("1.5em"), Ok(1.5));
        assert_eq!(parsed(" -18 mu "), Ok(-1.0));
        assert_eq!(parsed("999999cm"), Ok(WIDEST));
        for wrong in ["", "em", "1", "1parsec", "1e999", "é em", "NaNem", "--1em"] {
            assert_eq!(parsed(wrong), Err(Unreadable), "{wrong}");
        }
    }
}

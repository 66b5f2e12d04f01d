//! Environments and colours in the words that the renderer knows.

use super::Unreadable;
use super::rewrite::is_break;
use super::tree::{Cursor, Node, plain};
use super::writer::{Piece, Writer};
use std::fmt::Write as _;

/// Columns of one array.
const MOST_COLUMNS: usize = 50;

impl Writer {
    /// Writes an environment.
    pub(super) fn environment(&mut self, name: &str, body: &[Node]) -> Result<(), Unreadable> {
        let mut rest = Cursor(body);
        let plain_name = name.trim_end_matches('*');
        match plain_name {
            "equation" | "displaymath" | "math" => self.group(body),
            // Equations of a notebook have no numbers.
            "align" | "flalign" => self.between("align*", "", body),
            "gather" => self.between("gather*", "", body),
            "multline" => self.between("multline", "", body),
            "eqnarray" => self.between("align*", "", &one_mark_a_row(body)),
            "alignat" | "xalignat" => {
                rest.argument()?;
                self.between("align*", "", rest.0)
            }
            "alignedat" => {
                rest.argument()?;
                self.between("aligned", "", rest.0)
            }
            "aligned" | "split" => {
                rest.optional()?;
                self.between("aligned", "", rest.0)
            }
            "gathered" => {
                rest.optional()?;
                self.between("gathered", "", rest.0)
            }
            "cases" | "dcases" | "rcases" | "drcases" => self.between(plain_name, "", body),
            "matrix" | "pmatrix" | "bmatrix" | "Bmatrix" | "vmatrix" | "Vmatrix"
            | "smallmatrix" => {
                if name.ends_with('*') {
                    rest.optional()?;
                }
                self.between(plain_name, "", rest.0)
            }
            "array" | "darray" => {
                rest.optional()?;
                let columns = columns(rest.argument()?)?;
                self.between(plain_name, &columns, rest.0)
            }
            "subarray" => {
                let side = plain(rest.argument()?)?;
                let side = side.trim();
                if !matches!(side, "l" | "c" | "r") {
                    return Err(Unreadable);
                }
                self.between("subarray", &format!("{{{side}}}"), rest.0)
            }
            _ => Err(Unreadable),
        }
    }

    /// Writes what `\color` and its kin colour.
    pub(super) fn coloured(&mut self, name: &str, rest: &mut Cursor<'_>) -> Result<(), Unreadable> {
        let colour = colour(rest)?;
        match name {
            "colorbox" | "fcolorbox" => {
                let second = if name == "fcolorbox" {
                    Some(self::colour(rest)?)
                } else {
                    None
                };
                let words = plain(rest.argument()?)?;
                let place = self.piece(Piece::Text(words));
                let second = second.map(|c| format!("{{{c}}}")).unwrap_or_default();
                let _ = write!(self.out, "\\{name}{{{colour}}}{second}{{{place}}}");
                Ok(())
            }
            // A notebook's `\color{red}{x}` colours its second argument.
            "color" if !matches!(rest.peek(), Some(Node::Group(_))) => {
                let _ = write!(self.out, "\\color{{{colour}}}");
                Ok(())
            }
            _ => {
                let _ = write!(self.out, "\\textcolor{{{colour}}}");
                self.group(rest.argument()?)
            }
        }
    }
}

/// The rows of `a &=& b` as those of `a &= b`.
fn one_mark_a_row(body: &[Node]) -> Vec<Node> {
    let mut marks = 0;
    let kept = body.iter().filter(|node| {
        if is_break(node) {
            marks = 0;
        }
        marks += usize::from(**node == Node::Char('&'));
        **node != Node::Char('&') || marks % 2 == 1
    });
    kept.cloned().collect()
}

/// The columns of an array that the renderer knows.
fn columns(nodes: &[Node]) -> Result<String, Unreadable> {
    let mut out = String::from("{");
    let mut rest = Cursor(nodes);
    while let Some(node) = rest.next() {
        match node {
            Node::Space => {}
            Node::Char(c @ ('l' | 'c' | 'r' | '|' | ':')) => out.push(*c),
            Node::Char('@' | '!' | '>' | '<') => {
                rest.argument()?;
            }
            Node::Char('p' | 'm' | 'b') => {
                rest.argument()?;
                out.push('l');
            }
            _ => return Err(Unreadable),
        }
    }
    if out.len() > MOST_COLUMNS {
        return Err(Unreadable);
    }
    out.push('}');
    Ok(out)
}

/// The colour that follows: a name, or six hexadecimal digits.
fn colour(rest: &mut Cursor<'_>) -> Result<String, Unreadable> {
    let model = rest.optional()?.map(plain).transpose()?;
    let said = plain(rest.argument()?)?;
    let said = said.trim();
    let parts = |most: f64| -> Result<String, Unreadable> {
        let numbers: Result<Vec<f64>, _> =
            said.split(',').map(|p| p.trim().parse::<f64>()).collect();
        match numbers.map_err(|_| Unreadable)?[..] {
            [r, g, b] => Ok(format!(
                "#{}{}{}",
                hex(r / most),
                hex(g / most),
                hex(b / most)
            )),
            _ => Err(Unreadable),
        }
    };
    let colour = match model.as_deref().map(str::trim) {
        None => said.to_owned(),
        Some("HTML") => format!("#{said}"),
        Some("rgb") => parts(1.0)?,
        Some("RGB") => parts(255.0)?,
        Some(_) => return Err(Unreadable),
    };
    let digits = colour.strip_prefix('#');
    let known = match digits {
        Some(digits) => digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()),
        None => !colour.is_empty() && colour.bytes().all(|b| b.is_ascii_alphabetic()),
    };
    if known { Ok(colour) } else { Err(Unreadable) }
}

/// A share of full light as two hexadecimal digits.
fn hex(share: f64) -> String {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "it is between 0 and 255"
    )]
    let light = (share.clamp(0.0, 1.0) * 255.0).round() as u8;
    format!("{light:02x}")
}

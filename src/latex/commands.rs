//! Each command, with its arguments, in the words that the renderer knows.

use super::rewrite::without_last_breaks;
use super::tables::{Kind, kind};
use super::tree::{Cursor, Node, plain};
use super::writer::{Piece, Writer};
use super::{Unreadable, dimension, text};
use std::fmt::Write as _;

/// The characters among which the end of a new row's space is looked for: a length is short, and a formula may have thousands of rows.
const LONGEST_SPACE: usize = 40;

impl Writer {
    pub(super) fn command(&mut self, name: &str, rest: &mut Cursor<'_>) -> Result<(), Unreadable> {
        match name {
            "\\" | "cr" | "newline" => {
                self.line_break(rest);
                Ok(())
            }
            " " | "nobreakspace" | "space" => {
                self.out.push_str("\\kern{0.333em}");
                Ok(())
            }
            "operatorname" | "operatornamewithlimits" => {
                let limits = rest.take('*') || name.ends_with("limits");
                let argument = rest.argument()?;
                self.operator(argument, limits, true)
            }
            "mathop" => {
                let argument = rest.argument()?;
                self.operator(argument, true, false)
            }
            "sqrt" | "xrightarrow" | "xleftarrow" => {
                let optional = rest.optional()?;
                let argument = rest.argument()?;
                let _ = write!(self.out, "\\{name}");
                if let Some(optional) = optional {
                    self.out.push_str("[{");
                    self.block(optional)?;
                    self.out.push_str("}]");
                }
                self.group(argument)
            }
            "cfrac" => {
                rest.optional()?;
                self.braced(name, 2, rest)
            }
            "nicefrac" | "sfrac" => {
                self.group(rest.argument()?)?;
                self.out.push('/');
                self.group(rest.argument()?)
            }
            "tag" => {
                let star = rest.take('*');
                let argument = rest.argument()?;
                self.out
                    .push_str(if star { "\\qquad " } else { "\\qquad(" });
                self.text(argument, "text")?;
                self.out.push_str(if star { "" } else { ")" });
                Ok(())
            }
            "ref" | "eqref" => {
                let argument = plain(rest.argument()?)?;
                let said = if name == "ref" {
                    argument
                } else {
                    format!("({argument})")
                };
                let place = self.piece(Piece::Text(said));
                let _ = write!(self.out, "\\text{{{place}}}");
                Ok(())
            }
            "phantom" | "hphantom" => {
                rest.argument()?;
                self.out.push_str("\\quad ");
                Ok(())
            }
            "boxed" | "fbox" => {
                let argument = rest.argument()?;
                self.out.push_str("\\begin{array}{|c|}\\hline ");
                if name == "fbox" {
                    self.text(argument, "text")?;
                } else {
                    self.group(argument)?;
                }
                self.out.push_str("\\\\\\hline\\end{array}");
                Ok(())
            }
            "kern" | "mkern" | "hskip" | "mskip" | "hspace" | "mspace" => {
                rest.take('*');
                let _ = write!(self.out, "\\kern{{{:.3}em}}", dimension::length(rest)?);
                Ok(())
            }
            "color" | "textcolor" | "colorbox" | "fcolorbox" => self.coloured(name, rest),
            "limits" | "nolimits" | "hline" | "hdashline" => {
                let _ = write!(self.out, "\\{name} ");
                Ok(())
            }
            _ => self.of_kind(name, rest),
        }
    }

    fn of_kind(&mut self, name: &str, rest: &mut Cursor<'_>) -> Result<(), Unreadable> {
        match kind(name) {
            Kind::Alias(means) => self.out.push_str(means),
            Kind::Nothing => {}
            Kind::Vanish => {
                rest.take('*');
                rest.optional()?;
                rest.argument()?;
            }
            Kind::Through => self.group(rest.argument()?)?,
            Kind::Text(font) => self.text(rest.argument()?, font)?,
            Kind::Operator(said) => {
                let place = self.piece(Piece::Name(said.to_owned()));
                let _ = write!(self.out, "\\mathop{{{place}}}");
            }
            Kind::Braced(arguments) => self.braced(name, arguments, rest)?,
            Kind::Delimiter => self.delimiter(name, rest)?,
            Kind::Known if name.chars().all(|c| c.is_ascii_alphabetic()) && !name.is_empty() => {
                let _ = write!(self.out, "\\{name} ");
            }
            Kind::Known if ",;:>!|{}#%&$_".contains(name) && !name.is_empty() => {
                let _ = write!(self.out, "\\{name}");
            }
            Kind::Known | Kind::Refused => return Err(Unreadable),
        }
        Ok(())
    }

    fn braced(
        &mut self,
        name: &str,
        arguments: usize,
        rest: &mut Cursor<'_>,
    ) -> Result<(), Unreadable> {
        let _ = write!(self.out, "\\{name}");
        for _ in 0..arguments {
            let argument = rest.argument()?;
            self.out.push('{');
            if name == "substack" {
                self.row(without_last_breaks(argument))?;
            } else {
                self.block(argument)?;
            }
            self.out.push('}');
        }
        Ok(())
    }

    /// A new row. The space that it may ask for is left out.
    fn line_break(&mut self, rest: &mut Cursor<'_>) {
        rest.take('*');
        let near = &rest.0[..rest.0.len().min(LONGEST_SPACE)];
        let mut ahead = Cursor(near);
        if let Ok(Some(inside)) = ahead.optional() {
            let space = plain(inside).and_then(|text| dimension::parsed(&text));
            if space.is_ok() {
                rest.0 = &rest.0[near.len() - ahead.0.len()..];
            }
        }
        self.out.push_str("\\\\");
        // The renderer would take a bracket that begins the row for such a space.
        if rest.take('[') {
            self.out.push_str("\\lbrack ");
        }
    }

    fn operator(
        &mut self,
        argument: &[Node],
        limits: bool,
        upright: bool,
    ) -> Result<(), Unreadable> {
        let command = if limits { "mathop" } else { "operatorname" };
        let letters = |node: &Node| matches!(node, Node::Char(_));
        let name = text::name(argument).filter(|_| upright || !argument.iter().any(letters));
        let piece = if let Some(name) = name {
            Piece::Name(name)
        } else {
            let before = std::mem::take(&mut self.out);
            self.out.push_str(if upright { "\\mathrm" } else { "" });
            self.group(argument)?;
            Piece::Formula(std::mem::replace(&mut self.out, before))
        };
        let place = self.piece(piece);
        let _ = write!(self.out, "\\{command}{{{place}}}");
        Ok(())
    }

    fn delimiter(&mut self, size: &str, rest: &mut Cursor<'_>) -> Result<(), Unreadable> {
        let argument: Vec<&Node> = rest
            .argument()?
            .iter()
            .filter(|n| **n != Node::Space)
            .collect();
        let [delimiter] = argument[..] else {
            return Err(Unreadable);
        };
        let delimiter = match delimiter {
            Node::Char('<') => "\\langle ".to_owned(),
            Node::Char('>') => "\\rangle ".to_owned(),
            Node::Char(c @ ('.' | '(' | ')' | '[' | ']' | '|' | '/')) => c.to_string(),
            Node::Char(c) if !c.is_ascii() => c.to_string(),
            Node::Command(name) => match kind(name) {
                Kind::Alias(means) => means.to_owned(),
                _ => format!("\\{name} "),
            },
            _ => return Err(Unreadable),
        };
        let empty = delimiter == ".";
        match size {
            "middle" if empty => {}
            "left" | "right" | "middle" => {
                let _ = write!(self.out, "\\{size}{delimiter}");
            }
            _ if empty => {}
            _ => {
                let _ = write!(self.out, "\\{size}{delimiter}");
            }
        }
        Ok(())
    }
}

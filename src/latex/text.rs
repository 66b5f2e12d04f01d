//! Text within formulas: `\text{if $x > 0$}`.

use super::Unreadable;
use super::tables::{Kind, kind};
use super::tree::{Cursor, Node};
use super::writer::{Piece, Writer};
use std::fmt::Write as _;

impl Writer {
    /// Writes the text of `nodes` in the renderer's font `font`, with the formulas in it.
    pub(super) fn text(&mut self, nodes: &[Node], font: &'static str) -> Result<(), Unreadable> {
        self.out.push('{');
        self.text_parts(nodes, font)?;
        self.out.push('}');
        Ok(())
    }

    fn text_parts(&mut self, nodes: &[Node], font: &'static str) -> Result<(), Unreadable> {
        let mut rest = Cursor(nodes);
        let mut words = String::new();
        while let Some(node) = rest.next() {
            match node {
                Node::Space | Node::Char('~') => words.push(' '),
                Node::Char('$') => {
                    let end = rest.0.iter().position(|n| *n == Node::Char('$'));
                    let (inside, after) = rest.0.split_at(end.ok_or(Unreadable)?);
                    rest.0 = &after[1..];
                    self.words(&mut words, font);
                    self.group(inside)?;
                }
                Node::Char(c) => words.push(*c),
                Node::Group(inner) => {
                    self.words(&mut words, font);
                    self.text_parts(inner, font)?;
                }
                Node::Command(name) => {
                    if let Some(said) = spoken(name) {
                        words.push_str(said);
                        continue;
                    }
                    let Kind::Text(inner) = kind(name) else {
                        return Err(Unreadable);
                    };
                    self.words(&mut words, font);
                    self.text_parts(rest.argument()?, inner)?;
                }
                Node::Environment(..) => return Err(Unreadable),
            }
        }
        self.words(&mut words, font);
        Ok(())
    }

    /// Writes the words gathered so far, and begins anew.
    fn words(&mut self, words: &mut String, font: &str) {
        let words = std::mem::take(words);
        if words.is_empty() {
            return;
        }
        if words.trim().is_empty() {
            // The renderer has no text of a space alone.
            self.out.push_str("\\kern{0.333em}");
            return;
        }
        let place = self.piece(Piece::Text(words));
        // Writing to a string does not fail.
        let _ = write!(self.out, "\\{font}{{{place}}}");
    }
}

/// The characters that a command is in text.
fn spoken(command: &str) -> Option<&'static str> {
    Some(match command {
        " " | "," | ":" | ";" | ">" | "quad" | "qquad" | "enspace" | "space" | "thinspace"
        | "\\" | "newline" => " ",
        "!" | "-" | "/" | "relax" => "",
        "%" => "%",
        "_" => "_",
        "&" => "&",
        "#" => "#",
        "$" => "$",
        "{" => "{",
        "}" => "}",
        "ldots" | "dots" | "textellipsis" => "…",
        "textbackslash" => "\\",
        "textasciitilde" => "~",
        "LaTeX" => "LaTeX",
        "TeX" => "TeX",
        "S" => "§",
        _ => return None,
    })
}

/// The name that an operator is written with, where it is nothing but letters.
pub fn name(nodes: &[Node]) -> Option<String> {
    let mut out = String::new();
    let mut rest = Cursor(nodes);
    while let Some(node) = rest.next() {
        match node {
            Node::Space => {}
            Node::Char(c) if c.is_alphanumeric() || matches!(c, '-' | '*' | '.') => out.push(*c),
            Node::Char('~') => out.push(' '),
            Node::Group(inner) => out.push_str(&name(inner)?),
            Node::Command(command) => match command.as_str() {
                "," | " " | ";" | ":" | "thinspace" | "quad" => out.push(' '),
                "!" => {}
                "mathrm" | "mathop" | "operatorname" => out.push_str(&name(rest.argument().ok()?)?),
                _ if matches!(kind(command), Kind::Text("text" | "textrm")) => {
                    out.push_str(&name(rest.argument().ok()?)?);
                }
                _ => return None,
            },
            _ => return None,
        }
    }
    (!out.trim().is_empty()).then_some(out)
}

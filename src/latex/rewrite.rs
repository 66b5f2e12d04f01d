//! A formula said in the words that the renderer knows.

use super::Unreadable;
use super::tree::{Cursor, Node};
use super::writer::Writer;
use std::fmt::Write as _;

impl Writer {
    /// Writes nodes in braces.
    pub fn group(&mut self, nodes: &[Node]) -> Result<(), Unreadable> {
        self.out.push('{');
        self.block(nodes)?;
        self.out.push('}');
        Ok(())
    }

    /// Writes nodes that are no row of an environment: several lines stand below each other.
    pub fn block(&mut self, nodes: &[Node]) -> Result<(), Unreadable> {
        let nodes = without_last_breaks(nodes);
        if nodes.iter().any(is_break) {
            let aligned = nodes.contains(&Node::Char('&'));
            let name = if aligned { "aligned" } else { "gathered" };
            return self.between(name, "", nodes);
        }
        self.row(nodes)
    }

    /// Writes nodes between `\begin` and `\end`.
    pub fn between(&mut self, name: &str, columns: &str, body: &[Node]) -> Result<(), Unreadable> {
        let _ = write!(self.out, "\\begin{{{name}}}{columns}");
        self.row(without_last_breaks(body))?;
        let _ = write!(self.out, "\\end{{{name}}}");
        Ok(())
    }

    pub(super) fn row(&mut self, nodes: &[Node]) -> Result<(), Unreadable> {
        if let Some(at) = nodes.iter().position(is_infix) {
            return self.infix(&nodes[..at], &nodes[at], &nodes[at + 1..]);
        }
        let mut rest = Cursor(nodes);
        while let Some(node) = rest.next() {
            match node {
                // Between digits it parts two numbers; elsewhere it is nothing.
                Node::Space if self.out.ends_with(|c: char| c.is_ascii_digit() || c == ',') => {
                    if matches!(rest.peek(), Some(Node::Char('0'..='9'))) {
                        self.out.push(' ');
                    }
                }
                Node::Space => {}
                Node::Char('~') => self.out.push_str("\\kern{0.333em}"),
                Node::Char('\'') => self.primes(&mut rest)?,
                Node::Char('$' | '#' | '\\' | '%') => return Err(Unreadable),
                Node::Char(c) if c.is_control() => {}
                Node::Char(c) => self.out.push(*c),
                // `0{,}5` is one number.
                Node::Group(inner) if inner[..] == [Node::Char(',')] => self.out.push(','),
                Node::Group(inner) => self.group(inner)?,
                Node::Command(name) => self.command(name, &mut rest)?,
                Node::Environment(name, body) => self.environment(name, body)?,
            }
        }
        Ok(())
    }

    /// Primes; with a script beside them they are part of the upper one.
    fn primes(&mut self, rest: &mut Cursor<'_>) -> Result<(), Unreadable> {
        let mut count = 1;
        while rest.take('\'') {
            count += 1;
        }
        let below = rest.take('_').then(|| rest.argument()).transpose()?;
        let above = rest.take('^').then(|| rest.argument()).transpose()?;
        if below.is_none() && above.is_none() {
            self.out.push_str(&"'".repeat(count));
            return Ok(());
        }
        if let Some(below) = below {
            self.out.push('_');
            self.group(below)?;
        }
        self.out.push_str("^{");
        self.out.push_str(&"\\prime ".repeat(count));
        self.block(above.unwrap_or_default())?;
        self.out.push('}');
        Ok(())
    }

    fn infix(&mut self, above: &[Node], command: &Node, below: &[Node]) -> Result<(), Unreadable> {
        // A second one in the same group has no meaning in TeX either.
        if below.iter().any(is_infix) {
            return Err(Unreadable);
        }
        let binomial = *command == Node::Command("choose".to_owned());
        self.out
            .push_str(if binomial { "\\binom" } else { "\\frac" });
        self.group(above)?;
        self.group(below)
    }
}

/// Whether a new row begins here.
pub(super) fn is_break(node: &Node) -> bool {
    matches!(node, Node::Command(name) if matches!(name.as_str(), "\\" | "cr" | "newline"))
}

fn is_infix(node: &Node) -> bool {
    matches!(node, Node::Command(name) if matches!(name.as_str(), "over" | "choose"))
}

/// The nodes without the breaks at their end, which begin no row.
pub(super) fn without_last_breaks(mut nodes: &[Node]) -> &[Node] {
    while let [before @ .., last] = nodes {
        if *last != Node::Space && !is_break(last) {
            break;
        }
        nodes = before;
    }
    nodes
}

//! The groups and environments of a formula.

use super::Unreadable;
use super::tokens::Token;

/// Groups and environments inside each other.
const DEEPEST: usize = 100;
/// Commands one after another: each may take the next as its argument, and the renderer does so by recursion.
const MOST_IN_A_ROW: usize = 64;

/// A part of a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Node {
    /// A command, without its backslash.
    Command(String),
    /// A character.
    Char(char),
    /// White space.
    Space,
    /// What is in braces.
    Group(Vec<Node>),
    /// What is between `\begin{name}` and `\end{name}`.
    Environment(String, Vec<Node>),
}

/// The tree of the tokens.
///
/// # Errors
/// When braces or environments do not pair, or nest without measure.
pub fn tree(tokens: Vec<Token>) -> Result<Vec<Node>, Unreadable> {
    let mut tokens = tokens.into_iter();
    // What is open: its environment's name, or none for braces, and what came before it.
    let mut open: Vec<(Option<String>, Vec<Node>)> = Vec::new();
    let mut nodes = Vec::new();
    let mut in_a_row = 0;
    while let Some(token) = tokens.next() {
        in_a_row = match token {
            Token::Command(_) => in_a_row + 1,
            Token::Space => in_a_row,
            _ => 0,
        };
        if in_a_row > MOST_IN_A_ROW || open.len() > DEEPEST {
            return Err(Unreadable);
        }
        match token {
            Token::Open => open.push((None, std::mem::take(&mut nodes))),
            Token::Close => {
                let Some((None, before)) = open.pop() else {
                    return Err(Unreadable);
                };
                let group = Node::Group(std::mem::replace(&mut nodes, before));
                nodes.push(group);
            }
            Token::Command(name) if name == "begin" => {
                let name = environment_name(&mut tokens)?;
                open.push((Some(name), std::mem::take(&mut nodes)));
            }
            Token::Command(name) if name == "end" => {
                let name = environment_name(&mut tokens)?;
                let Some((opened, before)) = open.pop() else {
                    return Err(Unreadable);
                };
                if opened.as_ref() != Some(&name) {
                    return Err(Unreadable);
                }
                let body = std::mem::replace(&mut nodes, before);
                nodes.push(Node::Environment(name, body));
            }
            Token::Command(name) => nodes.push(Node::Command(name)),
            Token::Char(c) => nodes.push(Node::Char(c)),
            Token::Space => nodes.push(Node::Space),
        }
    }
    if open.is_empty() {
        Ok(nodes)
    } else {
        Err(Unreadable)
    }
}

fn environment_name(tokens: &mut impl Iterator<Item = Token>) -> Result<String, Unreadable> {
    let mut tokens = tokens.skip_while(|t| *t == Token::Space);
    if tokens.next() != Some(Token::Open) {
        return Err(Unreadable);
    }
    let mut name = String::new();
    loop {
        match tokens.next() {
            Some(Token::Char(c)) => name.push(c),
            Some(Token::Close) => return Ok(name),
            _ => return Err(Unreadable),
        }
    }
}

/// What is left to read of some nodes.
#[derive(Clone, Copy, Debug)]
pub struct Cursor<'a>(pub &'a [Node]);

impl<'a> Cursor<'a> {
    /// The next node.
    pub fn next(&mut self) -> Option<&'a Node> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(first)
    }

    /// The next node that is not white space, which stays; the white space is passed.
    pub fn peek(&mut self) -> Option<&'a Node> {
        while let Some((Node::Space, rest)) = self.0.split_first() {
            self.0 = rest;
        }
        self.0.first()
    }

    /// Whether `c` follows; it is passed.
    pub fn take(&mut self, c: char) -> bool {
        let follows = self.peek() == Some(&Node::Char(c));
        if follows {
            self.next();
        }
        follows
    }

    /// What is in the braces that follow, or the one node that follows.
    pub fn argument(&mut self) -> Result<&'a [Node], Unreadable> {
        self.peek();
        let whole = self.0;
        match self.next() {
            Some(Node::Group(inner)) => Ok(inner),
            Some(_) => Ok(&whole[..1]),
            None => Err(Unreadable),
        }
    }

    /// What is in the brackets that follow.
    pub fn optional(&mut self) -> Result<Option<&'a [Node]>, Unreadable> {
        if !self.take('[') {
            return Ok(None);
        }
        let end = self
            .0
            .iter()
            .position(|n| *n == Node::Char(']'))
            .ok_or(Unreadable)?;
        let (inside, rest) = self.0.split_at(end);
        self.0 = &rest[1..];
        Ok(Some(inside))
    }
}

/// The characters of nodes that are nothing but characters.
pub fn plain(nodes: &[Node]) -> Result<String, Unreadable> {
    nodes
        .iter()
        .map(|node| match node {
            Node::Char(c) => Ok(*c),
            Node::Space => Ok(' '),
            _ => Err(Unreadable),
        })
        .collect()
}

//! What of a formula is still to be read: a name, an argument, a star at a time.

use crate::latex::tokens::Token;

/// Tokens still to be read, the next one last.
pub(super) struct Rest(pub(super) Vec<Token>);

impl Rest {
    pub(super) fn skip(&mut self) {
        while self.0.last() == Some(&Token::Space) {
            self.0.pop();
        }
    }

    pub(super) fn star(&mut self) -> bool {
        let star = self.0.last() == Some(&Token::Char('*'));
        if star {
            self.0.pop();
        }
        star
    }

    /// A command's name, in braces or without.
    pub(super) fn name(&mut self) -> Option<String> {
        let argument = self.argument()?;
        let mut tokens = argument.into_iter().filter(|t| *t != Token::Space);
        match (tokens.next(), tokens.next()) {
            (Some(Token::Command(name)), None) => Some(name),
            _ => None,
        }
    }

    /// What is in the braces that follow, or the one token that follows.
    pub(super) fn argument(&mut self) -> Option<Vec<Token>> {
        self.skip();
        match self.0.pop()? {
            Token::Open => self.until(&Token::Close),
            Token::Close => None,
            token => Some(vec![token]),
        }
    }

    /// What is in the brackets that follow.
    pub(super) fn optional(&mut self) -> Option<Vec<Token>> {
        let mark = self.0.len();
        self.skip();
        if self.0.last() != Some(&Token::Char('[')) {
            self.0.resize(mark, Token::Space);
            return None;
        }
        self.0.pop();
        self.until(&Token::Char(']'))
    }

    fn until(&mut self, end: &Token) -> Option<Vec<Token>> {
        let mut found = Vec::new();
        let mut depth = 0_usize;
        loop {
            let token = self.0.pop()?;
            if depth == 0 && token == *end {
                return Some(found);
            }
            match token {
                Token::Open => depth += 1,
                Token::Close => depth = depth.checked_sub(1)?,
                _ => {}
            }
            found.push(token);
        }
    }
}

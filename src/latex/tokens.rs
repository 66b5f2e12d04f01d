//! The characters of a formula as tokens.

use std::iter::Peekable;
use std::str::Chars;

/// A piece of LaTeX.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Token {
    /// A backslash and letters, or a backslash and one other character; without the backslash.
    Command(String),
    /// Any other character.
    Char(char),
    /// White space, however much.
    Space,
    /// An opening brace.
    Open,
    /// A closing brace.
    Close,
}

/// The tokens of a formula, without its comments.
pub fn tokens(tex: &str) -> Vec<Token> {
    let mut chars = tex.chars().peekable();
    let mut tokens = Vec::new();
    while let Some(c) = chars.next() {
        let token = match c {
            '\\' => command(&mut chars),
            '{' => Token::Open,
            '}' => Token::Close,
            '%' => {
                // A comment takes its line's end with it.
                while chars.next().is_some_and(|c| c != '\n') {}
                continue;
            }
            c if c.is_whitespace() => {
                while chars.next_if(|c| c.is_whitespace()).is_some() {}
                Token::Space
            }
            c => Token::Char(c),
        };
        tokens.push(token);
    }
    tokens
}

fn command(chars: &mut Peekable<Chars<'_>>) -> Token {
    let mut name = String::new();
    while let Some(letter) = chars.next_if(char::is_ascii_alphabetic) {
        name.push(letter);
    }
    if name.is_empty() {
        name.extend(
            chars
                .next()
                .map(|c| if c.is_whitespace() { ' ' } else { c }),
        );
    }
    match name.as_str() {
        "bgroup" | "begingroup" => Token::Open,
        "egroup" | "endgroup" => Token::Close,
        _ => Token::Command(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_comments_and_spaces() {
        let read = tokens("\\frac12 \n {a}% a note\n\\,\\\\é\\");
        let command = |name: &str| Token::Command(name.to_owned());
        let wanted = [
            command("frac"),
            Token::Char('1'),
            Token::Char('2'),
            Token::Space,
            Token::Open,
            Token::Char('a'),
            Token::Close,
            command(","),
            command("\\"),
            Token::Char('é'),
            command(""),
        ];
        assert_eq!(read, wanted);
    }
}

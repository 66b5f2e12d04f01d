//! Commands that a text defines for itself, put in where they are used, within bounds.

mod rest;

use super::Unreadable;
use super::tokens::Token;
use rest::Rest;
use std::collections::HashMap;

/// Uses of defined commands in one formula.
const MOST_USES: usize = 1_000;
/// Tokens of a formula with its commands put in.
const MOST_TOKENS: usize = 20_000;
/// Commands that one text defines.
const MOST_KNOWN: usize = 200;

/// The commands defined so far, from formula to formula of one text.
#[derive(Debug, Default)]
pub struct Macros {
    known: HashMap<String, Macro>,
}

#[derive(Clone, Debug)]
struct Macro {
    arguments: usize,
    first: Option<Vec<Token>>,
    body: Vec<Token>,
}

impl Macros {
    /// The tokens with every defined command put in and every definition taken out.
    ///
    /// # Errors
    /// When a definition cannot be read, or when there is no end of putting in.
    pub fn expand(&mut self, tokens: Vec<Token>) -> Result<Vec<Token>, Unreadable> {
        let mut rest = Rest(tokens.into_iter().rev().collect());
        let mut out = Vec::new();
        let mut uses = 0;
        while let Some(token) = rest.0.pop() {
            let Token::Command(name) = &token else {
                out.push(token);
                continue;
            };
            if let Some(known) = self.known.get(name) {
                uses += 1;
                if uses > MOST_USES || rest.0.len() + out.len() > MOST_TOKENS {
                    return Err(Unreadable);
                }
                let body = known.with(&mut rest)?;
                rest.0.extend(body.into_iter().rev());
            } else if let Some((name, made)) = definition(name, &mut rest)? {
                if self.known.len() >= MOST_KNOWN {
                    return Err(Unreadable);
                }
                self.known.insert(name, made);
            } else {
                out.push(token);
            }
        }
        if out.len() > MOST_TOKENS {
            return Err(Unreadable);
        }
        Ok(out)
    }
}

impl Macro {
    /// The body with the arguments that follow in its places.
    fn with(&self, rest: &mut Rest) -> Result<Vec<Token>, Unreadable> {
        let mut arguments = Vec::new();
        if let Some(first) = &self.first {
            arguments.push(rest.optional().unwrap_or_else(|| first.clone()));
        }
        while arguments.len() < self.arguments {
            arguments.push(rest.argument().ok_or(Unreadable)?);
        }
        let mut out = Vec::new();
        let mut body = self.body.iter();
        while let Some(token) = body.next() {
            if *token != Token::Char('#') {
                out.push(token.clone());
                continue;
            }
            let Some(Token::Char(digit)) = body.next() else {
                return Err(Unreadable);
            };
            let place = digit.to_digit(10).and_then(|d| d.checked_sub(1));
            let argument = place.and_then(|p| arguments.get(p as usize));
            out.extend_from_slice(argument.ok_or(Unreadable)?);
            if out.len() > MOST_TOKENS {
                return Err(Unreadable);
            }
        }
        Ok(out)
    }
}

/// What `command` defines; nothing when it defines nothing.
fn definition(command: &str, rest: &mut Rest) -> Result<Option<(String, Macro)>, Unreadable> {
    let made = match command {
        "newcommand" | "renewcommand" | "providecommand" => {
            rest.star();
            let name = rest.name().ok_or(Unreadable)?;
            let arguments = match rest.optional() {
                Some(count) => number(&count).ok_or(Unreadable)?,
                None => 0,
            };
            let first = if arguments > 0 { rest.optional() } else { None };
            let body = rest.argument().ok_or(Unreadable)?;
            (
                name,
                Macro {
                    arguments,
                    first,
                    body,
                },
            )
        }
        "def" | "gdef" | "edef" | "xdef" => {
            let name = rest.name().ok_or(Unreadable)?;
            let mut arguments = 0;
            while rest.0.last().is_some_and(|t| *t != Token::Open) {
                let parameter = (rest.0.pop(), rest.0.pop());
                let (Some(Token::Char('#')), Some(Token::Char('1'..='9'))) = parameter else {
                    return Err(Unreadable);
                };
                arguments += 1;
            }
            let body = rest.argument().ok_or(Unreadable)?;
            (
                name,
                Macro {
                    arguments,
                    first: None,
                    body,
                },
            )
        }
        "let" => {
            let name = rest.name().ok_or(Unreadable)?;
            rest.skip();
            if rest.0.last() == Some(&Token::Char('=')) {
                rest.0.pop();
            }
            let body = rest.argument().ok_or(Unreadable)?;
            // A name that stands for itself would never end.
            if body == [Token::Command(name.clone())] {
                return Err(Unreadable);
            }
            (
                name,
                Macro {
                    arguments: 0,
                    first: None,
                    body,
                },
            )
        }
        "DeclareMathOperator" => {
            let star = rest.star();
            let name = rest.name().ok_or(Unreadable)?;
            let operator = rest.argument().ok_or(Unreadable)?;
            let mut body = vec![Token::Command("operatorname".to_owned())];
            body.extend(star.then_some(Token::Char('*')));
            body.push(Token::Open);
            body.extend(operator);
            body.push(Token::Close);
            (
                name,
                Macro {
                    arguments: 0,
                    first: None,
                    body,
                },
            )
        }
        _ => return Ok(None),
    };
    Ok(Some(made))
}

fn number(tokens: &[Token]) -> Option<usize> {
    match tokens {
        [Token::Char(digit)] => digit.to_digit(10).map(|d| d as usize),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::tokens::tokens;
    use super::*;

    fn expanded(macros: &mut Macros, tex: &str) -> Result<Vec<Token>, Unreadable> {
        macros.expand(tokens(tex))
    }

    #[test]
    fn definitions_hold_from_formula_to_formula() {
        let mut macros = Macros::default();
        for (tex, means) in [
            (r"\newcommand{\E}{\mathbb{E}}", ""),
            (r"\E x", r"\mathbb{E} x"),
            (r"\newcommand\KL[2]{D(#1 \| #2)}", ""),
            (r"\KL{q}p", r"D(q \| p)"),
            (
                r"\def\half#1{\frac{#1}{2}}\half{\E}",
                r"\frac{\mathbb{E}}{2}",
            ),
            (r"\DeclareMathOperator*{\argmax}{arg\,max}", ""),
            (r"\argmax_x", r"\operatorname*{arg\,max}_x"),
            (
                r"\newcommand{\norm}[2][2]{\|#2\|_{#1}}\norm{x}\norm[1]{y}",
                r"\|x\|_{2}\|y\|_{1}",
            ),
            (r"\let\eps=\varepsilon\eps", r"\varepsilon"),
        ] {
            let found = expanded(&mut macros, tex);
            assert_eq!(found, Ok(tokens(means)), "{tex}");
        }
    }

    #[test]
    fn what_has_no_end_is_refused() {
        for tex in [
            r"\def\a{\a\a}\a",
            r"\newcommand{\a}{\b\b}\newcommand{\b}{\a\a}\a",
            r"\let\a\a \a",
            r"\def\a#1{#1#1#1#1#1#1#1#1}\a{\a{\a{\a{\a{\a{x}}}}}}",
            r"\newcommand{\a}",
            r"\def\a#",
            r"\newcommand{\a}[9]{#1}\a",
            r"\newcommand{\a}{#1}\a",
        ] {
            let found = expanded(&mut Macros::default(), tex);
            assert_eq!(found, Err(Unreadable), "{tex}");
        }
    }
}

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
/// Tokens that are read as arguments and put in for all formulas of one text: so many for any text, so many more for each byte of
/// it, and no more for the longest. A formula of a few letters may stand for a long one, and a text holds thousands of them.
const PUT_IN: usize = 4_000;
const PUT_IN_A_BYTE: usize = 2;
const MOST_PUT_IN: usize = 80_000;

/// The commands defined so far, from formula to formula of one text.
#[derive(Debug)]
pub struct Macros {
    known: HashMap<String, Macro>,
    /// How many tokens may still be read as arguments and put in.
    left: usize,
}

#[derive(Clone, Debug)]
struct Macro {
    arguments: usize,
    first: Option<Vec<Token>>,
    body: Vec<Token>,
}

impl Macros {
    /// None yet, of a text of so many bytes.
    pub fn of(bytes: usize) -> Self {
        let left = PUT_IN.saturating_add(bytes.saturating_mul(PUT_IN_A_BYTE));
        Self {
            known: HashMap::new(),
            left: left.min(MOST_PUT_IN),
        }
    }

    /// The tokens with every defined command put in and every definition taken out.
    ///
    /// # Errors
    /// When a definition cannot be read, or when there is no end of putting in, in this formula or in those before it.
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
                let body = known.with(&mut rest, &mut self.left)?;
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
    /// The body with the arguments that follow in its places; what that takes comes off what is left.
    fn with(&self, rest: &mut Rest, left: &mut usize) -> Result<Vec<Token>, Unreadable> {
        let mut spend = |tokens: usize| {
            let rest = left.checked_sub(tokens);
            rest.map(|rest| *left = rest).ok_or(Unreadable)
        };
        spend(self.body.len())?;
        let mut arguments = Vec::new();
        if let Some(first) = &self.first {
            arguments.push(rest.optional().unwrap_or_else(|| first.clone()));
        }
        while arguments.len() < self.arguments {
            arguments.push(rest.argument().ok_or(Unreadable)?);
        }
        spend(arguments.iter().map(Vec::len).sum())?;
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
            let argument = argument.ok_or(Unreadable)?;
            spend(argument.len())?;
            out.extend_from_slice(argument);
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
        let mut macros = Macros::of(1_000);
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
            let found = expanded(&mut Macros::of(tex.len()), tex);
            assert_eq!(found, Err(Unreadable), "{tex}");
        }
    }

    #[test]
    fn a_text_puts_in_so_much_and_no_more() {
        // Few letters, and each formula would read and put in as much as one may a thousand times.
        let again = format!(r"\def\d#1{{\d{{#1}}}}\def\c{{\d{{{}}}}}", "x".repeat(9_000));
        let mut macros = Macros::of(again.len());
        assert_eq!(expanded(&mut macros, &again), Ok(Vec::new()));
        let before = macros.left;
        assert!((1..=MOST_PUT_IN).contains(&before));
        assert_eq!(expanded(&mut macros, r"\c"), Err(Unreadable));
        assert!(macros.left < 9_000, "{} are left", macros.left);
        // Nothing is left to put in, and what puts nothing in is read.
        assert_eq!(expanded(&mut macros, r"\c"), Err(Unreadable));
        assert_eq!(
            expanded(&mut macros, r"\frac{x}{2}"),
            Ok(tokens(r"\frac{x}{2}"))
        );

        // Formulas that may stand, each for itself.
        let long = format!(r"\def\c{{{}}}", "x".repeat(1_000));
        let mut macros = Macros::of(long.len());
        assert_eq!(expanded(&mut macros, &long), Ok(Vec::new()));
        let read = (0..100).filter(|_| expanded(&mut macros, r"\c").is_ok());
        assert!((4..20).contains(&read.count()));
        // What a proof of two pages defines and uses.
        let mut macros = Macros::of(4_000);
        let kl = r"\newcommand{\KL}[2]{D_{\mathrm{KL}}\left(#1\,\|\,#2\right)}";
        assert_eq!(expanded(&mut macros, kl), Ok(Vec::new()));
        for _ in 0..200 {
            assert!(expanded(&mut macros, r"\KL{q_\phi(z \mid x)}{p(z)}").is_ok());
        }
    }
}

//! From text to a tree: a recursive descent with limits on length and depth.

use super::error::{FormulaError, FormulaErrorKind as Kind};
use super::expr::{Expr, Function, Operator};
use super::rational::Rational;
use std::ops::Range;

/// The longest formula, in bytes.
const LONGEST: usize = 500;
/// How deep parentheses and calls may stand in each other.
const DEEPEST: usize = 32;
/// How many digits a number may have before and after its point.
const DIGITS: usize = 9;

/// The tree of a formula.
pub(super) fn parse(text: &str) -> Result<Expr, FormulaError> {
    if text.len() > LONGEST {
        return Err(Kind::TooLong { most: LONGEST }.at(0..text.len()));
    }
    let mut parser = Parser { text, at: 0 };
    if parser.peek().is_none() {
        return Err(Kind::Empty.at(0..text.len()));
    }
    let expr = parser.sum(0)?;
    match parser.peek() {
        None => Ok(expr),
        Some(_) => Err(parser.unexpected()),
    }
}

struct Parser<'t> {
    text: &'t str,
    at: usize,
}

impl Parser<'_> {
    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// The next character that is no space; the position moves before it.
    fn peek(&mut self) -> Option<char> {
        let rest = self.rest();
        let spaces = rest.len() - rest.trim_start().len();
        self.at += spaces;
        self.rest().chars().next()
    }

    fn eat(&mut self, wanted: char) -> bool {
        let found = self.peek() == Some(wanted);
        if found {
            self.at += wanted.len_utf8();
        }
        found
    }

    fn unexpected(&mut self) -> FormulaError {
        match self.peek() {
            None => Kind::EndedEarly.at(self.text.len()..self.text.len()),
            Some(found) => Kind::Unexpected { found }.at(self.at..self.at + found.len_utf8()),
        }
    }

    fn expect(&mut self, wanted: char) -> Result<(), FormulaError> {
        if self.eat(wanted) {
            Ok(())
        } else {
            Err(self.unexpected())
        }
    }

    fn chain(
        &mut self,
        depth: usize,
        operators: &[Operator],
        part: fn(&mut Self, usize) -> Result<Expr, FormulaError>,
    ) -> Result<Expr, FormulaError> {
        let mut left = part(self, depth)?;
        while let Some(sign) = self.peek() {
            let Some(&operator) = operators.iter().find(|o| o.sign() == sign) else {
                break;
            };
            self.at += 1;
            self.peek();
            let start = self.at;
            let right = part(self, depth)?;
            left = Expr::Binary {
                operator,
                left: Box::new(left),
                right: Box::new(right),
                at: start..self.at,
            };
        }
        Ok(left)
    }

    fn sum(&mut self, depth: usize) -> Result<Expr, FormulaError> {
        if depth > DEEPEST {
            return Err(Kind::TooDeep { most: DEEPEST }.at(self.at..self.at + 1));
        }
        self.chain(depth, &[Operator::Add, Operator::Subtract], Self::product)
    }

    fn product(&mut self, depth: usize) -> Result<Expr, FormulaError> {
        self.chain(depth, &[Operator::Multiply, Operator::Divide], Self::factor)
    }

    fn factor(&mut self, depth: usize) -> Result<Expr, FormulaError> {
        match self.peek() {
            Some('-') if depth < DEEPEST => {
                self.at += 1;
                Ok(Expr::Negated(Box::new(self.factor(depth + 1)?)))
            }
            Some('(') => {
                self.at += 1;
                let inner = self.sum(depth + 1)?;
                self.expect(')')?;
                Ok(inner)
            }
            Some(c) if c.is_ascii_digit() => self.number(),
            Some(c) if c.is_alphabetic() || c == '_' => self.name(depth),
            _ => Err(self.unexpected()),
        }
    }

    fn take_while(&mut self, wanted: fn(char) -> bool) -> Range<usize> {
        let start = self.at;
        let rest = self.rest();
        self.at += rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        start..self.at
    }

    fn slice(&self, range: Range<usize>) -> &str {
        self.text.get(range).unwrap_or_default()
    }

    fn number(&mut self) -> Result<Expr, FormulaError> {
        let whole = self.take_while(|c| c.is_ascii_digit());
        let start = whole.start;
        let mut fraction = self.at..self.at;
        if self.rest().starts_with('.') {
            self.at += 1;
            fraction = self.take_while(|c| c.is_ascii_digit());
            if fraction.is_empty() {
                return Err(self.unexpected());
            }
        }
        if whole.len() > DIGITS || fraction.len() > DIGITS {
            return Err(Kind::NumberTooLong { most: DIGITS }.at(start..self.at));
        }
        let digits = format!("{}{}", self.slice(whole), self.slice(fraction.clone()));
        let denominator = (0..fraction.len()).fold(1, |power: i128, _| power * 10);
        digits
            .parse()
            .ok()
            .and_then(|numerator| Rational::new(numerator, denominator))
            .map(Expr::Number)
            .ok_or_else(|| Kind::NumberTooLong { most: DIGITS }.at(start..self.at))
    }

    fn name(&mut self, depth: usize) -> Result<Expr, FormulaError> {
        let span = self.take_while(|c| c.is_alphanumeric() || c == '_');
        let name = self.slice(span.clone()).to_owned();
        if name == "points" {
            return Ok(Expr::Points);
        }
        let Some(function) = Function::ALL.into_iter().find(|f| f.name() == name) else {
            let known = Function::ALL.iter().map(|f| f.name()).chain(["points"]);
            let nearest = l10n::nearest(&name, known).map(str::to_owned);
            return Err(Kind::UnknownName { name, nearest }.at(span));
        };
        self.expect('(')?;
        let mut arguments = vec![self.sum(depth + 1)?];
        while self.eat(',') {
            arguments.push(self.sum(depth + 1)?);
        }
        self.expect(')')?;
        if arguments.len() != function.arity() {
            return Err(Kind::Arguments {
                function: function.name(),
                expected: function.arity(),
                got: arguments.len(),
            }
            .at(span.start..self.at));
        }
        Ok(Expr::Call {
            function,
            arguments,
        })
    }
}

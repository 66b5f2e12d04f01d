//! What can be wrong with a formula, and where.

use crate::points::Points;
use l10n::{Explain, Lang, Message, message};
use std::ops::Range;

/// What is wrong with a formula, with its place in the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FormulaError {
    /// The bytes of the text that it is about.
    pub position: Range<usize>,
    /// What it is.
    pub kind: FormulaErrorKind,
}

/// What is wrong with a formula.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FormulaErrorKind {
    /// There is nothing.
    Empty,
    /// More bytes than a formula needs.
    TooLong {
        /// The most allowed.
        most: usize,
    },
    /// Parentheses in parentheses without end.
    TooDeep {
        /// The most allowed.
        most: usize,
    },
    /// Something is missing at the end.
    EndedEarly,
    /// A character that cannot stand here.
    Unexpected {
        /// The character.
        found: char,
    },
    /// A name that is no function.
    UnknownName {
        /// The name.
        name: String,
        /// What may have been meant.
        nearest: Option<String>,
    },
    /// A function got too many or too few arguments.
    Arguments {
        /// The function.
        function: &'static str,
        /// How many it takes.
        expected: usize,
        /// How many there are.
        got: usize,
    },
    /// A number of too many digits.
    NumberTooLong {
        /// How many there may be before and after the point.
        most: usize,
    },
    /// For some number of points this divides by zero.
    DivisionByZero,
    /// The numbers could grow beyond what is computed exactly.
    TooLarge,
    /// More points would give a lower grade.
    Decreasing {
        /// With so many points…
        fewer: Points,
        /// … the grade is higher than with so many.
        more: Points,
    },
}

impl FormulaErrorKind {
    pub(super) fn at(self, position: Range<usize>) -> FormulaError {
        FormulaError {
            position,
            kind: self,
        }
    }
}

impl Explain for FormulaError {
    fn message(&self) -> Message {
        use FormulaErrorKind as Kind;
        // As text: limits are not for a plural rule to round.
        let number = |n: usize| n.to_string();
        match &self.kind {
            Kind::Empty => message!("course-formula-empty"),
            Kind::TooLong { most } => message!("course-formula-too-long", most = number(*most)),
            Kind::TooDeep { most } => message!("course-formula-too-deep", most = number(*most)),
            Kind::EndedEarly => message!("course-formula-ended-early"),
            Kind::Unexpected { found: ',' } => message!("course-formula-unexpected-comma"),
            Kind::Unexpected { found } => message!(
                "course-formula-unexpected",
                found = found.escape_debug().to_string()
            ),
            Kind::UnknownName {
                name,
                nearest: None,
            } => message!("course-formula-unknown-name", name = name.clone()),
            Kind::UnknownName {
                name,
                nearest: Some(nearest),
            } => message!(
                "course-formula-unknown-name-near",
                name = name.clone(),
                nearest = nearest.clone()
            ),
            Kind::Arguments {
                function,
                expected,
                got,
            } => message!(
                "course-formula-arguments",
                function = *function,
                expected = *expected,
                got = number(*got)
            ),
            Kind::NumberTooLong { most } => {
                message!("course-formula-number-too-long", most = number(*most))
            }
            Kind::DivisionByZero => message!("course-formula-division-by-zero"),
            Kind::TooLarge => message!("course-formula-too-large"),
            Kind::Decreasing { fewer, more } => {
                message!("course-formula-decreasing", fewer = *fewer, more = *more)
            }
        }
    }
}

impl std::fmt::Display for FormulaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for FormulaError {}

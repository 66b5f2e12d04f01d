//! What can be wrong with a formula, and where.

use crate::args;
use crate::l10n::{Args, Explain, Lang, say_with};
use crate::points::Points;
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
    fn explain(&self, lang: Lang) -> String {
        use FormulaErrorKind as Kind;
        let number = |n: usize| n.to_string();
        let (id, args) = match &self.kind {
            Kind::Empty => ("course-formula-empty", Args::new()),
            Kind::TooLong { most } => ("course-formula-too-long", args! {"most" => number(*most)}),
            Kind::TooDeep { most } => ("course-formula-too-deep", args! {"most" => number(*most)}),
            Kind::EndedEarly => ("course-formula-ended-early", Args::new()),
            Kind::Unexpected { found: ',' } => ("course-formula-unexpected-comma", Args::new()),
            Kind::Unexpected { found } => {
                let found = found.escape_debug().to_string();
                ("course-formula-unexpected", args! {"found" => found})
            }
            Kind::UnknownName {
                name,
                nearest: None,
            } => (
                "course-formula-unknown-name",
                args! {"name" => name.clone()},
            ),
            Kind::UnknownName {
                name,
                nearest: Some(nearest),
            } => (
                "course-formula-unknown-name-near",
                args! {"name" => name.clone(), "nearest" => nearest.clone()},
            ),
            Kind::Arguments {
                function,
                expected,
                got,
            } => (
                "course-formula-arguments",
                args! {"function" => *function, "expected" => *expected, "got" => number(*got)},
            ),
            Kind::NumberTooLong { most } => (
                "course-formula-number-too-long",
                args! {"most" => number(*most)},
            ),
            Kind::DivisionByZero => ("course-formula-division-by-zero", Args::new()),
            Kind::TooLarge => ("course-formula-too-large", Args::new()),
            Kind::Decreasing { fewer, more } => (
                "course-formula-decreasing",
                args! {"fewer" => fewer.show(lang), "more" => more.show(lang)},
            ),
        };
        say_with(lang, id, &args)
    }
}

impl std::fmt::Display for FormulaError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

impl std::error::Error for FormulaError {}

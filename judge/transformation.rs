//! What is done to a right output where a wrong one follows from it: a function of it, a multiple, a shift.

use super::arrays::{Array, Kind};
use std::fmt;
use std::str::FromStr;

/// A function of one number, element by element.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Function {
    /// e^b.
    Exponential,
    /// ln b.
    Logarithm,
    /// −ln b.
    NegativeLogarithm,
    /// b².
    Square,
    /// √b.
    SquareRoot,
    /// 1/b.
    Reciprocal,
    /// 1 − b.
    OneMinus,
    /// |b|.
    Absolute,
}

impl Function {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Exponential,
        Self::Logarithm,
        Self::NegativeLogarithm,
        Self::Square,
        Self::SquareRoot,
        Self::Reciprocal,
        Self::OneMinus,
        Self::Absolute,
    ];

    /// Its name in files and ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exponential => "exp",
            Self::Logarithm => "log",
            Self::NegativeLogarithm => "minus_log",
            Self::Square => "square",
            Self::SquareRoot => "sqrt",
            Self::Reciprocal => "reciprocal",
            Self::OneMinus => "one_minus",
            Self::Absolute => "abs",
        }
    }

    pub(crate) fn of(self, b: f64) -> f64 {
        match self {
            Self::Exponential => b.exp(),
            Self::Logarithm => b.ln(),
            Self::NegativeLogarithm => -b.ln(),
            Self::Square => b * b,
            Self::SquareRoot => b.sqrt(),
            Self::Reciprocal => b.recip(),
            Self::OneMinus => 1.0 - b,
            Self::Absolute => b.abs(),
        }
    }
}

/// What is done to the right output, element by element, where a wrong one follows from it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Transformation {
    /// A function of it.
    Function(Function),
    /// So many times it; −1 is the other sign.
    Factor(f64),
    /// It and so much more, the same in every element.
    Offset(f64),
}

impl Transformation {
    /// What it makes of the right output. Whole numbers stay whole where all are; else the output is not changed.
    pub fn of(self, right: &Array) -> Array {
        let changed = right.to_float().mapv(|b| self.of_one(b));
        match right.kind() {
            Kind::Float => Array::float(changed),
            Kind::Int => Array::float(changed)
                .to_int()
                .map_or_else(|| right.clone(), Array::int),
        }
    }

    fn of_one(self, b: f64) -> f64 {
        match self {
            Self::Function(function) => function.of(b),
            Self::Factor(factor) => factor * b,
            Self::Offset(offset) => offset + b,
        }
    }
}

impl fmt::Display for Transformation {
    /// `exp`, `factor 2.71828`, `offset -0.5`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Function(function) => f.write_str(function.name()),
            Self::Factor(factor) => write!(f, "factor {factor}"),
            Self::Offset(offset) => write!(f, "offset {offset}"),
        }
    }
}

/// That a text says no transformation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NoTransformation;

impl FromStr for Transformation {
    type Err = NoTransformation;
    fn from_str(text: &str) -> Result<Self, NoTransformation> {
        let number = |text: &str| {
            let number: f64 = text.trim().parse().map_err(|_| NoTransformation)?;
            Some(number)
                .filter(|n| n.is_finite())
                .ok_or(NoTransformation)
        };
        if let Some(factor) = text.strip_prefix("factor ") {
            return number(factor).map(Self::Factor);
        }
        if let Some(offset) = text.strip_prefix("offset ") {
            return number(offset).map(Self::Offset);
        }
        let function = Function::ALL.into_iter().find(|f| f.name() == text);
        function.map(Self::Function).ok_or(NoTransformation)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrays::Dtype;
    use ndarray::arr1;

    #[test]
    fn whole_numbers_stay_whole() {
        let right = Array::int(arr1(&[1_i64, -2, 4]).into_dyn());
        let after = |said: &str| {
            let array = said.parse::<Transformation>().unwrap().of(&right);
            assert_eq!(array.dtype, Dtype::I64, "{said}");
            array.to_float().iter().copied().collect::<Vec<_>>()
        };
        assert_eq!(after("offset 1"), [2.0, -1.0, 5.0]);
        assert_eq!(after("abs"), [1.0, 2.0, 4.0]);
        assert_eq!(after("factor 0.3"), [1.0, -2.0, 4.0]);
    }

    #[test]
    fn a_transformation_is_read_as_it_is_written() {
        let mut all: Vec<_> = Function::ALL.map(Transformation::Function).to_vec();
        for value in [-1.0, 0.3, 2.75, 1e-30, 6.02e23, 0.000_123, 999.0] {
            all.extend([Transformation::Factor(value), Transformation::Offset(value)]);
        }
        for one in all {
            assert_eq!(one.to_string().parse(), Ok(one));
        }
        for text in [
            "",
            "factor",
            "factor x",
            "factor inf",
            "factor 1e999",
            "offset NaN",
            "cosine",
        ] {
            assert_eq!(text.parse::<Transformation>(), Err(NoTransformation));
        }
    }
}

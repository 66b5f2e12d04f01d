//! How a wrong answer follows from the right one, where no known mistake says it: a multiple, a shift, a function of it.
//!
//! One number is a multiple of any other, so a likeness of one answer says little; that several students with inputs of their own
//! have the same one says that they made the same mistake.

use super::findings::{is_large, median};
use super::tolerance::{Tolerance, scaled_error};
use super::transformation::{Function, Transformation};
use ndarray::ArrayD;

/// A number of three significant digits: `mantissa * 10^exponent` with `100 <= |mantissa| <= 999`, or 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Rounded {
    mantissa: i16,
    exponent: i16,
}

impl Rounded {
    /// The nearest such number; none to what is not finite.
    pub fn of(value: f64) -> Option<Self> {
        if !value.is_finite() {
            return None;
        }
        let text = format!("{value:.2e}");
        let (digits, exponent) = text.split_once('e')?;
        let exponent: i16 = exponent.parse().ok()?;
        let mantissa = digits.replace('.', "").parse().ok()?;
        let exponent = if mantissa == 0 { 0 } else { exponent - 2 };
        Some(Self { mantissa, exponent })
    }

    /// Its value.
    pub fn value(self) -> f64 {
        // Read from digits, so that 0.3 is the number nearest to 0.3.
        let digits = format!("{}e{}", self.mantissa, self.exponent);
        digits.parse().unwrap_or(f64::NAN)
    }
}

/// A transformation, its number to three digits: two students who made the same mistake have the same one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Likeness {
    /// A function of the right output.
    Function(Function),
    /// So many times it; −1 is the other sign.
    Factor(Rounded),
    /// It and so much more, the same in every element.
    Offset(Rounded),
}

impl Transformation {
    /// The likeness by which it is told from others.
    pub fn likeness(self) -> Option<Likeness> {
        Some(match self {
            Self::Function(function) => Likeness::Function(function),
            Self::Factor(factor) => Likeness::Factor(Rounded::of(factor)?),
            Self::Offset(offset) => Likeness::Offset(Rounded::of(offset)?),
        })
    }
}

/// The transformations that may have made a wrong output `a` to the right one `b` of the same shape, the most telling first.
///
/// - a function $f$ where $|a_i - f(b_i)|\le\mathrm{atol}+\mathrm{rtol}\,|f(b_i)|$ for every $i$;
/// - a factor $k\ne0$ with $|k-1|>10\max(\mathrm{rtol},10^{-5})$, where $a_i/k$ is right for every $i$: the median of $a_i/b_i$ over the
///   elements of at least 100 tolerances, $|b_i|\ge100\,(\mathrm{atol}+\mathrm{rtol}\,|b_i|)$;
/// - an offset $c$, the median of $a_i-b_i$, where $a_i-c$ is right for every $i$, and $b_i+c$ for none.
pub fn transformations(
    a: &ArrayD<f64>,
    b: &ArrayD<f64>,
    tolerance: Tolerance,
) -> Vec<Transformation> {
    if a.shape() != b.shape() || a.is_empty() {
        return Vec::new();
    }
    let all = |fits: &dyn Fn(f64, f64) -> bool| a.iter().zip(b).all(|(a, b)| fits(*a, *b));
    let is_right = |a: f64, b: f64| a.is_finite() && scaled_error(a, b, tolerance) <= 1.0;
    if all(&is_right) {
        return Vec::new();
    }
    let functions = Function::ALL
        .into_iter()
        .filter(|f| all(&|a, b| f.of(b).is_finite() && is_right(a, f.of(b))));
    let mut found: Vec<_> = functions.map(Transformation::Function).collect();
    let pairs = a.iter().zip(b);
    let mut ratios: Vec<f64> = pairs
        .filter(|(_, b)| is_large(**b, tolerance))
        .map(|(a, b)| a / b)
        .collect();
    if let Some(k) = median(&mut ratios)
        && k != 0.0
        && (k - 1.0).abs() > 10.0 * tolerance.rtol.max(1e-5)
        && all(&|a, b| is_right(a / k, b))
    {
        found.push(Transformation::Factor(k));
    }
    let mut differences: Vec<f64> = a.iter().zip(b).map(|(a, b)| a - b).collect();
    if let Some(c) = median(&mut differences)
        && all(&|a, b| is_right(a - c, b) && !is_right(b + c, b))
    {
        found.push(Transformation::Offset(c));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::arrays::Array;
    use ndarray::arr1;

    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    fn of(a: &[f64], b: &[f64]) -> Vec<String> {
        let found = transformations(&arr1(a).into_dyn(), &arr1(b).into_dyn(), TOLERANCE);
        let shown = |likeness: Option<Likeness>| match likeness {
            Some(Likeness::Function(function)) => function.name().to_owned(),
            Some(Likeness::Factor(factor)) => format!("factor {}", factor.value()),
            Some(Likeness::Offset(offset)) => format!("offset {}", offset.value()),
            None => String::new(),
        };
        found.into_iter().map(|t| shown(t.likeness())).collect()
    }

    #[test]
    fn what_was_done_is_found() {
        let right = [0.5, 1.5, 2.25];
        let after = |f: &dyn Fn(f64) -> f64| of(&right.map(f), &right);
        assert_eq!(after(&|b| 3.0 * b), ["factor 3"]);
        assert_eq!(after(&|b| -b), ["factor -1"]);
        assert_eq!(after(&|b| b - 0.3), ["offset -0.3"]);
        assert_eq!(after(&f64::exp), ["exp"]);
        assert_eq!(after(&|b| 1.0 - b), ["one_minus"]);
        assert_eq!(after(&|b| b.ln()), ["log"]);
        assert_eq!(after(&|b| b * b.sin()), [""; 0]);
        assert_eq!(after(&|b| b), [""; 0]);
        assert_eq!(after(&|_| f64::NAN), [""; 0]);
    }

    #[test]
    fn one_number_is_a_multiple_of_another() {
        assert_eq!(of(&[2.0], &[0.5]), ["reciprocal", "factor 4", "offset 1.5"]);
        assert_eq!(of(&[1.0], &[0.0]), ["exp", "one_minus", "offset 1"]);
        assert_eq!(of(&[], &[]), [""; 0]);
    }

    #[test]
    fn what_is_found_makes_the_wrong_output_of_the_right_one() {
        let right = arr1(&[0.5, 1.5, 2.25]).into_dyn();
        for said in [
            "factor 2.718281828",
            "offset -0.3",
            "sqrt",
            "reciprocal",
            "square",
        ] {
            let meant: Transformation = said.parse().unwrap();
            let wrong = meant.of(&Array::float(right.clone())).to_float();
            let found = transformations(&wrong, &right, TOLERANCE);
            let is_near = |one: &Transformation| match (one, meant) {
                (Transformation::Factor(a), Transformation::Factor(b))
                | (Transformation::Offset(a), Transformation::Offset(b)) => (a - b).abs() < 1e-9,
                (a, b) => *a == b,
            };
            assert!(found.iter().any(is_near), "{said}: {found:?}");
        }
    }

    #[test]
    fn a_number_is_rounded_to_three_digits() {
        for value in [-1.0, 0.3, 2.75, 1e-30, 6.02e23, 0.000_123, 999.0] {
            let rounded = Rounded::of(value).expect("it is finite");
            assert!((rounded.value() - value).abs() <= 0.005 * value.abs());
        }
        assert_eq!(Rounded::of(f64::INFINITY), None);
    }
}

//! What must hold of a formula before it may grade anybody: it has a value for every number of points, and more points never give less.
//!
//! Both are shown on the tree, by intervals: every part gets the least and the largest value it can have, whether it rises or falls
//! with the points, and how many digits its fraction can need. Only where the tree does not tell whether the whole rises, it is tried out.

use super::error::{FormulaError, FormulaErrorKind as Kind};
use super::expr::{Expr, Function, Operator};
use super::rational::Rational;
use crate::points::Points;
use std::ops::Range;

/// Numerators and denominators below this leave room for one more operation.
const LARGEST: u128 = 1 << 120;
/// How many numbers of points are tried where the tree does not tell.
const TRIALS: i64 = 200_000;

/// How a part moves when the points grow.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Trend {
    Constant,
    Up,
    Down,
    Unknown,
}

impl Trend {
    const fn rises(self) -> bool {
        matches!(self, Self::Constant | Self::Up)
    }

    const fn flipped(self) -> Self {
        match self {
            Self::Up => Self::Down,
            Self::Down => Self::Up,
            other => other,
        }
    }

    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Constant, t) | (t, Self::Constant) => t,
            (a, b) if a == b => a,
            _ => Self::Unknown,
        }
    }
}

/// What is known of a part.
#[derive(Clone, Copy, Debug)]
struct Known {
    low: Rational,
    high: Rational,
    trend: Trend,
    /// Bounds of the numerator and denominator before reduction.
    size: (u128, u128),
}

/// Whether the tree alone shows that the formula is sound for 0 to `max` points.
pub(super) fn is_plain(expr: &Expr, max: Points) -> bool {
    analyse(expr, max, 0..0).is_ok_and(|known| known.trend.rises())
}

/// Checks the formula for 0 to `max` points.
pub(super) fn check(expr: &Expr, max: Points, length: usize) -> Result<(), FormulaError> {
    let known = analyse(expr, max, 0..length)?;
    if known.trend.rises() {
        return Ok(());
    }
    try_out(expr, max, length)
}

fn try_out(expr: &Expr, max: Points, length: usize) -> Result<(), FormulaError> {
    // An odd step, so that it does not always fall on the same side of whole points.
    let step = (max.thousandths() / TRIALS) | 1;
    let mut before: Option<(Points, Rational)> = None;
    let mut thousandths = 0;
    while thousandths <= max.thousandths() {
        let points = Points::from_thousandths(thousandths);
        let value = value_at(expr, points).ok_or_else(|| Kind::TooLarge.at(0..length))?;
        if let Some((fewer, higher)) = before
            && value < higher
        {
            let more = points;
            return Err(Kind::Decreasing { fewer, more }.at(0..length));
        }
        before = Some((points, value));
        thousandths += step;
    }
    Ok(())
}

/// The value of a formula for these points.
pub(super) fn value_at(expr: &Expr, points: Points) -> Option<Rational> {
    expr.value(Rational::new(i128::from(points.thousandths()), 1000)?)
}

fn analyse(expr: &Expr, max: Points, place: Range<usize>) -> Result<Known, FormulaError> {
    let too_large = || Kind::TooLarge.at(place.clone());
    let known = match expr {
        Expr::Number(number) => Some(known_number(*number)),
        Expr::Points => {
            let high = Rational::new(i128::from(max.thousandths().max(0)), 1000);
            Some(Known {
                low: Rational::ZERO,
                high: high.ok_or_else(too_large)?,
                trend: Trend::Up,
                size: (u128::from(max.thousandths().unsigned_abs()), 1000),
            })
        }
        Expr::Negated(inner) => negated(analyse(inner, max, place.clone())?),
        Expr::Binary {
            operator,
            left,
            right,
            at,
        } => {
            let l = analyse(left, max, place.clone())?;
            let r = analyse(right, max, place.clone())?;
            if *operator == Operator::Divide && r.low <= Rational::ZERO && r.high >= Rational::ZERO
            {
                return Err(Kind::DivisionByZero.at(at.clone()));
            }
            binary(*operator, l, r)
        }
        Expr::Call {
            function,
            arguments,
        } => {
            let mut parts = Vec::new();
            for argument in arguments {
                parts.push(analyse(argument, max, place.clone())?);
            }
            call(*function, &parts)
        }
    };
    known
        .filter(|k| k.size.0 < LARGEST && k.size.1 < LARGEST)
        .ok_or_else(too_large)
}

fn known_number(number: Rational) -> Known {
    Known {
        low: number,
        high: number,
        trend: Trend::Constant,
        size: (
            number.numerator().unsigned_abs(),
            number.denominator().unsigned_abs(),
        ),
    }
}

fn negated(inner: Known) -> Option<Known> {
    Some(Known {
        low: inner.high.negated()?,
        high: inner.low.negated()?,
        trend: inner.trend.flipped(),
        size: inner.size,
    })
}

fn binary(operator: Operator, l: Known, r: Known) -> Option<Known> {
    let corners = [
        operator.apply(l.low, r.low)?,
        operator.apply(l.low, r.high)?,
        operator.apply(l.high, r.low)?,
        operator.apply(l.high, r.high)?,
    ];
    let ((n1, d1), (n2, d2)) = (l.size, r.size);
    let size = match operator {
        Operator::Add | Operator::Subtract => (
            n1.checked_mul(d2)?.checked_add(n2.checked_mul(d1)?)?,
            d1.checked_mul(d2)?,
        ),
        Operator::Multiply => (n1.checked_mul(n2)?, d1.checked_mul(d2)?),
        Operator::Divide => (n1.checked_mul(d2)?, d1.checked_mul(n2)?),
    };
    let trend = match operator {
        Operator::Add => l.trend.and(r.trend),
        Operator::Subtract => l.trend.and(r.trend.flipped()),
        Operator::Multiply => scaled(l, r.trend, r).and(scaled(r, l.trend, l)),
        Operator::Divide => scaled(r, l.trend, l).and(scaled(l, r.trend.flipped(), r)),
    };
    Some(Known {
        low: corners.into_iter().min()?,
        high: corners.into_iter().max()?,
        trend,
        size,
    })
}

/// How a factor of this trend moves a product or quotient whose other factor is `other`.
fn scaled(other: Known, trend: Trend, factor: Known) -> Trend {
    if factor.trend == Trend::Constant {
        Trend::Constant
    } else if other.low >= Rational::ZERO {
        trend
    } else if other.high <= Rational::ZERO {
        trend.flipped()
    } else {
        Trend::Unknown
    }
}

fn call(function: Function, parts: &[Known]) -> Option<Known> {
    let first = parts.first()?;
    let second = parts.get(1);
    let low = function.apply(first.low, second.map(|k| k.low))?;
    let high = function.apply(first.high, second.map(|k| k.high))?;
    let size = match function {
        Function::Floor | Function::Ceil | Function::Round => {
            let largest = low
                .numerator()
                .unsigned_abs()
                .max(high.numerator().unsigned_abs());
            (largest.checked_add(1)?, 1)
        }
        Function::Relu => first.size,
        Function::Min | Function::Max => {
            let second = second?.size;
            (first.size.0.max(second.0), first.size.1.max(second.1))
        }
    };
    Some(Known {
        low,
        high,
        trend: first.trend.and(second.map_or(Trend::Constant, |k| k.trend)),
        size,
    })
}

//! The final-grade formula: text to an exact function of points.
//!
//! Numbers, `points`, `+ - * /`, parentheses, `floor`, `ceil`, `round` (a half up), `relu`, `min(a, b)`, `max(a, b)`.
//! Everything is computed in exact fractions; a formula that could divide by zero, grow too large or fall with more points is refused.

mod error;
mod expr;
mod grade;
mod parse;
mod proof;
mod rational;
mod steps;
#[cfg(test)]
mod tests;
mod total;

pub use error::{FormulaError, FormulaErrorKind};
pub use grade::Grade;
pub use total::{Scale, Total};

use crate::points::Points;
use l10n::Lang;
use rational::Rational;

/// More than any course gives; most formulas are shown to be sound for all of it.
const WIDE: Points = Points::whole(1_000_000);
/// What [`Formula::parse`] demands.
const USUAL: Points = Points::whole(1_000);
/// More levels than a person tells apart in a plot.
const MOST_STEPS: usize = 200;

/// A final-grade formula that is known to have a value for every number of points and never to fall.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Formula {
    text: String,
    expr: expr::Expr,
    /// Sound from 0 up to here; points beyond count as this many.
    limit: Points,
}

impl Formula {
    /// Reads a formula for courses of any size.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse(text: &str) -> Result<Self, FormulaError> {
        Self::parse_up_to(text, USUAL)
    }

    /// Reads a formula for a course of at most so many points.
    ///
    /// # Errors
    /// What is wrong with it, and where.
    pub fn parse_up_to(text: &str, max: Points) -> Result<Self, FormulaError> {
        let expr = parse::parse(text)?;
        // A course without points yet still has a formula that must rise.
        let max = max.clamp(Points::whole(1), WIDE);
        let wide = proof::is_plain(&expr, WIDE);
        if !wide {
            proof::check(&expr, max, text.len())?;
        }
        Ok(Self {
            text: text.trim().to_owned(),
            expr,
            limit: if wide { WIDE } else { max },
        })
    }

    /// The formula as it was written.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// Whether the points matter at all.
    pub fn uses_points(&self) -> bool {
        self.expr.uses_points()
    }

    /// The grade for so many points; a negative number counts as 0.
    pub fn grade(&self, total: impl Into<Total>) -> Grade {
        let total = total.into();
        // The proof at parse time leaves no whole thousandths without a value. A scaled total that is none has one unless the formula
        // nears the limits of its numbers; then the thousandth below it counts.
        let exact = self
            .counted(total)
            .and_then(|points| self.expr.value(points));
        let rounded = || proof::value_at(&self.expr, total.shown().clamp(Points::ZERO, self.limit));
        Grade(exact.or_else(rounded).unwrap_or(Rational::ZERO))
    }

    /// The derivation with the numbers put in: `floor(relu(61.5 / 8 - 2)) = floor(5.6875) = 5`.
    /// Where one is excused from something the points are the product: `16 * 104 / 91`.
    pub fn steps(&self, total: impl Into<Total>, lang: Lang) -> String {
        let total = total.into();
        let points = self.counted(total).unwrap_or(Rational::ZERO);
        // A product is shown where it is what counts.
        let scale = total.scale().filter(|_| exact(total) == Some(points));
        let factors = scale.map(|s| [total.earned(), s.whole, s.counted].map(thousandths));
        steps::steps(&self.expr, points, factors, lang)
    }

    /// The least number of extra points that gives a higher grade, where at most `max` points can be earned.
    pub fn points_to_next(&self, total: impl Into<Total>, max: Points) -> Option<Points> {
        let total = total.into();
        self.next_above(total, max, self.grade(total))
            .map(|next| next - total.earned())
    }

    /// Where the grade rises between 0 and `max` points: the least points of every grade, the first being 0 points.
    /// A formula that rises without steps is shown at its whole grades.
    pub fn grade_steps(&self, max: Points) -> Vec<(Points, Grade)> {
        let first = (Points::ZERO, self.grade(Points::ZERO));
        let mut all = vec![first];
        let mut whole = vec![first];
        while let Some(&(points, grade)) = all.last()
            && all.len() <= MOST_STEPS
        {
            let Some(next) = self.next_above(points.into(), max, grade) else {
                return all;
            };
            all.push((next, self.grade(next)));
        }
        while let Some(&(points, grade)) = whole.last()
            && whole.len() <= MOST_STEPS
        {
            let Some(next_whole) = grade.0.floor().add(Rational::whole(1)) else {
                break;
            };
            match self.least(points.into(), max, |g| g.0 >= next_whole) {
                Some(next) => whole.push((next, self.grade(next))),
                None => break,
            }
        }
        whole
    }

    /// The points that the formula is given.
    fn counted(&self, total: Total) -> Option<Rational> {
        let points = exact(total)?;
        Some(points.clamp(Rational::ZERO, thousandths(self.limit)))
    }

    fn next_above(&self, from: Total, max: Points, grade: Grade) -> Option<Points> {
        self.least(from, max, |g| g > grade)
    }

    /// The least points above `from` and at most `max` whose grade is wanted; grades never fall, so halving finds it.
    fn least(&self, from: Total, max: Points, wanted: impl Fn(Grade) -> bool) -> Option<Points> {
        let (mut below, mut enough) = (from.earned().thousandths(), max.thousandths());
        let grade = |earned| self.grade(from.with_earned(earned));
        if below >= enough || !wanted(grade(max)) {
            return None;
        }
        while enough - below > 1 {
            let middle = below + (enough - below) / 2;
            if wanted(grade(Points::from_thousandths(middle))) {
                enough = middle;
            } else {
                below = middle;
            }
        }
        Some(Points::from_thousandths(enough))
    }
}

fn thousandths(points: Points) -> Rational {
    Rational::new(i128::from(points.thousandths()), 1000).unwrap_or(Rational::ZERO)
}

/// A total as a fraction; nothing for one beyond all numbers.
fn exact(total: Total) -> Option<Rational> {
    let (numerator, denominator) = total.fraction();
    Rational::new(numerator, denominator.checked_mul(1000)?)
}

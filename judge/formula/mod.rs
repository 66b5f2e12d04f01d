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

pub use error::{FormulaError, FormulaErrorKind};
pub use grade::Grade;

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
    pub fn grade(&self, points: Points) -> Grade {
        // The proof at parse time leaves no points without a value.
        Grade(proof::value_at(&self.expr, self.counted(points)).unwrap_or(Rational::ZERO))
    }

    /// The derivation with the numbers put in: `floor(relu(61.5 / 8 - 2)) = floor(5.6875) = 5`.
    pub fn steps(&self, points: Points, lang: Lang) -> String {
        let points = i128::from(self.counted(points).thousandths());
        let points = Rational::new(points, 1000).unwrap_or(Rational::ZERO);
        steps::steps(&self.expr, points, lang)
    }

    /// The least number of extra points that gives a higher grade, where at most `max` points can be reached.
    pub fn points_to_next(&self, points: Points, max: Points) -> Option<Points> {
        self.next_above(points, max, self.grade(points))
            .map(|next| next - points)
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
            let Some(next) = self.next_above(points, max, grade) else {
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
            match self.least(points, max, |g| g.0 >= next_whole) {
                Some(next) => whole.push((next, self.grade(next))),
                None => break,
            }
        }
        whole
    }

    fn counted(&self, points: Points) -> Points {
        points.clamp(Points::ZERO, self.limit)
    }

    fn next_above(&self, from: Points, max: Points, grade: Grade) -> Option<Points> {
        self.least(from, max, |g| g > grade)
    }

    /// The least points above `from` and at most `max` whose grade is wanted; grades never fall, so halving finds it.
    fn least(&self, from: Points, max: Points, wanted: impl Fn(Grade) -> bool) -> Option<Points> {
        let (mut below, mut enough) = (from.thousandths(), max.thousandths());
        if below >= enough || !wanted(self.grade(max)) {
            return None;
        }
        while enough - below > 1 {
            let middle = below + (enough - below) / 2;
            if wanted(self.grade(Points::from_thousandths(middle))) {
                enough = middle;
            } else {
                below = middle;
            }
        }
        Some(Points::from_thousandths(enough))
    }
}

//! Exact fractions: what grades are computed in.

use std::cmp::Ordering;

/// A fraction in lowest terms with a positive denominator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Rational {
    numerator: i128,
    denominator: i128,
}

impl Rational {
    pub(super) const ZERO: Self = Self::whole(0);

    /// A whole number.
    pub(super) const fn whole(number: i128) -> Self {
        Self {
            numerator: number,
            denominator: 1,
        }
    }

    /// The fraction in lowest terms; nothing for a denominator of 0 or an overflow.
    pub(super) fn new(numerator: i128, denominator: i128) -> Option<Self> {
        if denominator == 0 {
            return None;
        }
        let (mut a, mut b) = (numerator.unsigned_abs(), denominator.unsigned_abs());
        while b != 0 {
            (a, b) = (b, a % b);
        }
        let divisor = i128::try_from(a).ok()?;
        let (n, d) = (numerator / divisor, denominator / divisor);
        let (numerator, denominator) = if d < 0 {
            (n.checked_neg()?, d.checked_neg()?)
        } else {
            (n, d)
        };
        Some(Self {
            numerator,
            denominator,
        })
    }

    pub(super) const fn numerator(self) -> i128 {
        self.numerator
    }

    pub(super) const fn denominator(self) -> i128 {
        self.denominator
    }

    pub(super) const fn is_whole(self) -> bool {
        self.denominator == 1
    }

    pub(super) fn add(self, other: Self) -> Option<Self> {
        let left = self.numerator.checked_mul(other.denominator)?;
        let right = other.numerator.checked_mul(self.denominator)?;
        Self::new(
            left.checked_add(right)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(super) fn negated(self) -> Option<Self> {
        Some(Self {
            numerator: self.numerator.checked_neg()?,
            ..self
        })
    }

    pub(super) fn sub(self, other: Self) -> Option<Self> {
        self.add(other.negated()?)
    }

    pub(super) fn mul(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.numerator)?,
            self.denominator.checked_mul(other.denominator)?,
        )
    }

    pub(super) fn div(self, other: Self) -> Option<Self> {
        Self::new(
            self.numerator.checked_mul(other.denominator)?,
            self.denominator.checked_mul(other.numerator)?,
        )
    }

    /// The largest whole number not above.
    pub(super) const fn floor(self) -> Self {
        Self::whole(self.numerator.div_euclid(self.denominator))
    }

    /// The least whole number not below.
    pub(super) fn ceil(self) -> Option<Self> {
        self.negated()?.floor().negated()
    }

    /// The nearest whole number, a half up.
    pub(super) fn round(self) -> Option<Self> {
        let twice = self.numerator.checked_mul(2)?;
        let above = twice.checked_add(self.denominator)?;
        Some(Self::whole(
            above.div_euclid(self.denominator.checked_mul(2)?),
        ))
    }

    /// The decimal digits, where they end; else `None`.
    pub(super) fn decimal(self) -> Option<String> {
        let mut rest = self.denominator;
        let mut places = 0_usize;
        // 10^places is a multiple of the denominator when its only prime factors are 2 and 5.
        for prime in [2, 5] {
            let mut power = 0;
            while rest % prime == 0 {
                rest /= prime;
                power += 1;
            }
            places = places.max(power);
        }
        (rest == 1).then(|| self.digits(places))
    }

    /// The number cut (towards zero) after so many decimal places.
    pub(super) fn digits(self, places: usize) -> String {
        let sign = if self.numerator < 0 { "-" } else { "" };
        let (n, d) = (
            self.numerator.unsigned_abs(),
            self.denominator.unsigned_abs(),
        );
        let mut text = format!("{sign}{}", n / d);
        if places > 0 {
            text.push('.');
        }
        let mut rest = n % d;
        for _ in 0..places {
            // Long division: a remainder too large to be multiplied ends the digits, which only huge denominators reach.
            let Some(ten) = rest.checked_mul(10) else {
                break;
            };
            text.push(char::from(b'0' + u8::try_from(ten / d).unwrap_or(0)));
            rest = ten % d;
        }
        text
    }
}

impl Ord for Rational {
    /// By continued fractions: cross-multiplication could overflow, this cannot.
    fn cmp(&self, other: &Self) -> Ordering {
        let (mut a, mut b) = (
            (self.numerator, self.denominator),
            (other.numerator, other.denominator),
        );
        loop {
            let whole = a.0.div_euclid(a.1).cmp(&b.0.div_euclid(b.1));
            let (ra, rb) = (a.0.rem_euclid(a.1), b.0.rem_euclid(b.1));
            if whole != Ordering::Equal || ra == 0 || rb == 0 {
                return whole.then(ra.min(1).cmp(&rb.min(1)));
            }
            // The larger of two proper fractions has the smaller reciprocal.
            (a, b) = ((b.1, rb), (a.1, ra));
        }
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn r(n: i128, d: i128) -> Rational {
        Rational::new(n, d).unwrap()
    }

    #[test]
    fn lowest_terms_and_signs() {
        assert_eq!(r(6, -8), r(-3, 4));
        assert_eq!(Rational::new(1, 0), None);
        assert_eq!(r(0, 5), Rational::ZERO);
    }

    #[test]
    fn order_is_that_of_the_numbers() {
        let numbers = [
            r(-7, 2),
            r(-10, 3),
            r(0, 1),
            r(1, 3),
            r(333, 999),
            r(1, 2),
            r(5, 2),
        ];
        for (i, a) in numbers.iter().enumerate() {
            for (j, b) in numbers.iter().enumerate() {
                let cross = (a.numerator * b.denominator).cmp(&(b.numerator * a.denominator));
                assert_eq!(a.cmp(b), cross, "{i} {j}");
            }
        }
        let huge = r(i128::MAX, i128::MAX - 1);
        assert!(huge > r(i128::MAX - 1, i128::MAX));
    }

    #[test]
    fn rounding_of_negative_numbers() {
        assert_eq!(r(-3, 2).floor(), Rational::whole(-2));
        assert_eq!(r(-3, 2).ceil(), Some(Rational::whole(-1)));
        assert_eq!(r(-3, 2).round(), Some(Rational::whole(-1)));
        assert_eq!(r(5, 2).round(), Some(Rational::whole(3)));
    }

    #[test]
    fn decimals_end_or_not() {
        assert_eq!(r(91, 16).decimal().unwrap(), "5.6875");
        assert_eq!(r(-1, 8).decimal().unwrap(), "-0.125");
        assert_eq!(r(61, 7).decimal(), None);
        assert_eq!(r(61, 7).digits(4), "8.7142");
        assert_eq!(r(12, 1).decimal().unwrap(), "12");
    }
}

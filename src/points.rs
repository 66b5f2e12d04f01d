//! Points: exact decimals of thousandths, from the config to the grade.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub};
use std::str::FromStr;

/// A number of points in whole thousandths; no binary float is ever between the config and the grade.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, utoipa::ToSchema)]
#[schema(value_type = String, pattern = r"^-?[0-9]+(\.[0-9]{1,3})?$", example = "12.5")]
pub struct Points(i64);

/// More than any course has; keeps sums far from overflow.
const LARGEST: i64 = 1_000_000_000_000;

impl Points {
    /// No points.
    pub const ZERO: Self = Self(0);

    /// A number of thousandths.
    pub const fn from_thousandths(thousandths: i64) -> Self {
        Self(thousandths)
    }

    /// A whole number of points.
    pub const fn whole(points: i64) -> Self {
        Self(points * 1000)
    }

    /// The number of thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// `numerator / denominator` of these points, rounded once, half up, to a thousandth. Nothing for a denominator of 0.
    #[must_use]
    pub fn share(self, numerator: u64, denominator: u64) -> Self {
        if denominator == 0 {
            return Self::ZERO;
        }
        let (n, d) = (i128::from(numerator), i128::from(denominator));
        let rounded = (i128::from(self.0) * n * 2 + d).div_euclid(d * 2);
        Self(i64::try_from(rounded).unwrap_or(LARGEST))
    }
}

/// Why a text is no number of points.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PointsError {
    /// Not a decimal number.
    #[error("points are a decimal number such as 2 or 2.5")]
    NotANumber,
    /// More than three digits after the point.
    #[error("points have at most three digits after the decimal point")]
    TooFine,
    /// Beyond any course.
    #[error("this is more points than any course has")]
    TooLarge,
}

impl FromStr for Points {
    type Err = PointsError;

    fn from_str(text: &str) -> Result<Self, PointsError> {
        let text = text.trim();
        let (negative, digits) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
        let is_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if !is_digits(whole) || !is_digits(fraction) || whole.is_empty() || digits.ends_with('.') {
            return Err(PointsError::NotANumber);
        }
        let significant = fraction.trim_end_matches('0');
        if significant.len() > 3 {
            return Err(PointsError::TooFine);
        }
        let whole: i64 = whole.parse().map_err(|_| PointsError::TooLarge)?;
        let fraction: i64 = format!("{significant:0<3}")
            .parse()
            .map_err(|_| PointsError::NotANumber)?;
        let total = whole
            .checked_mul(1000)
            .and_then(|w| w.checked_add(fraction))
            .filter(|t| *t <= LARGEST);
        let total = total.ok_or(PointsError::TooLarge)?;
        Ok(Self(if negative { -total } else { total }))
    }
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, fraction) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        if fraction == 0 {
            return f.pad(&format!("{sign}{whole}"));
        }
        let text = format!("{sign}{whole}.{fraction:03}");
        f.pad(text.trim_end_matches('0'))
    }
}

impl Serialize for Points {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Points {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer)?
            .parse()
            .map_err(serde::de::Error::custom)
    }
}

impl Add for Points {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Points {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl Neg for Points {
    type Output = Self;
    fn neg(self) -> Self {
        Self(-self.0)
    }
}

impl AddAssign for Points {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl Sum for Points {
    fn sum<I: Iterator<Item = Self>>(points: I) -> Self {
        points.fold(Self::ZERO, Add::add)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_and_back() {
        for text in ["0", "13", "10.5", "95.99", "0.001", "-2.25"] {
            assert_eq!(text.parse::<Points>().unwrap().to_string(), text);
        }
        assert_eq!("2.500000".parse::<Points>().unwrap().to_string(), "2.5");
        for bad in [
            "",
            ".",
            "1.",
            ".5",
            "1e3",
            "1,5",
            "+1",
            "NaN",
            "1.0005",
            "99999999999999999999",
            "--1",
            "1 000",
        ] {
            assert!(bad.parse::<Points>().is_err(), "{bad}");
        }
    }

    #[test]
    fn a_share_is_rounded_once_half_up() {
        assert_eq!(Points::whole(2).share(1, 3), Points(667));
        assert_eq!(Points::whole(1).share(1, 16), Points(63));
        assert_eq!(Points::whole(2).share(3, 3), Points::whole(2));
        assert_eq!(Points::whole(2).share(0, 0), Points::ZERO);
    }
}

//! Points: exact decimals of thousandths, from the config to the grade.

mod shown;

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

/// A share of points, in whole thousandths of all of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "i64", into = "u16")]
pub struct Share(u16);

impl Share {
    /// Nothing.
    pub const NONE: Self = Self(0);
    /// All points.
    pub const ALL: Self = Self(1000);

    /// So many percent; all from a hundred on.
    pub const fn percent(percent: u8) -> Self {
        if percent < 100 {
            Self(percent as u16 * 10)
        } else {
            Self::ALL
        }
    }

    /// The number of thousandths.
    pub const fn thousandths(self) -> u16 {
        self.0
    }

    /// The share as a number from 0 to 1.
    pub fn fraction(self) -> f64 {
        f64::from(self.0) / 1000.0
    }

    /// This share of points; rounded once, half up.
    #[must_use]
    pub fn of(self, points: Points) -> Points {
        if self == Self::ALL {
            points
        } else {
            points.share(u64::from(self.0), 1000)
        }
    }

    /// What is left of all points when `times` times this share is taken, which is never more than `most`.
    #[must_use]
    pub fn left_after(self, times: u32, most: Self) -> Self {
        let taken = u32::from(self.0).saturating_mul(times);
        let taken = u16::try_from(taken).unwrap_or(u16::MAX).min(most.0);
        Self(Self::ALL.0.saturating_sub(taken))
    }
}

impl TryFrom<i64> for Share {
    type Error = ShareError;

    fn try_from(thousandths: i64) -> Result<Self, ShareError> {
        match u16::try_from(thousandths) {
            Ok(share) if share <= Self::ALL.0 => Ok(Self(share)),
            _ => Err(ShareError(thousandths)),
        }
    }
}

impl From<Share> for u16 {
    fn from(share: Share) -> Self {
        share.0
    }
}

/// A number of thousandths that is no share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0} is no share: it is from 0 to 1000 thousandths")]
pub struct ShareError(i64);

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
    fn a_share_is_from_nothing_to_all() {
        assert_eq!(Share::try_from(900), Ok(Share::percent(90)));
        for no_share in [-1, 1001, 70_000] {
            assert_eq!(Share::try_from(no_share), Err(ShareError(no_share)));
        }
        let written = serde_json::to_string(&Share::percent(90)).unwrap();
        assert_eq!(written, "900");
        assert_eq!(
            serde_json::from_str::<Share>(&written).unwrap(),
            Share::percent(90)
        );
        assert!(serde_json::from_str::<Share>("1001").is_err());
    }

    #[test]
    fn a_late_penalty_is_rounded_once() {
        let of = |share: Share, points: &str| share.of(points.parse().unwrap()).to_string();
        assert_eq!(of(Share::percent(90), "9.5"), "8.55");
        assert_eq!(of(Share::percent(50), "0.333"), "0.167");
        assert_eq!(of(Share::ALL, "13"), "13");
    }

    #[test]
    fn a_share_is_rounded_once_half_up() {
        assert_eq!(Points::whole(2).share(1, 3), Points(667));
        assert_eq!(Points::whole(1).share(1, 16), Points(63));
        assert_eq!(Points::whole(2).share(3, 3), Points::whole(2));
        assert_eq!(Points::whole(2).share(0, 0), Points::ZERO);
    }
}

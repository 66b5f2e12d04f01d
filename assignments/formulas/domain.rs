//! Checks of values that the `validate` of several tasks is made of, and the step from a checked number to an index.

use crate::task::{Domain, InputsError};
use ndarray::ArrayView1;
use std::ops::RangeInclusive;

/// How far from 1 a row of probabilities may sum: float32 rounding of a long row, and far below every tolerance.
const SUM_SLACK: f64 = 1e-6;

/// Every number is within the range, both ends included.
///
/// # Errors
/// Names the port and the first number outside.
pub fn whole_within<'a>(
    port: &'static str,
    values: impl IntoIterator<Item = &'a i64>,
    range: RangeInclusive<i64>,
) -> Result<(), InputsError> {
    match values.into_iter().find(|v| !range.contains(v)) {
        None => Ok(()),
        Some(&v) => {
            let (port, from, got) = (port.into(), *range.start() as f64, Some(v as f64));
            Err(match *range.end() {
                i64::MAX => Domain::AtLeast(port, from, got),
                end => Domain::Within(port, from, end as f64, got),
            }
            .into())
        }
    }
}

/// The index that a whole number is, after [`whole_within`] has found it not negative.
pub fn index(value: i64) -> usize {
    usize::try_from(value).unwrap_or(usize::MAX)
}

/// The length of an axis as a whole number.
pub fn whole(length: usize) -> i64 {
    i64::try_from(length).unwrap_or(i64::MAX)
}

/// The row is a distribution: finite, not negative, of sum 1.
///
/// # Errors
/// Names the port and the rule broken.
pub fn probabilities(port: &'static str, row: ArrayView1<'_, f64>) -> Result<(), InputsError> {
    Domain::Probabilities(port.into()).refuse_if(row.iter().any(|v| !v.is_finite() || *v < 0.0))?;
    Domain::SumsToOne(port.into()).refuse_if((row.sum() - 1.0).abs() > SUM_SLACK)
}

/// The number is finite and not negative.
///
/// # Errors
/// Names the port.
pub fn not_negative(port: &'static str, value: f64) -> Result<(), InputsError> {
    Domain::NotNegative(port.into()).require(value.is_finite() && value >= 0.0)
}

/// The number is greater than 0 and finite.
///
/// # Errors
/// Names the port.
pub fn positive(port: &'static str, value: f64) -> Result<(), InputsError> {
    Domain::Positive(port.into()).require(value.is_finite() && value > 0.0)
}

/// The number is within the range, both ends included.
///
/// # Errors
/// Names the port.
pub fn within(
    port: &'static str,
    value: f64,
    range: RangeInclusive<f64>,
) -> Result<(), InputsError> {
    Domain::Within(port.into(), *range.start(), *range.end(), None).require(range.contains(&value))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn ranges_hold_their_ends() {
        assert!(whole_within("x", &[0, 3], 0..=3).is_ok());
        let message = |r: Result<(), InputsError>| r.unwrap_err().to_string();
        assert_eq!(
            message(whole_within("x", &[0, 4], 0..=3)),
            "x must be from 0 to 3, there is 4"
        );
        assert_eq!(
            message(whole_within("n", &[0], 1..=i64::MAX)),
            "n must be 1 or more, there is 0"
        );
    }

    #[test]
    fn a_distribution_may_have_zeros_and_float32_rounding() {
        assert!(probabilities("p", arr1(&[0.0, 1.0]).view()).is_ok());
        assert!(probabilities("p", arr1(&[f64::from(1.0_f32 / 3.0); 3]).view()).is_ok());
        for wrong in [[0.5, 0.4], [-0.5, 1.5], [f64::NAN, 1.0]] {
            assert!(probabilities("p", arr1(&wrong).view()).is_err());
        }
    }

    #[test]
    fn numbers_at_the_ends_and_no_numbers() {
        assert!(within("x", 0.0, 0.0..=1.0).is_ok() && within("x", 1.0, 0.0..=1.0).is_ok());
        assert!(not_negative("x", 0.0).is_ok() && positive("x", 1e-300).is_ok());
        for bad in [-1e-300, f64::NAN, f64::INFINITY] {
            assert!(within("x", bad, 0.0..=1.0).is_err());
            assert!(not_negative("x", bad).is_err() && positive("x", bad).is_err());
        }
        assert!(positive("x", 0.0).is_err());
    }
}

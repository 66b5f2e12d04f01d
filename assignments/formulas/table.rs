//! Distributions on a finite set, given as tables of probabilities. Logarithms are natural and 0·log 0 = 0·log(0/0) = 0.

use crate::formulas::mean::sum;
use crate::task::{Domain, InputsError};
use ndarray::ArrayView1;
use std::f64::consts::LN_2;

/// How far the sum of a table may be from 1: room for tables that were normalised in single precision.
const SUM_TOLERANCE: f64 = 1e-6;

/// KL(p‖q) = Σₖ pₖ log(pₖ/qₖ); +∞ where q is 0 and p is not; exactly 0 for equal tables.
pub fn kl(p: ArrayView1<'_, f64>, q: ArrayView1<'_, f64>) -> f64 {
    let term = |(&p, &q): (&f64, &f64)| {
        if p == 0.0 {
            return 0.0;
        }
        p * log_ratio(p, q)
    };
    // Models that are mirror images of each other have the same terms in another order, and should tie.
    sum(p.iter().zip(q.iter()).map(term))
}

/// log(p/q) of positive p and q; exactly 0 for equal ones.
pub fn log_ratio(p: f64, q: f64) -> f64 {
    let ratio = p / q;
    if ratio > 0.5 && ratio < 2.0 {
        // Here p − q is exact, and so the terms of nearly equal tables keep the digits that their sum needs.
        ((p - q) / q).ln_1p()
    } else if ratio.is_normal() {
        ratio.ln()
    } else {
        p.ln() - q.ln()
    }
}

/// −Σₖ pₖ log qₖ, with 0·log 0 = 0.
pub fn cross_entropy(p: ArrayView1<'_, f64>, q: ArrayView1<'_, f64>) -> f64 {
    let term = |(&p, &q): (&f64, &f64)| if p == 0.0 { 0.0 } else { -p * q.ln() };
    p.iter().zip(q.iter()).map(term).sum()
}

/// JSD(p, q) = ½KL(p‖m) + ½KL(q‖m), m = ½(p + q).
///
/// With x = (p − q)/(p + q) the terms of one outcome add up to ½m((1 + x)log(1 + x) + (1 − x)log(1 − x)) ≥ 0: nothing cancels between
/// outcomes, so nearly equal tables keep their digits and the sum is never negative.
pub fn jensen_shannon(p: ArrayView1<'_, f64>, q: ArrayView1<'_, f64>) -> f64 {
    let term = |(&p, &q): (&f64, &f64)| {
        if p == 0.0 && q == 0.0 {
            return 0.0;
        }
        let x = (p - q) / (p + q);
        let relative = if x.abs() < 0.5 {
            // The same function; here its first-order terms are gone before anything is rounded.
            0.5 * (-x * x).ln_1p() + x * x.atanh()
        } else if x.abs() < 1.0 {
            0.5 * ((1.0 + x) * x.ln_1p() + (1.0 - x) * (-x).ln_1p())
        } else {
            LN_2
        };
        0.5 * (p + q) * relative
    };
    p.iter().zip(q.iter()).map(term).sum()
}

/// log(a/(a + b)) for a > 0, b ≥ 0, with all digits also where b is much smaller than a.
pub fn log_share(a: f64, b: f64) -> f64 {
    if b <= a {
        -(b / a).ln_1p()
    } else {
        (a / (a + b)).ln()
    }
}

/// Σₖ pₖ log(pₖ/(pₖ + qₖ)) + Σₖ qₖ log(qₖ/(pₖ + qₖ)) = 2JSD(p, q) − log 4.
///
/// By the sums: for nearly disjoint tables the value is near 0, and the difference would have no digits left.
pub fn game_value(p: ArrayView1<'_, f64>, q: ArrayView1<'_, f64>) -> f64 {
    let term = |a: f64, b: f64| if a == 0.0 { 0.0 } else { a * log_share(a, b) };
    let pairs = p.iter().zip(q.iter());
    pairs.map(|(&p, &q)| term(p, q) + term(q, p)).sum()
}

/// Refuses what is not a distribution: a negative or not finite entry, or a sum other than 1.
///
/// # Errors
/// The rule that the table breaks.
pub fn check(name: &'static str, table: ArrayView1<'_, f64>) -> Result<(), InputsError> {
    Domain::Probabilities(name.into()).require(table.iter().all(|v| *v >= 0.0 && v.is_finite()))?;
    let sum: f64 = table.iter().sum();
    Domain::SumsToOne(name.into()).refuse_if((sum - 1.0).abs() > SUM_TOLERANCE)
}

/// Refuses what [`check`] refuses, and zeros.
///
/// # Errors
/// The rule that the table breaks.
pub fn check_positive(name: &'static str, table: ArrayView1<'_, f64>) -> Result<(), InputsError> {
    check(name, table)?;
    Domain::Positive(name.into()).refuse_if(table.iter().any(|v| *v == 0.0))
}

/// Refuses two tables with an outcome that has probability 0 in both.
///
/// # Errors
/// When there is such an outcome.
pub fn check_common_support(
    p: ArrayView1<'_, f64>,
    q: ArrayView1<'_, f64>,
) -> Result<(), InputsError> {
    Domain::special(
        "every outcome must have a positive probability in p or in q",
        "у каждого исхода вероятность должна быть положительной в p или в q",
    )
    .refuse_if(p.iter().zip(q.iter()).any(|(p, q)| p + q == 0.0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn equal_tables_are_at_exactly_zero() {
        let p = arr1(&[0.3, 0.0, 0.7]);
        assert_eq!(kl(p.view(), p.view()), 0.0);
        assert_eq!(jensen_shannon(p.view(), p.view()), 0.0);
    }

    #[test]
    fn both_forms_of_jensen_shannon_agree_where_they_meet() {
        for x in [0.4999, 0.5001] {
            let (p, q) = (arr1(&[1.0 + x]), arr1(&[1.0 - x]));
            let by_definition = 0.5 * ((1.0 + x) * f64::ln(1.0 + x) + (1.0 - x) * f64::ln(1.0 - x));
            assert!((jensen_shannon(p.view(), q.view()) - by_definition).abs() < 1e-15);
        }
        // Nearly equal tables: JSD ≈ Σ (p − q)²/(8p) = 2 · 1e-20/(8 · 0.5) = 5e-21, far below the rounding of one logarithm.
        let p = arr1(&[0.5, 0.5]);
        let q = arr1(&[0.5 + 1e-10, 0.5 - 1e-10]);
        assert!((jensen_shannon(p.view(), q.view()) / 5e-21 - 1.0).abs() < 1e-5);
        // KL ≈ Σ (p − q)²/(2p) = 2e-12 with relative terms of order 1e-6 next.
        let (p, q) = (arr1(&[0.5, 0.5]), arr1(&[0.500_001, 0.499_999]));
        assert!((kl(p.view(), q.view()) / 2e-12 - 1.0).abs() < 1e-4);
    }

    #[test]
    fn tiny_entries_neither_overflow_nor_vanish() {
        let (p, q) = (arr1(&[1.0, 0.0]), arr1(&[1e-310, 1.0]));
        assert!((kl(p.view(), q.view()) - 310.0 * 10.0_f64.ln()).abs() < 1e-9);
        assert_eq!(log_share(1.0, 1e-300), -1e-300);
        assert!((log_share(1e-300, 1.0) + 300.0 * 10.0_f64.ln()).abs() < 1e-9);
    }

    #[test]
    fn what_is_not_a_distribution_is_refused() {
        for bad in [
            [0.5, 0.6],
            [-0.1, 1.1],
            [f64::NAN, 1.0],
            [f64::INFINITY, 0.0],
        ] {
            assert!(check("p", arr1(&bad).view()).is_err());
        }
        assert!(check("p", arr1(&[0.0, 1.0]).view()).is_ok());
        assert!(check_positive("p", arr1(&[0.0, 1.0]).view()).is_err());
        assert!(check_common_support(arr1(&[0.0, 1.0]).view(), arr1(&[0.0, 1.0]).view()).is_err());
    }
}

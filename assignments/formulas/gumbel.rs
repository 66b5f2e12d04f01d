//! Gumbel noise on logits: the perturbation and its argmax.

use crate::task::{Domain, InputsError};
use ndarray::{Array2, ArrayView1, Zip};

/// The standard Gumbel variable at the uniform u: −log(−log u).
pub fn gumbel(u: f64) -> f64 {
    -(-u.ln()).ln()
}

/// Logits plus Gumbel noise, element by element.
pub fn perturbed(logits: &Array2<f64>, u: &Array2<f64>) -> Array2<f64> {
    Zip::from(logits)
        .and(u)
        .map_collect(|logit, &u| logit + gumbel(u))
}

/// The smallest index of the largest element; NaN is never the largest.
pub fn argmax(row: ArrayView1<'_, f64>) -> usize {
    let mut best = (0, f64::NEG_INFINITY);
    for (k, &v) in row.iter().enumerate() {
        if v > best.1 {
            best = (k, v);
        }
    }
    best.0
}

/// Refuses noise outside the open interval from 0 to 1, where no Gumbel variable is finite.
///
/// # Errors
/// When some `u` is not strictly between 0 and 1.
pub fn check_uniform<'a>(u: impl IntoIterator<Item = &'a f64>) -> Result<(), InputsError> {
    if u.into_iter().all(|&u| 0.0 < u && u < 1.0) {
        Ok(())
    } else {
        Err(Domain::Between("u".into(), 0.0, 1.0).into())
    }
}

/// Refuses a temperature that is not positive.
///
/// # Errors
/// When `tau` is zero, negative or NaN.
pub fn check_temperature(tau: f64) -> Result<(), InputsError> {
    if tau > 0.0 {
        Ok(())
    } else {
        Err(Domain::Positive("tau".into()).into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn the_noise_at_one_over_e_is_zero() {
        assert!(gumbel((-1.0_f64).exp()).abs() < 1e-15);
    }

    #[test]
    fn ties_go_to_the_smallest_index() {
        assert_eq!(argmax(arr1(&[1.0, 2.0, 2.0]).view()), 1);
        assert_eq!(argmax(arr1(&[f64::NEG_INFINITY; 2]).view()), 0);
        assert_eq!(argmax(arr1(&[f64::NAN, 0.5]).view()), 1);
    }

    #[test]
    fn the_ends_of_the_interval_are_refused() {
        assert!(check_uniform(&[f64::MIN_POSITIVE, 1.0 - f64::EPSILON / 2.0]).is_ok());
        for u in [0.0, 1.0, -0.5, f64::NAN] {
            assert!(check_uniform(&[0.5, u]).is_err());
        }
        assert!(check_temperature(0.0).is_err() && check_temperature(1e-9).is_ok());
    }
}

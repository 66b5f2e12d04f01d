//! Covariance matrices as inputs: how they are drawn and which ones are legal.

use crate::draw::uniform;
use crate::formulas::linalg::symmetric_eigen;
use crate::task::Rng;
use crate::task::{Domain, InputsError};
use ndarray::{Array2, ArrayView2};

/// How far a covariance may be from symmetric and from positive semidefinite, relative to its largest entry or eigenvalue:
/// a matrix estimated in float32 is legal, a matrix that is no covariance is not.
const ROUNDING: f64 = 1e-6;

/// W·Wᵀ + diag(d) with `W = 2u⁴`, `u ~ U(0, 1)` and `d ~ U(0.1, 0.5)`: positive definite, all entries positive.
pub fn random_covariance(rng: &mut Rng, dim: usize) -> Array2<f64> {
    let w = uniform(rng, (dim, dim), 0.0, 1.0).mapv(|u| 2.0 * u.powi(4));
    let d = uniform(rng, dim, 0.1, 0.5);
    w.dot(&w.t()) + Array2::from_diag(&d)
}

/// (A + Aᵀ)/2, without overflow.
pub fn symmetric_part(a: ArrayView2<'_, f64>) -> Array2<f64> {
    Array2::from_shape_fn(a.raw_dim(), |(i, j)| f64::midpoint(a[(i, j)], a[(j, i)]))
}

/// Refuses a matrix that is not symmetric positive semidefinite up to rounding.
///
/// # Errors
/// What is wrong with the matrix, which the sentence calls `name`.
pub fn require_covariance(name: &'static str, a: ArrayView2<'_, f64>) -> Result<(), InputsError> {
    Domain::Finite(name.into()).refuse_if(a.iter().any(|v| !v.is_finite()))?;
    let largest = a.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return Ok(());
    }
    let asymmetric =
        |((i, j), v): ((usize, usize), &f64)| (v - a[(j, i)]).abs() > ROUNDING * largest;
    Domain::Symmetric(name.into()).refuse_if(a.indexed_iter().any(asymmetric))?;
    // Scaled, so that neither tiny nor huge covariances leave the range of the eigensolver.
    let scaled = symmetric_part(a) / largest;
    let Some((values, _)) = symmetric_eigen(scaled.view()) else {
        return Err(Domain::PositiveSemidefinite(name.into()).into());
    };
    let most = values.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    Domain::PositiveSemidefinite(name.into())
        .refuse_if(values.iter().any(|&v| v < -ROUNDING * most))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn singular_tiny_and_huge_covariances_are_legal() {
        for scale in [1e-300, 1e-20, 1.0, 1e20, 1e300] {
            let singular = arr2(&[[1.0, 1.0], [1.0, 1.0]]) * scale;
            assert_eq!(require_covariance("a", singular.view()), Ok(()));
        }
        assert_eq!(
            require_covariance("a", Array2::zeros((3, 3)).view()),
            Ok(())
        );
    }

    #[test]
    fn indefinite_asymmetric_and_infinite_matrices_are_not() {
        for bad in [
            arr2(&[[1.0, 2.0], [2.0, 1.0]]),
            arr2(&[[1.0, 0.5], [0.4, 1.0]]),
            arr2(&[[-1.0, 0.0], [0.0, -1.0]]),
            arr2(&[[1.0, f64::NAN], [f64::NAN, 1.0]]),
        ] {
            assert!(require_covariance("a", bad.view()).is_err(), "{bad}");
        }
    }
}

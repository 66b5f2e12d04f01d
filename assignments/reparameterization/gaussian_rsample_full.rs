//! # A reparameterized sample of a Gaussian with full covariance
//!
//! $$z_b=\mu_b+L_b\epsilon_b,\qquad\Sigma_b=L_bL_b^\top,\quad\epsilon_b\sim\mathcal N(0,I),$$
//! where $L_b$ is the Cholesky factor: lower triangular with a positive diagonal.
//!
//! The covariance of $L\epsilon$ is $L\,\mathbb E[\epsilon\epsilon^\top]L^\top=LL^\top=\Sigma$. Any factor $F$ with $FF^\top=\Sigma$ gives the same law
//! (the symmetric square root, for one), but another sample from the same noise. The Cholesky factor is unique, cheap and differentiable,
//! and its triangle is what a network can put out directly.
//!
//! - Numerical care: only the lower triangle of $\Sigma$ is read, and nothing is added to its diagonal:
//!   a jitter would be visible where some variance is small.
//! - Shapes: `mean` and `eps` (batch, dim), `cov` (batch, dim, dim). Domain: positive definite covariances.
//! - Source: lecture 3; Kingma and Welling, An Introduction to Variational Autoencoders, 2019 (arXiv:1906.02691), section 2.5.1.

use crate::formulas::linalg::{cholesky, symmetric_sqrt};
use crate::task::prelude::*;

ports! { GaussianRsampleFull:
    Inputs {
        mean: f64["batch", "dim"] "Means.";
        cov: f64["batch", "dim", "dim"] "Covariance matrices, symmetric and positive definite.";
        eps: f64["batch", "dim"] "Standard normal noise.";
    }
    Outputs {
        z: f64["batch", "dim"] "The sample of every object.";
    }
}

impl Task for GaussianRsampleFull {
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=64, "dim" 4 in 2..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "upper_factor" => sample(i, |cov| cholesky(cov).map(Array2::reversed_axes)),
        "covariance_as_factor" => sample(i, |cov| Some(cov.to_owned())),
        "symmetric_square_root" => sample(i, symmetric_sqrt),
        "correlations_dropped" => sample(i, |cov| {
            Some(Array2::from_diag(&cov.diag().mapv(f64::sqrt)))
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let mut cov = Array3::zeros((batch, dim, dim));
        for mut one in cov.outer_iter_mut() {
            let factor = Array2::from_shape_fn((dim, dim), |(i, j)| match i.cmp(&j) {
                std::cmp::Ordering::Greater => 0.6 * normal1(rng),
                std::cmp::Ordering::Equal => uniform1(rng, 0.5, 1.5),
                std::cmp::Ordering::Less => 0.0,
            });
            let product = factor.dot(&factor.t());
            // A product may round differently on the two sides of its diagonal; a covariance is symmetric to the last bit.
            one.assign(&(0.5 * (&product + &product.t())));
        }
        Inputs {
            mean: normal(rng, (batch, dim)),
            cov,
            eps: normal(rng, (batch, dim)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for (b, cov) in inputs.cov.outer_iter().enumerate() {
            Domain::PositiveDefinite(format!("cov[{b}]").into())
                .refuse_if(cholesky(cov).is_none())?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        sample(inputs, cholesky)
    }
}

/// Noise multiplied by a factor of the covariance and moved by the mean. Where there is no factor, the sample is not a number.
fn sample(i: &Inputs, factor: impl Fn(ArrayView2<'_, f64>) -> Option<Array2<f64>>) -> Outputs {
    let mut z = i.mean.clone();
    for (b, mut row) in z.outer_iter_mut().enumerate() {
        match factor(i.cov.index_axis(Axis(0), b)) {
            Some(factor) => row += &factor.dot(&i.eps.row(b)),
            None => row.fill(f64::NAN),
        }
    }
    Outputs { z }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, arr3};

    #[test]
    fn two_dimensions_by_hand() {
        // L = [[2, 0], [1, 3]].
        let inputs = Inputs {
            mean: arr2(&[[1.0, -1.0]]),
            cov: arr3(&[[[4.0, 2.0], [2.0, 10.0]]]),
            eps: arr2(&[[0.5, -1.0]]),
        };
        assert!(GaussianRsampleFull::validate(&inputs).is_ok());
        let z = GaussianRsampleFull::reference(&inputs).z;
        assert!((&z - &arr2(&[[2.0, -3.5]])).iter().all(|d| d.abs() < 1e-15));
    }

    #[test]
    fn small_variances_are_not_drowned_in_jitter() {
        let inputs = Inputs {
            mean: arr2(&[[0.0, 0.0]]),
            cov: arr3(&[[[1.0, 0.0], [0.0, 1e-12]]]),
            eps: arr2(&[[1.0, 1.0]]),
        };
        let z = GaussianRsampleFull::reference(&inputs).z;
        assert!((z[(0, 1)] / 1e-6 - 1.0).abs() < 1e-14);
    }

    #[test]
    fn one_dimension_is_the_diagonal_case() {
        let inputs = Inputs {
            mean: arr2(&[[1.0], [2.0]]),
            cov: arr3(&[[[4.0]], [[9.0]]]),
            eps: arr2(&[[1.0], [-1.0]]),
        };
        assert_eq!(
            GaussianRsampleFull::reference(&inputs).z,
            arr2(&[[3.0], [-1.0]])
        );
    }

    #[test]
    fn singular_and_indefinite_covariances_are_refused() {
        for cov in [
            [[1.0, 1.0], [1.0, 1.0]],
            [[1.0, 2.0], [2.0, 1.0]],
            [[0.0, 0.0], [0.0, 0.0]],
            [[f64::NAN, 0.0], [0.0, 1.0]],
        ] {
            let inputs = Inputs {
                mean: arr2(&[[0.0, 0.0]]),
                cov: arr3(&[cov]),
                eps: arr2(&[[1.0, 1.0]]),
            };
            assert!(GaussianRsampleFull::validate(&inputs).is_err(), "{cov:?}");
        }
    }
}

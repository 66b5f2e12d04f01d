//! # Fréchet distance of two Gaussians
//!
//! The squared 2-Wasserstein distance of $\mathcal N(\mu_a,\Sigma_a)$ and $\mathcal N(\mu_b,\Sigma_b)$, in closed form:
//! $$d^2=\lVert\mu_a-\mu_b\rVert^2+\operatorname{tr}\Sigma_a+\operatorname{tr}\Sigma_b-2\operatorname{tr}\bigl(\Sigma_a^{1/2}\Sigma_b\Sigma_a^{1/2}\bigr)^{1/2}.$$
//!
//! The optimal coupling makes the cross-covariance $C$ as large as positive semidefiniteness of the joint covariance allows,
//! and $\max_C\operatorname{tr}C=\lVert F_a^\top F_b\rVert_*$, the sum of the singular values, for any factors $F_aF_a^\top=\Sigma_a$, $F_bF_b^\top=\Sigma_b$.
//! So it is computed: $F=V\operatorname{diag}(\sqrt\lambda)$ from a symmetric eigendecomposition, where every
//! $\lambda\le4D\epsilon\lambda_{\max}$ is rounding noise of a null direction and set to 0, then singular values.
//! Nothing is added to the diagonals. The root of an eigenvalue of a product would turn noise of $10^{-16}$ into $10^{-8}$ for every null
//! direction, and a general root of the non-symmetric $\Sigma_a\Sigma_b$ may fail or be complex.
//! Equal covariances contribute exactly 0, and the value is never below 0.
//!
//! - Domain: symmetric positive semidefinite covariances, singular ones included.
//! - Source: lecture 11; Dowson and Landau, The Fréchet distance between multivariate normal distributions, 1982; Heusel et al., 2017.

use crate::formulas::covariance::{random_covariance, require_covariance, symmetric_part};
use crate::formulas::frechet::{Parts, distance_of_gaussians, parts_of_gaussians};
use crate::formulas::linalg::symmetric_sqrt;
use crate::formulas::scatter::with_view;
use crate::task::prelude::*;
use faer::MatRef;
use ndarray::concatenate;

ports! { FrechetDistance:
    Inputs {
        mu_a: f64["dim"] "Mean of the first Gaussian.";
        mu_b: f64["dim"] "Mean of the second Gaussian.";
        sigma_a: f64["dim", "dim"] "Covariance of the first Gaussian, symmetric positive semidefinite.";
        sigma_b: f64["dim", "dim"] "Covariance of the second Gaussian, symmetric positive semidefinite.";
    }
    Outputs {
        distance: f64[] "Squared Fréchet distance.";
    }
}

impl Task for FrechetDistance {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes!["dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "mean_not_squared" => {
            let p = parts(i);
            answer(p.shift.sqrt(), &p, 2.0 * p.overlap)
        }
        "missing_sqrt" => {
            let p = parts(i);
            answer(p.shift, &p, 2.0 * i.sigma_a.dot(&i.sigma_b).diag().sum())
        }
        "elementwise_sqrt" => {
            let p = parts(i);
            let product = i.sigma_a.dot(&i.sigma_b);
            answer(p.shift, &p, 2.0 * product.diag().mapv(f64::sqrt).sum())
        }
        "missing_factor_two" => {
            let p = parts(i);
            answer(p.shift, &p, p.overlap)
        }
        "separate_sqrts" => {
            let p = parts(i);
            let root = |a: &Array2<f64>| symmetric_sqrt(symmetric_part(a.view()).view());
            let trace = root(&i.sigma_a)
                .zip(root(&i.sigma_b))
                .map_or(f64::NAN, |(a, b)| (&a * &b).sum());
            answer(p.shift, &p, 2.0 * trace)
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let mu_a = normal(rng, dim);
        let mu_b = &mu_a + &signed_uniform(rng, dim, 0.5, 0.8);
        let strong = |rng: &mut Rng| {
            let half = dim.div_ceil(2);
            let (first, rest) = (
                uniform(rng, half, 0.8, 1.2),
                uniform(rng, dim - half, 0.2, 0.5),
            );
            concatenate![Axis(0), first, rest]
        };
        let u = strong(rng);
        let sigma_a = covariance(rng, &u);
        let mut u = strong(rng);
        u.invert_axis(Axis(0));
        let sigma_b = covariance(rng, &u);
        Inputs {
            mu_a,
            mu_b,
            sigma_a,
            sigma_b,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        require_covariance("sigma_a", inputs.sigma_a.view())?;
        require_covariance("sigma_b", inputs.sigma_b.view())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(with_gaussians(inputs, distance_of_gaussians))
    }
}

/// c·u·uᵀ and a fifth of a random covariance: one direction dominates.
fn covariance(rng: &mut Rng, u: &Array1<f64>) -> Array2<f64> {
    let c = uniform1(rng, 1.2, 2.0);
    let column = u.view().insert_axis(Axis(1));
    c * column.dot(&column.t()) + 0.2 * random_covariance(rng, u.len())
}

fn parts(i: &Inputs) -> Parts {
    with_gaussians(i, parts_of_gaussians)
}

/// A function of both means and covariances.
fn with_gaussians<R>(
    i: &Inputs,
    f: impl Fn(&[f64], MatRef<'_, f64>, &[f64], MatRef<'_, f64>) -> R,
) -> R {
    let (a, b) = (
        symmetric_part(i.sigma_a.view()),
        symmetric_part(i.sigma_b.view()),
    );
    with_view(a.view(), |a| {
        with_view(b.view(), |b| f(&i.mu_a.to_vec(), a, &i.mu_b.to_vec(), b))
    })
}

/// A wrong distance is not clamped: a negative one is a trace of the mistake.
fn answer(shift: f64, parts: &Parts, subtracted: f64) -> Outputs {
    Outputs::from(shift + parts.trace_a + parts.trace_b - subtracted)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn distance(mu_a: &[f64], sigma_a: Array2<f64>, mu_b: &[f64], sigma_b: Array2<f64>) -> f64 {
        let inputs = Inputs {
            mu_a: arr1(mu_a),
            mu_b: arr1(mu_b),
            sigma_a,
            sigma_b,
        };
        FrechetDistance::validate(&inputs).expect("legal");
        FrechetDistance::reference(&inputs).distance
    }

    #[test]
    fn one_dimension_by_hand() {
        // (1 − 3)² + (2 − 5)².
        let d = distance(&[1.0], arr2(&[[4.0]]), &[3.0], arr2(&[[25.0]]));
        assert!((d - 13.0).abs() < 1e-13);
    }

    #[test]
    fn equal_gaussians_are_at_exactly_zero() {
        let sigma = arr2(&[[2.0, 0.3], [0.3, 0.7]]);
        assert_eq!(
            distance(&[0.1, 5.0], sigma.clone(), &[0.1, 5.0], sigma),
            0.0
        );
    }

    #[test]
    fn singular_covariances_keep_their_digits() {
        // Two lines at a right angle have no overlap, and a line with itself has all of it.
        let x = arr2(&[[4.0, 0.0], [0.0, 0.0]]);
        let y = arr2(&[[0.0, 0.0], [0.0, 9.0]]);
        assert_eq!(distance(&[0.0, 0.0], x.clone(), &[0.0, 0.0], y), 13.0);
        let zero = Array2::zeros((2, 2));
        assert_eq!(distance(&[0.0, 0.0], x, &[3.0, 0.0], zero.clone()), 13.0);
        assert_eq!(distance(&[0.0, 0.0], zero.clone(), &[3.0, 0.0], zero), 9.0);
        // u·uᵀ against v·vᵀ in five dimensions: |u|² + |v|² − 2·|u·v|.
        let u = arr2(&[[1.0, 0.3, -0.2, 0.7, 0.11]]);
        let v = arr2(&[[0.4, -0.1, 0.9, 0.2, 0.35]]);
        let d = distance(&[0.0; 5], u.t().dot(&u), &[0.0; 5], v.t().dot(&v));
        let by_hand = (&u * &u).sum() + (&v * &v).sum() - 2.0 * (&u * &v).sum().abs();
        assert!((d - by_hand).abs() < 1e-14, "{d} {by_hand}");
    }

    #[test]
    fn commuting_covariances_of_all_scales() {
        for scale in [1e-12, 1.0, 1e12] {
            let a = Array2::from_diag(&arr1(&[4.0, 9.0, 1e-10])) * scale;
            let b = Array2::from_diag(&arr1(&[1.0, 16.0, 0.0])) * scale;
            let d = distance(&[0.0; 3], a, &[0.0; 3], b) / scale;
            assert!((d - (2.0 + 1e-10)).abs() < 1e-13, "{d}");
        }
    }
}

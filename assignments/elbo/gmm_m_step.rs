//! # M-step of a Gaussian mixture
//!
//! With the responsibilities $r_{nk}$ fixed and $N_k=\sum_nr_{nk}$, the expected complete log-likelihood has its maximum at
//! $$\pi_k=\frac{N_k}N,\qquad\mu_k=\frac1{N_k}\sum_nr_{nk}x_n,\qquad\Sigma_k=\frac1{N_k}\sum_nr_{nk}(x_n-\mu_k)(x_n-\mu_k)^\top.$$
//!
//! These are the maximum-likelihood estimates of a Gaussian where every object counts $r_{nk}$ times; the weights come from a Lagrange
//! multiplier for $\sum_k\pi_k=1$. The covariance uses the new means and divides by $N_k$: it is the maximum of the likelihood, not an
//! unbiased estimate.
//!
//! - Numerical care: the mean is subtracted before the product is taken; $\mathbb E[xx^\top]-\mu\mu^\top$ loses the digits of a small
//!   covariance far from the origin.
//! - Shapes: objects × dim and objects × components. Domain: rows of responsibilities of sum 1; every component is responsible for something.
//! - Source: lecture 3; Bishop, Pattern Recognition and Machine Learning, 2006, section 9.2.

use crate::formulas::domain::probabilities;
use crate::formulas::gumbel::argmax;
use crate::task::prelude::*;

ports! { GmmMStep:
    Inputs {
        x: f64["object", "dim"] "Objects.";
        responsibilities: f64["object", "component"] "Posterior probability of every component given the object; rows sum to 1.";
    }
    Outputs {
        weights: f64["component"] "Mixture weights.";
        means: f64["component", "dim"] "Means of the components.";
        covs: f64["component", "dim", "dim"] "Covariances of the components.";
    }
}

impl Task for GmmMStep {
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = sizes![
        "object" 30 in 1..=256, "dim" 3 in 1..=16, "component" 4 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "divided_by_n" => {
            let all = Array1::from_elem(counts(i).len(), i.x.nrows() as f64);
            let means = means(i, &all);
            Outputs {
                covs: scatter(i, &means, &all),
                means,
                ..right
            }
        }
        "weights_are_counts" => Outputs {
            weights: counts(i),
            ..right
        },
        "unbiased_covariance" => Outputs {
            covs: scatter(i, &right.means, &(counts(i) - 1.0)),
            ..right
        },
        "uncentered_covariance" => Outputs {
            covs: scatter(i, &Array2::zeros(right.means.dim()), &counts(i)),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [object, dim, component] = sizes.all(["object", "dim", "component"]);
        let centre = signed_uniform(rng, dim, 1.0, 3.0);
        let mix = Array2::<f64>::eye(dim) + normal(rng, (dim, dim));
        let alpha = shuffled_range(rng, component, 0.4, 1.2);
        let mut responsibilities = Array2::zeros((object, component));
        for mut row in responsibilities.outer_iter_mut() {
            row.assign(&(0.98 * dirichlet(rng, &alpha) + 0.02 / component as f64));
        }
        Inputs {
            x: normal(rng, (object, dim)).dot(&mix.t()) + centre,
            responsibilities,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for row in inputs.responsibilities.rows() {
            probabilities("responsibilities", row)?;
        }
        Domain::special(
            "responsibilities: every component must be responsible for something",
            "responsibilities: у каждой компоненты смеси должен быть положительный суммарный вес",
        )
        .require(counts(inputs).iter().all(|n| *n > 0.0))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let counts = counts(inputs);
        let means = anchored_means(inputs, &counts);
        Outputs {
            weights: &counts / inputs.x.nrows() as f64,
            covs: scatter(inputs, &means, &counts),
            means,
        }
    }
}

/// Nₖ, the number of objects that a component is responsible for.
fn counts(i: &Inputs) -> Array1<f64> {
    i.responsibilities.sum_axis(Axis(0))
}

/// Σₙ rₙₖ·xₙ, divided by `divisors[k]`.
fn means(i: &Inputs, divisors: &Array1<f64>) -> Array2<f64> {
    i.responsibilities.t().dot(&i.x) / divisors.view().insert_axis(Axis(1))
}

/// The means by their distances from the object that a component is most responsible for: a component of one object, or of equal ones, has
/// that object for a mean, without rounding, and hence exactly no variance.
fn anchored_means(i: &Inputs, counts: &Array1<f64>) -> Array2<f64> {
    let mut means = Array2::zeros((counts.len(), i.x.ncols()));
    for (k, mut mean) in means.outer_iter_mut().enumerate() {
        let shares = i.responsibilities.column(k);
        let anchor = i.x.row(argmax(shares));
        mean.assign(&(shares.dot(&(&i.x - &anchor)) / counts[k] + anchor));
    }
    means
}

/// Σₙ rₙₖ(xₙ − cₖ)(xₙ − cₖ)ᵀ of the centres c, divided by `divisors[k]`.
fn scatter(i: &Inputs, centres: &Array2<f64>, divisors: &Array1<f64>) -> Array3<f64> {
    let dim = i.x.ncols();
    let mut covs = Array3::zeros((centres.nrows(), dim, dim));
    for (k, mut cov) in covs.outer_iter_mut().enumerate() {
        let centred = &i.x - &centres.row(k);
        let weighted = &centred * &i.responsibilities.column(k).insert_axis(Axis(1));
        cov.assign(&(weighted.t().dot(&centred) / divisors[k]));
    }
    covs
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, arr3};

    #[test]
    fn hard_assignments_give_the_moments_of_the_groups() {
        let inputs = Inputs {
            x: arr2(&[[0.0], [2.0], [10.0]]),
            responsibilities: arr2(&[[1.0, 0.0], [1.0, 0.0], [0.0, 1.0]]),
        };
        assert!(GmmMStep::validate(&inputs).is_ok());
        let got = GmmMStep::reference(&inputs);
        assert_eq!(got.weights, arr1(&[2.0 / 3.0, 1.0 / 3.0]));
        assert_eq!(got.means, arr2(&[[1.0], [10.0]]));
        assert_eq!(got.covs, arr3(&[[[1.0]], [[0.0]]]));
    }

    #[test]
    fn one_object_of_half_a_component() {
        let inputs = Inputs {
            x: arr2(&[[3.0, -4.0]]),
            responsibilities: arr2(&[[0.5, 0.5]]),
        };
        let got = GmmMStep::reference(&inputs);
        assert_eq!(got.means, arr2(&[[3.0, -4.0], [3.0, -4.0]]));
        assert!(got.covs.iter().all(|v| *v == 0.0));
    }

    #[test]
    fn what_does_not_vary_has_no_variance() {
        let inputs = Inputs {
            x: arr2(&[[0.1], [0.1], [0.1]]),
            responsibilities: arr2(&[[0.2, 0.8], [0.3, 0.7], [0.9, 0.1]]),
        };
        let got = GmmMStep::reference(&inputs);
        assert_eq!(got.means, arr2(&[[0.1], [0.1]]));
        assert!(got.covs.iter().all(|v| *v == 0.0));
        let apart = Inputs {
            x: arr2(&[[0.1], [0.7], [-0.3]]),
            responsibilities: Array2::eye(3),
        };
        let got = GmmMStep::reference(&apart);
        assert_eq!(got.means, apart.x);
        assert!(got.covs.iter().all(|v| *v == 0.0));
    }

    #[test]
    fn a_small_covariance_far_away_keeps_its_digits() {
        let inputs = Inputs {
            x: arr2(&[[1e8 - 1.0], [1e8 + 1.0]]),
            responsibilities: arr2(&[[1.0], [1.0]]),
        };
        assert_eq!(GmmMStep::reference(&inputs).covs, arr3(&[[[1.0]]]));
    }

    #[test]
    fn a_component_without_objects_is_refused() {
        let inputs = |r| Inputs {
            x: arr2(&[[0.0]]),
            responsibilities: arr2(&[r]),
        };
        assert!(GmmMStep::validate(&inputs([1.0, 0.0])).is_err());
        assert!(GmmMStep::validate(&inputs([0.7, 0.7])).is_err());
        assert!(GmmMStep::validate(&inputs([0.7, 0.3])).is_ok());
    }
}

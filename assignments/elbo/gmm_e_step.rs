//! # E-step of a Gaussian mixture
//!
//! $$r_{nk}=p(z_n=k\,|\,x_n)=\frac{\pi_k\,\mathcal N(x_n;\mu_k,\Sigma_k)}{\sum_j\pi_j\,\mathcal N(x_n;\mu_j,\Sigma_j)},\qquad
//! \log p(x_n)=\log\sum_k\pi_k\,\mathcal N(x_n;\mu_k,\Sigma_k).$$
//!
//! The E-step of the EM algorithm is the exact posterior of the latent component: Bayes' rule with the mixture weights as the prior. It makes
//! the variational bound tight at the current parameters. With $j_{nk}=\log\pi_k+\log\mathcal N(x_n;\mu_k,\Sigma_k)$ the responsibilities are
//! the softmax of $j$ over the components and the log-likelihood its log-sum-exp.
//!
//! - Numerical care: the Cholesky factor $\Sigma=LL^\top$ gives the determinant, $\log\det\Sigma=2\sum_i\log L_{ii}$, and the quadratic form, the
//!   squared length of the solution of $Ly=x-\mu$, without an inverse; all sums of densities are taken in the log domain.
//! - Shapes: objects × dim, components × dim (× dim). Units: nats. Domain: weights of sum 1 (zeros allowed), symmetric positive definite
//!   covariances.
//! - Source: lectures 2 and 3; Bishop, Pattern Recognition and Machine Learning, 2006, section 9.2.

use crate::formulas::domain::{index, probabilities, whole};
use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::linalg::{cholesky, solve_lower};
use crate::formulas::logsumexp::{logsumexp_axis, softmax};
use crate::task::prelude::*;

/// How unequal two mirrored elements of a covariance may be, relative to the larger: rounding of a symmetric product.
const ASYMMETRY: f64 = 1e-6;

ports! { GmmEStep:
    Inputs {
        x: f64["object", "dim"] "Objects.";
        weights: f64["component"] "Mixture weights, of sum 1.";
        means: f64["component", "dim"] "Means of the components.";
        covs: f64["component", "dim", "dim"] "Covariances of the components, symmetric and positive definite.";
    }
    Outputs {
        responsibilities: f64["object", "component"] "Posterior probability of every component given the object.";
        log_likelihood: f64["object"] "log p(x) of every object under the mixture, in nats.";
    }
}

impl Outputs {
    /// From the logarithms of weight times density.
    fn of(joint: &Array2<f64>) -> Self {
        Self {
            responsibilities: softmax(joint, Axis(1)),
            log_likelihood: logsumexp_axis(joint, Axis(1)),
        }
    }
}

impl Task for GmmEStep {
    const LECTURES: &'static [u8] = &[2, 3];
    const SIZES: &'static [Size] = sizes![
        "object" 24 in 1..=256, "dim" 3 in 1..=16, "component" 4 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_mixture_weights" => Outputs::of(&joint(
            i,
            &i.covs,
            Terms {
                weights: false,
                ..Terms::ALL
            },
        )),
        "missing_log_det" => Outputs::of(&joint(
            i,
            &i.covs,
            Terms {
                log_det: false,
                ..Terms::ALL
            },
        )),
        "diagonal_covariance" => {
            let mut diagonal = i.covs.clone();
            for ((_, r, c), v) in diagonal.indexed_iter_mut() {
                if r != c {
                    *v = 0.0;
                }
            }
            Outputs::of(&joint(i, &diagonal, Terms::ALL))
        }
        "normalized_over_objects" => {
            let joint = joint(i, &i.covs, Terms::ALL);
            Outputs {
                responsibilities: softmax(&joint, Axis(0)),
                ..Outputs::of(&joint)
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (dim, component) = (sizes.get("dim"), sizes.get("component"));
        let scales = shuffled_range(rng, component, 0.5, 1.6);
        let weights = shuffled_range(rng, component, 1.0, 4.0);
        let means = 1.2 * normal(rng, (component, dim));
        // Σ = σ²(F·Fᵀ + 0.15·I), so that σ(F·ε + √0.15·ε′) has it.
        let factors: Vec<Array2<f64>> = (0..component)
            .map(|_| normal(rng, (dim, dim + 2)) / ((dim + 2) as f64).sqrt())
            .collect();
        let mut covs = Array3::zeros((component, dim, dim));
        for ((mut cov, factor), scale) in covs.outer_iter_mut().zip(&factors).zip(&scales) {
            let shape = factor.dot(&factor.t()) + 0.15 * Array2::<f64>::eye(dim);
            cov.assign(&(scale * scale * shape));
        }
        let mut x = Array2::zeros((sizes.get("object"), dim));
        for mut row in x.outer_iter_mut() {
            let k = index(integer1(rng, 0, whole(component) - 1));
            let spread = factors[k].dot(&normal(rng, dim + 2)) + 0.15_f64.sqrt() * normal(rng, dim);
            row.assign(&(scales[k] * spread + means.row(k)));
        }
        Inputs {
            x,
            weights: &weights / weights.sum(),
            means,
            covs,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        probabilities("weights", inputs.weights.view())?;
        Domain::special(
            "covs must be symmetric and positive definite",
            "матрицы covs должны быть симметричны и положительно определены",
        )
        .require(inputs.covs.outer_iter().all(is_covariance))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::of(&joint(inputs, &inputs.covs, Terms::ALL))
    }
}

fn is_covariance(a: ArrayView2<'_, f64>) -> bool {
    let mirrored = a.indexed_iter().all(|((i, j), &v)| {
        let other = a[(j, i)];
        (v - other).abs() <= ASYMMETRY * v.abs().max(other.abs())
    });
    mirrored && cholesky(a).is_some()
}

/// Which terms of the log of weight times density are there.
#[derive(Clone, Copy)]
struct Terms {
    weights: bool,
    log_det: bool,
}

impl Terms {
    const ALL: Self = Self {
        weights: true,
        log_det: true,
    };
}

/// log πₖ + log N(xₙ; μₖ, Σₖ) of every object and component.
fn joint(i: &Inputs, covs: &Array3<f64>, terms: Terms) -> Array2<f64> {
    let mut joint = Array2::zeros((i.x.nrows(), i.weights.len()));
    let constant = -0.5 * i.x.ncols() as f64 * LOG_2PI;
    for (k, mut column) in joint.columns_mut().into_iter().enumerate() {
        let factor = cholesky(covs.index_axis(Axis(0), k)).expect("validate has factorised it");
        let mut level = constant;
        if terms.weights {
            level += i.weights[k].ln();
        }
        if terms.log_det {
            level -= factor.diag().mapv(f64::ln).sum();
        }
        for (value, x) in column.iter_mut().zip(i.x.rows()) {
            let y = solve_lower(factor.view(), (&x - &i.means.row(k)).view());
            *value = level - 0.5 * y.dot(&y);
        }
    }
    joint
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, arr3};

    #[test]
    fn one_component_takes_everything() {
        // N((1, 1); 0, [[2, 1], [1, 2]]): det 3, quadratic form 2/3.
        let inputs = Inputs {
            x: arr2(&[[1.0, 1.0]]),
            weights: arr1(&[1.0]),
            means: arr2(&[[0.0, 0.0]]),
            covs: arr3(&[[[2.0, 1.0], [1.0, 2.0]]]),
        };
        let got = GmmEStep::reference(&inputs);
        assert_eq!(got.responsibilities[(0, 0)], 1.0);
        let by_hand = -LOG_2PI - 0.5 * 3.0_f64.ln() - 1.0 / 3.0;
        assert!((got.log_likelihood[0] - by_hand).abs() < 1e-14);
    }

    fn pair(x: f64, weights: [f64; 2], variances: [f64; 2]) -> Inputs {
        Inputs {
            x: arr2(&[[x]]),
            weights: arr1(&weights),
            means: arr2(&[[0.0], [0.0]]),
            covs: arr3(&[[[variances[0]]], [[variances[1]]]]),
        }
    }

    #[test]
    fn equal_densities_leave_the_weights() {
        let got = GmmEStep::reference(&pair(0.7, [0.25, 0.75], [1.0, 1.0]));
        assert!((got.responsibilities[(0, 0)] - 0.25).abs() < 1e-15);
        // At the common mean the densities are as 1/σ: 1 to 1/2.
        let got = GmmEStep::reference(&pair(0.0, [0.5, 0.5], [1.0, 4.0]));
        assert!((got.responsibilities[(0, 0)] - 2.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn far_objects_and_weights_of_zero() {
        let got = GmmEStep::reference(&pair(1e4, [0.5, 0.5], [1.0, 2.0]));
        assert_eq!(got.responsibilities, arr2(&[[0.0, 1.0]]));
        assert!(got.log_likelihood[0].is_finite());
        let empty = pair(0.3, [0.0, 1.0], [1.0, 2.0]);
        assert!(GmmEStep::validate(&empty).is_ok());
        assert_eq!(
            GmmEStep::reference(&empty).responsibilities,
            arr2(&[[0.0, 1.0]])
        );
    }

    #[test]
    fn what_is_no_covariance_is_refused() {
        for wrong in [-1.0, 0.0, f64::NAN, f64::INFINITY] {
            assert!(GmmEStep::validate(&pair(0.0, [0.5, 0.5], [1.0, wrong])).is_err());
        }
        let mut inputs = Inputs {
            x: arr2(&[[0.0, 0.0]]),
            weights: arr1(&[1.0]),
            means: arr2(&[[0.0, 0.0]]),
            covs: arr3(&[[[1.0, 0.0], [0.5, 1.0]]]),
        };
        assert!(GmmEStep::validate(&inputs).is_err());
        inputs.covs = arr3(&[[[1.0, 1.0], [1.0, 1.0]]]);
        assert!(GmmEStep::validate(&inputs).is_err());
    }
}

//! # Inverse autoregressive flow
//!
//! The conditioners read the noise instead of the data, so that all coordinates are sampled at once:
//! $$x_i=z_i\,e^{\mathrm{log\_std}_i}+\mu_i,\quad \mu_i=b^\mu_i+\sum_{j<i}W^\mu_{ij}z_j,\quad \mathrm{log\_std}_i=\tanh\Big(b^s_i+\sum_{j<i}W^s_{ij}z_j\Big).$$
//!
//! The density of a sample comes for free, because its noise is known. The Jacobian of $z\mapsto x$ is lower triangular with the diagonal
//! $e^{\mathrm{log\_std}_i}$, and stretching lowers the density:
//! $$\log p(x)=\log\mathcal N(z;0,I)-\sum_i\mathrm{log\_std}_i.$$
//! The density of a given $x$ would need the sequential inverse; hence such a flow suits a variational posterior, which is only asked for
//! the density of its own samples.
//!
//! Of both matrices only the entries strictly below the diagonal are used (column before row).
//!
//! - Shapes: objects are rows. Units: nats. Domain: any real numbers.
//! - Source: lectures 6 and 7; Kingma et al., Improving variational inference with inverse autoregressive flow, 2016.

use crate::formulas::autoregressive::{self, Conditioner};
use crate::formulas::standard_normal;
use crate::task::prelude::*;

ports! { IafSample:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        z: f64["batch", "dim"] "Noise.";
        W_mu: f64["dim", "dim"] "Weights of the means; only the part strictly below the diagonal is used.";
        b_mu: f64["dim"] "Biases of the means.";
        W_s: f64["dim", "dim"] "Weights of the log-scales; only the part strictly below the diagonal is used.";
        b_s: f64["dim"] "Biases of the log-scales.";
    }
    Outputs {
        x: f64["batch", "dim"] "Generated data.";
        log_prob: f64["batch"] "Log-density of every generated object under the flow, in nats.";
    }
}

impl Task for IafSample {
    const LECTURES: &'static [u8] = &[6, 7];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=128, "dim" 5 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "sequential_from_x" => {
            let apply = |z, mu, log_std: f64| z * log_std.exp() + mu;
            let (x, log_std) = conditioner(i).sequential(i.z.view(), 0..i.z.ncols(), apply);
            Outputs {
                x,
                log_prob: base(&i.z) - log_std.sum_axis(Axis(1)),
            }
        }
        "log_det_added" => {
            let (x, log_std) = sample(i, false);
            Outputs {
                x,
                log_prob: base(&i.z) + log_std.sum_axis(Axis(1)),
            }
        }
        "base_density_at_x" => {
            let (x, log_std) = sample(i, false);
            Outputs {
                log_prob: base(&x) - log_std.sum_axis(Axis(1)),
                x,
            }
        }
        "mask_includes_self" => with_density(i, true),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let z = normal(rng, (sizes.get("batch"), dim));
        let weights = autoregressive::draw(rng, dim);
        Inputs {
            z,
            W_mu: weights.w_mu,
            b_mu: weights.b_mu,
            W_s: weights.w_s,
            b_s: weights.b_s,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        with_density(inputs, false)
    }
}

fn conditioner(i: &Inputs) -> Conditioner<'_> {
    Conditioner {
        w_mu: i.W_mu.view(),
        b_mu: i.b_mu.view(),
        w_s: i.W_s.view(),
        b_s: i.b_s.view(),
    }
}

/// x and log σ.
fn sample(i: &Inputs, includes_self: bool) -> (Array2<f64>, Array2<f64>) {
    let (mu, log_std) = conditioner(i).parallel(i.z.view(), includes_self);
    (&i.z * &log_std.exp() + &mu, log_std)
}

fn with_density(i: &Inputs, includes_self: bool) -> Outputs {
    let (x, log_std) = sample(i, includes_self);
    Outputs {
        x,
        log_prob: base(&i.z) - log_std.sum_axis(Axis(1)),
    }
}

fn base(z: &Array2<f64>) -> Array1<f64> {
    standard_normal::log_prob(z.view())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formulas::gaussian::{LOG_2PI, log_density};
    use ndarray::{arr1, arr2};

    #[test]
    fn by_hand_with_the_unused_entries_not_a_number() {
        let unused = f64::NAN;
        let i = Inputs {
            z: arr2(&[[2.0, 0.0]]),
            W_mu: arr2(&[[unused, unused], [3.0, unused]]),
            b_mu: arr1(&[10.0, 1.0]),
            W_s: arr2(&[[unused, unused], [1e9, unused]]),
            b_s: arr1(&[0.0, 0.0]),
        };
        // μ = (10, 7) from the noise (the data would give 37), log σ = (0, 1).
        let out = IafSample::reference(&i);
        assert_eq!(out.x, arr2(&[[12.0, 7.0]]));
        assert!((out.log_prob[0] - (-2.0 - LOG_2PI - 1.0)).abs() < 1e-15);
    }

    #[test]
    fn one_dimension_is_one_gaussian() {
        let i = Inputs {
            z: arr2(&[[0.3], [-4.0]]),
            W_mu: arr2(&[[9.0]]),
            b_mu: arr1(&[-0.7]),
            W_s: arr2(&[[9.0]]),
            b_s: arr1(&[0.4]),
        };
        let out = IafSample::reference(&i);
        for (x, log_prob) in out.x.iter().zip(&out.log_prob) {
            assert!((log_prob - log_density(*x, -0.7, 0.4_f64.tanh())).abs() < 1e-13);
        }
    }
}

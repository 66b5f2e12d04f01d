//! # Masked autoregressive flow, data to noise
//!
//! A Gaussian autoregressive model read as a flow. Mean and scale of coordinate $i$ depend on the coordinates before it only:
//! $$\mu_i=b^\mu_i+\sum_{j<i}W^\mu_{ij}x_j,\quad \mathrm{log\_std}_i=\tanh\Big(b^s_i+\sum_{j<i}W^s_{ij}x_j\Big),\quad z_i=(x_i-\mu_i)\,e^{-\mathrm{log\_std}_i}.$$
//!
//! All $z_i$ are found in one pass. The Jacobian is lower triangular with the diagonal $e^{-\mathrm{log\_std}_i}$:
//! $$\log\left|\det\frac{\partial z}{\partial x}\right|=-\sum_i\mathrm{log\_std}_i,\qquad \log p(x)=\log\mathcal N(z;0,I)+\log\left|\det\frac{\partial z}{\partial x}\right|.$$
//! The hyperbolic tangent bounds the scale between $1/e$ and $e$, which keeps training stable.
//!
//! Of both matrices only the entries strictly below the diagonal are used (column before row).
//!
//! - Shapes: objects are rows. Units: nats. Domain: any real numbers.
//! - Source: lecture 6; Papamakarios, Pavlakou and Murray, Masked autoregressive flow for density estimation, 2017.

use crate::formulas::autoregressive::{self, Conditioner};
use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::standard_normal::log_prob;
use crate::task::prelude::*;

ports! { MafForward:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        x: f64["batch", "dim"] "Data.";
        W_mu: f64["dim", "dim"] "Weights of the means; only the part strictly below the diagonal is used.";
        b_mu: f64["dim"] "Biases of the means.";
        W_s: f64["dim", "dim"] "Weights of the log-scales; only the part strictly below the diagonal is used.";
        b_s: f64["dim"] "Biases of the log-scales.";
    }
    Outputs {
        z: f64["batch", "dim"] "Noise.";
        log_det: f64["batch"] "log|det ∂z/∂x| of every object.";
        log_prob: f64["batch"] "Log-density of every object under the flow, in nats.";
    }
}

impl Task for MafForward {
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=128, "dim" 5 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "mask_includes_self" => pass(i, true),
        "generative_direction" => {
            let (mu, log_std) = conditioner(i).parallel(i.x.view(), false);
            outputs(&i.x * &log_std.exp() + &mu, log_std.sum_axis(Axis(1)))
        }
        "log_det_negated" => outputs(right.z, -right.log_det),
        "log_2pi_missing" => Outputs {
            log_prob: right.log_prob + 0.5 * LOG_2PI * i.x.ncols() as f64,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let x = normal(rng, (sizes.get("batch"), dim));
        let weights = autoregressive::draw(rng, dim);
        Inputs {
            x,
            W_mu: weights.w_mu,
            b_mu: weights.b_mu,
            W_s: weights.w_s,
            b_s: weights.b_s,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        pass(inputs, false)
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

fn pass(i: &Inputs, includes_self: bool) -> Outputs {
    let (mu, log_std) = conditioner(i).parallel(i.x.view(), includes_self);
    outputs((&i.x - &mu) * (-&log_std).exp(), -log_std.sum_axis(Axis(1)))
}

fn outputs(z: Array2<f64>, log_det: Array1<f64>) -> Outputs {
    Outputs {
        log_prob: log_prob(z.view()) + &log_det,
        z,
        log_det,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn by_hand_with_the_unused_entries_not_a_number() {
        let unused = f64::NAN;
        let i = Inputs {
            x: arr2(&[[2.0, 7.0]]),
            W_mu: arr2(&[[unused, unused], [3.0, unused]]),
            b_mu: arr1(&[0.5, 1.0]),
            W_s: arr2(&[[unused, unused], [1e9, unused]]),
            b_s: arr1(&[0.0, 0.0]),
        };
        // μ = (½, 7), log σ = (0, 1): the second coordinate is exactly at its mean.
        let out = MafForward::reference(&i);
        assert_eq!(out.z, arr2(&[[1.5, 0.0]]));
        assert_eq!(out.log_det, arr1(&[-1.0]));
        assert!((out.log_prob[0] - (-1.125 - LOG_2PI - 1.0)).abs() < 1e-15);
    }

    #[test]
    fn one_dimension_is_one_gaussian() {
        let i = Inputs {
            x: arr2(&[[0.3]]),
            W_mu: arr2(&[[9.0]]),
            b_mu: arr1(&[-0.7]),
            W_s: arr2(&[[9.0]]),
            b_s: arr1(&[0.4]),
        };
        let expected = crate::formulas::gaussian::log_density(0.3, -0.7, 0.4_f64.tanh());
        assert!((MafForward::reference(&i).log_prob[0] - expected).abs() < 1e-15);
    }
}

//! # Masked autoregressive flow, data to noise
//!
//! A Gaussian autoregressive model read as a flow. Mean and scale of coordinate $i$ depend on the coordinates before it only:
//!
//! $$\mu_i=b^\mu_i+\sum_{j<i}W^\mu_{ij}x_j,\quad \mathrm{log\_std}_i=\tanh\Big(b^s_i+\sum_{j<i}W^s_{ij}x_j\Big),\quad z_i=(x_i-\mu_i)\,e^{-\mathrm{log\_std}_i}.$$
//!
//! All $z_i$ are found in one pass. The Jacobian is lower triangular with the diagonal $e^{-\mathrm{log\_std}_i}$:
//! $$\log\left|\det\frac{\partial z}{\partial x}\right|=-\sum_i\mathrm{log\_std}_i,\qquad \log p(x)=\log\mathcal N(z;0,I)+\log\left|\det\frac{\partial z}{\partial x}\right|.$$
//! The hyperbolic tangent bounds the scale between $1/e$ and $e$, which keeps training stable.
//!
//! Of both matrices only the entries strictly below the diagonal are used (column before row).
//!
//! Shapes: objects are rows. Units: nats. Domain: any real numbers.
//!
//! Source: lecture 6; Papamakarios, Pavlakou and Murray, Masked autoregressive flow for density estimation, 2017.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::autoregressive::{self, Conditioner};
use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::standard_normal::log_prob;
use crate::ports;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis};

ports! {
    /// Data and the masked conditioners.
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    pub struct Inputs {
        /// Data.
        x: Array2<f64> ["batch", "dim"],
        /// Weights of the means; only the part strictly below the diagonal is used.
        W_mu: Array2<f64> ["dim", "dim"],
        /// Biases of the means.
        b_mu: Array1<f64> ["dim"],
        /// Weights of the log-scales; only the part strictly below the diagonal is used.
        W_s: Array2<f64> ["dim", "dim"],
        /// Biases of the log-scales.
        b_s: Array1<f64> ["dim"],
    }
}

ports! {
    /// The noise and the density.
    pub struct Outputs {
        /// Noise.
        z: Array2<f64> ["batch", "dim"],
        /// log|det ∂z/∂x| of every object.
        log_det: Array1<f64> ["batch"],
        /// Log-density of every object under the flow, in nats.
        log_prob: Array1<f64> ["batch"],
    }
}

/// The density pass, see the module's page.
pub struct MafForward;

impl Task for MafForward {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("maf_forward.rs");
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = &[Size::new("batch", 8, 1, 128), Size::new("dim", 5, 1, 32)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "mask_includes_self",
            hint: Text {
                en: "$\\mu_i$ and $\\mathrm{log\\_std}_i$ may depend on $x_1, \\ldots, x_{i-1}$ only: the mask is strictly lower triangular.",
                ru: "$\\mu_i$ и $\\mathrm{log\\_std}_i$ могут зависеть только от $x_1, \\ldots, x_{i-1}$: маска строго нижнетреугольная.",
            },
            answer: |i| pass(i, true),
        },
        Mistake {
            id: "generative_direction",
            hint: Text {
                en: "You applied the sampling formula (the autoregressive prior in the course notebook is written that way): here $z = (x - \\mu) / \\sigma$.",
                ru: "Применена формула генерации (так записано авторегрессионное априорное распределение в ноутбуке курса): здесь $z = (x - \\mu) / \\sigma$.",
            },
            answer: |i| {
                let (mu, log_std) = conditioner(i).parallel(i.x.view(), false);
                outputs(&i.x * &log_std.exp() + &mu, log_std.sum_axis(Axis(1)))
            },
        },
        Mistake {
            id: "log_det_negated",
            hint: Text {
                en: "$dz/dx = 1/\\sigma$, so `log_det` is minus the sum of the logarithms of the scales.",
                ru: "$dz/dx = 1/\\sigma$, поэтому `log_det` — сумма логарифмов масштабов со знаком минус.",
            },
            answer: |i| {
                let right = MafForward::reference(i);
                outputs(right.z, -right.log_det)
            },
        },
        Mistake {
            id: "log_2pi_missing",
            hint: Text {
                en: "The standard normal's constant is missing: $-\\tfrac{1}{2}\\log 2\\pi$ for every dimension.",
                ru: "Потеряна константа стандартного нормального распределения: $-\\tfrac{1}{2}\\log 2\\pi$ на каждое измерение.",
            },
            answer: |i| {
                let right = MafForward::reference(i);
                Outputs {
                    log_prob: right.log_prob + 0.5 * LOG_2PI * i.x.ncols() as f64,
                    ..right
                }
            },
        },
    ];

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

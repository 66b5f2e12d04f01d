//! # Dequantization bound
//!
//! Discrete data $y\in\{0,\dots,V-1\}^D$ become continuous by noise $u\in[0,1)^D$: $x=(y+u)/V$. With $u\sim q(u|y)$ a density model $p(x)$
//! bounds the probability of $y$ from below,
//! $$\log P(y)\ge\mathbb E_{q(u|y)}\big[\log p(x)-D\log V-\log q(u|y)\big].$$
//!
//! Indeed $P(y)=\int p_{y+u}(y+u)\,du$ over the unit cube, the density of $y+u=Vx$ is $p(x)\,V^{-D}$, and Jensen's inequality does the rest.
//! Uniform noise has $\log q=0$. With $K$ samples and log-weights $w_k=\log p(x_k)-D\log V-\log q(u_k|y)$ the importance-weighted form
//! is the tighter $\log\frac1K\sum_ke^{w_k}$.
//!
//! Both are reported as bits per dimension, $-\,\cdot\,/(D\log 2)$: the lower, the better.
//!
//! - Numerical care: log-sum-exp over the samples.
//! - Shapes: sample × batch. Units: inputs in nats, outputs in bits per dimension. Domain: one dimension and one level or more.
//! - Source: lectures 7 and 8; Ho et al., Flow++, 2019; Hoogeboom, Cohen and Tomczak, Learning Discrete Distributions by Dequantization, 2020.

use crate::formulas::domain::{whole, whole_within};
use crate::formulas::logsumexp::{logmeanexp_axis, logsumexp_axis};
use crate::task::prelude::*;
use std::f64::consts::LN_2;

ports! { DequantizationBound:
    Inputs {
        log_p: f64["sample", "batch"] "Log-density of the model at the rescaled, dequantized data, in nats.";
        log_q: f64["sample", "batch"] "Log-density of the noise on the unit cube, in nats.";
        num_dims: i64[] "The number of dimensions of an object.";
        num_levels: i64[] "The number of levels of a dimension.";
    }
    Outputs {
        importance_weighted: f64["batch"] "The importance-weighted bound of every object, in bits per dimension.";
        variational: f64["batch"] "The variational bound of every object, in bits per dimension.";
    }
}

impl Task for DequantizationBound {
    const LECTURES: &'static [u8] = &[7, 8];
    const SIZES: &'static [Size] = sizes![
        "sample" 8 in 1..=256, "batch" 6 in 1..=256, "num_dims" 12 in 1..=4096,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "missing_volume_correction" => in_units(i, &(&i.log_p - &i.log_q), bit(i)),
        "log_q_added" => in_units(i, &(&i.log_p - log_volume(i) + &i.log_q), bit(i)),
        "nats_instead_of_bits" => in_units(i, &log_weights(i), i.num_dims as f64),
        "missing_log_k" => Outputs {
            importance_weighted: -logsumexp_axis(&log_weights(i), Axis(0)) / bit(i),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [sample, batch, num_dims] = sizes.all(["sample", "batch", "num_dims"]);
        let log_q = uniform(rng, (sample, batch), 1.0, 6.0);
        let level = num_dims as f64 * uniform(rng, batch, 1.0, 3.0);
        Inputs {
            log_p: 2.0 * normal(rng, (sample, batch)) + &log_q + level,
            log_q,
            num_dims: whole(num_dims),
            num_levels: 256,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("num_dims", &[inputs.num_dims], 1..=i64::MAX)?;
        whole_within("num_levels", &[inputs.num_levels], 1..=i64::MAX)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        in_units(inputs, &log_weights(inputs), bit(inputs))
    }
}

/// log P(y, u) − log q(u|y) of every sample and object, in nats.
fn log_weights(i: &Inputs) -> Array2<f64> {
    &i.log_p - log_volume(i) - &i.log_q
}

/// D·log V: what rescaling by V adds to a log-density.
fn log_volume(i: &Inputs) -> f64 {
    i.num_dims as f64 * (i.num_levels as f64).ln()
}

/// D·log 2: one bit per dimension, in nats.
fn bit(i: &Inputs) -> f64 {
    i.num_dims as f64 * LN_2
}

/// Both bounds, with the sign turned, in units of `unit` nats.
fn in_units(i: &Inputs, log_weights: &Array2<f64>, unit: f64) -> Outputs {
    let samples = i.log_p.nrows() as f64;
    Outputs {
        importance_weighted: -logmeanexp_axis(log_weights, Axis(0)) / unit,
        variational: -(log_weights.sum_axis(Axis(0)) / samples) / unit,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn a_uniform_model_of_v_levels_costs_log2_v_bits() {
        let inputs = Inputs {
            log_p: arr2(&[[0.0], [0.0], [0.0]]),
            log_q: arr2(&[[0.0], [0.0], [0.0]]),
            num_dims: 5,
            num_levels: 256,
        };
        let got = DequantizationBound::reference(&inputs);
        assert!((got.variational[0] - 8.0).abs() < 1e-14);
        assert!((got.importance_weighted[0] - 8.0).abs() < 1e-14);
    }

    #[test]
    fn two_weights_by_hand() {
        // One dimension of one level: weights 1 and 3.
        let inputs = Inputs {
            log_p: arr2(&[[0.5], [3.0_f64.ln()]]),
            log_q: arr2(&[[0.5], [0.0]]),
            num_dims: 1,
            num_levels: 1,
        };
        assert!(DequantizationBound::validate(&inputs).is_ok());
        let got = DequantizationBound::reference(&inputs);
        assert!((got.importance_weighted[0] + 1.0).abs() < 1e-15);
        assert!((got.variational[0] + 0.5 * 3.0_f64.log2()).abs() < 1e-15);
    }

    #[test]
    fn weights_beyond_the_range_of_exp() {
        let inputs = Inputs {
            log_p: arr2(&[[-9000.0], [-9000.0]]),
            log_q: arr2(&[[0.0], [0.0]]),
            num_dims: 1000,
            num_levels: 2,
        };
        let got = DequantizationBound::reference(&inputs);
        assert_eq!(got.importance_weighted, got.variational);
        assert!((got.variational[0] - (9.0 / LN_2 + 1.0)).abs() < 1e-12);
    }
}

//! # Importance-weighted dequantization bound
//!
//! The probability of discrete data $y$ is the integral of a density over the cell of noise $u$. With a learnt noise distribution
//! $q(u|y)$ and $K$ samples of it, two lower bounds of $\log P(y)$ are estimated from the log-weights
//! $w_k=\log p(y+u_k)-\log q(u_k|y)$:
//! $$\text{elbo}=\frac{1}{K}\sum_{k=1}^{K}w_k,\qquad \mathrm{iw\_bound}=\log\frac{1}{K}\sum_{k=1}^{K}e^{w_k}.$$
//!
//! By Jensen's inequality the second is never below the first; it grows tighter with $K$, and for $K=1$ both are the same.
//!
//! - Numerical care: log-sum-exp with the largest weight of the row taken out.
//! - Shapes: a row of samples an object. Units: nats. Domain: any log-densities; $-\infty$ (density 0) is allowed in `log_p`.
//! - Source: lecture 7; Ho et al., Flow++: Improving flow-based generative models with variational dequantization and architecture design, 2019.

use crate::formulas::logsumexp::logmeanexp_axis;
use crate::task::prelude::*;

ports! { IwDequantizationBound:
    Inputs {
        log_p: f64["batch", "sample"] "Log-density of the model at the dequantized data.";
        log_q: f64["batch", "sample"] "Log-density of the noise.";
    }
    Outputs {
        elbo: f64["batch"] "The variational dequantization bound of every object, in nats.";
        iw_bound: f64["batch"] "The importance-weighted bound of every object, in nats.";
    }
}

impl Task for IwDequantizationBound {
    const LECTURES: &'static [u8] = &[7];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=256, "sample" 5 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "log_k_missing" => Outputs {
            iw_bound: right.iw_bound + (i.log_p.ncols() as f64).ln(),
            ..right
        },
        "log_q_added" => bounds(&(&i.log_p + &i.log_q)),
        "log_q_missing" => bounds(&i.log_p),
        "average_of_logs" => Outputs {
            iw_bound: right.elbo.clone(),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("sample"));
        Inputs {
            log_p: normal(rng, shape) * 1.5 - 3.0,
            log_q: normal(rng, shape) * 0.8 + 0.3,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        bounds(&(&inputs.log_p - &inputs.log_q))
    }
}

/// The average of the log-weights and the log of the average weight, row by row.
fn bounds(w: &Array2<f64>) -> Outputs {
    Outputs {
        elbo: w.sum_axis(Axis(1)) / w.ncols() as f64,
        iw_bound: logmeanexp_axis(w, Axis(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn of(log_p: Array2<f64>, log_q: Array2<f64>) -> Outputs {
        IwDequantizationBound::reference(&Inputs { log_p, log_q })
    }

    #[test]
    fn weights_one_and_three() {
        let out = of(arr2(&[[0.0, 12.0_f64.ln()]]), arr2(&[[0.0, 4.0_f64.ln()]]));
        assert!((out.elbo[0] - 0.5 * 3.0_f64.ln()).abs() < 1e-15);
        assert!((out.iw_bound[0] - 2.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn one_sample_makes_both_bounds_equal() {
        let out = of(arr2(&[[-3.25]]), arr2(&[[0.75]]));
        assert_eq!((out.elbo[0], out.iw_bound[0]), (-4.0, -4.0));
    }

    #[test]
    fn densities_of_images_neither_vanish_nor_overflow() {
        let low = of(arr2(&[[-1e4, -1e4]]), arr2(&[[0.0, 0.0]]));
        let high = of(arr2(&[[1e4, 1e4]]), arr2(&[[0.0, 0.0]]));
        assert!((low.iw_bound[0] + 1e4).abs() < 1e-11 && (high.iw_bound[0] - 1e4).abs() < 1e-11);
    }

    #[test]
    fn an_impossible_sample_only_lowers_the_average_weight() {
        let out = of(arr2(&[[0.0, f64::NEG_INFINITY]]), arr2(&[[0.0, 0.0]]));
        assert_eq!(out.elbo[0], f64::NEG_INFINITY);
        assert!((out.iw_bound[0] + 2.0_f64.ln()).abs() < 1e-15);
    }
}

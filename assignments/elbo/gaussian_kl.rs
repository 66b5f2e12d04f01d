//! # KL divergence of two diagonal Gaussians
//!
//! $$KL(p\,\|\,q)=\mathbb E_{p}\log\frac{p(z)}{q(z)},\qquad p=\mathcal N(\mu_p,\operatorname{diag}e^{2s_p}),\; q=\mathcal N(\mu_q,\operatorname{diag}e^{2s_q}).$$
//!
//! Both densities factorise, so the divergence is the sum over dimensions of
//! $$\frac12\Big(e^{2(s_p-s_q)}-1-2(s_p-s_q)\Big)+\frac12(\mu_p-\mu_q)^2e^{-2s_q},$$
//! the textbook $s_q-s_p+\frac{e^{2s_p}+(\mu_p-\mu_q)^2}{2e^{2s_q}}-\frac12$ with $\delta=s_p-s_q$ taken together:
//! `expm1` keeps all digits for nearly equal scales and gives exactly 0 for equal distributions.
//!
//! - Units: nats. Domain: any finite mean and log-scale.
//! - Source: lectures 3 and 4; Kingma and Welling, Auto-Encoding Variational Bayes, 2014, appendix B.

use crate::formulas::gaussian::{exp_above_tangent, standardized};
use crate::task::prelude::*;

ports! { GaussianKl:
    Inputs {
        mean_p: f64["batch", "dim"] "Means of p.";
        log_std_p: f64["batch", "dim"] "Logarithms of the standard deviations of p.";
        mean_q: f64["batch", "dim"] "Means of q.";
        log_std_q: f64["batch", "dim"] "Logarithms of the standard deviations of q.";
    }
    Outputs {
        kl: f64["batch"] "KL(p‖q) of every object, in nats.";
    }
}

impl Task for GaussianKl {
    const LECTURES: &'static [u8] = &[3, 4];
    const SIZES: &'static [Size] = sizes!["batch" 16 in 1..=256, "dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "arguments_swapped" =>
            kl(&i.mean_q, &i.log_std_q, &i.mean_p, &i.log_std_p).sum_axis(Axis(1)),
        "log_std_as_log_var" => kl(
            &i.mean_p,
            &(&i.log_std_p / 2.0),
            &i.mean_q,
            &(&i.log_std_q / 2.0),
        )
        .sum_axis(Axis(1)),
        "missing_minus_half" => per_dim(i).mapv(|k| k + 0.5).sum_axis(Axis(1)),
        "mean_over_dims" => {
            let k = per_dim(i);
            k.sum_axis(Axis(1)) / k.ncols() as f64
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        let mean_p = normal(rng, shape);
        let mean_q = &mean_p + &signed_uniform(rng, shape, 0.3, 2.0);
        Inputs {
            mean_p,
            mean_q,
            log_std_p: uniform(rng, shape, -1.0, 0.7),
            log_std_q: uniform(rng, shape, -1.0, 0.7),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(per_dim(inputs).sum_axis(Axis(1)))
    }
}

fn per_dim(i: &Inputs) -> Array2<f64> {
    kl(&i.mean_p, &i.log_std_p, &i.mean_q, &i.log_std_q)
}

/// KL of every element's pair of one-dimensional Gaussians, in nats.
fn kl(
    mean_p: &Array2<f64>,
    log_std_p: &Array2<f64>,
    mean_q: &Array2<f64>,
    log_std_q: &Array2<f64>,
) -> Array2<f64> {
    Zip::from(mean_p)
        .and(log_std_p)
        .and(mean_q)
        .and(log_std_q)
        .map_collect(|&mean_p, &s_p, &mean_q, &s_q| {
            let delta = s_p - s_q;
            let shift = standardized(mean_p, mean_q, s_q);
            0.5 * exp_above_tangent(2.0 * delta) + 0.5 * shift * shift
        })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn equal_distributions_are_at_exactly_zero() {
        let mean = arr2(&[[0.3, -7.0, 1.0]]);
        let log_std = arr2(&[[0.1, -3.0, -800.0]]);
        let inputs = Inputs {
            mean_p: mean.clone(),
            log_std_p: log_std.clone(),
            mean_q: mean,
            log_std_q: log_std,
        };
        assert_eq!(GaussianKl::reference(&inputs).kl[0], 0.0);
    }

    #[test]
    fn nearly_equal_scales_keep_their_digits() {
        // δ = 2⁻²⁷: δ² + ⅔δ³, where expm1(2δ) − 2δ has seven digits.
        let delta = 2.0_f64.powi(-27);
        let zero = arr2(&[[0.0]]);
        let inputs = Inputs {
            mean_p: zero.clone(),
            log_std_p: arr2(&[[delta]]),
            mean_q: zero.clone(),
            log_std_q: zero,
        };
        let expected = delta * delta * (1.0 + 2.0 / 3.0 * delta);
        assert!((GaussianKl::reference(&inputs).kl[0] / expected - 1.0).abs() < 1e-14);
    }

    #[test]
    fn standard_against_doubled_scale() {
        // ln 2 + 1/8 − 1/2, by hand.
        let inputs = Inputs {
            mean_p: arr2(&[[0.0]]),
            log_std_p: arr2(&[[0.0]]),
            mean_q: arr2(&[[0.0]]),
            log_std_q: arr2(&[[2.0_f64.ln()]]),
        };
        assert!((GaussianKl::reference(&inputs).kl[0] - (2.0_f64.ln() - 0.375)).abs() < 1e-15);
    }
}

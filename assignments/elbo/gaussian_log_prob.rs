//! # Log-density of a diagonal Gaussian
//!
//! $$\log p(x)=\sum_{d}\Big(-\tfrac12\log 2\pi-s_d-\tfrac12(x_d-\mu_d)^2e^{-2s_d}\Big),\qquad p=\mathcal N(\mu,\operatorname{diag}e^{2s}).$$
//!
//! A diagonal covariance makes the dimensions independent: the joint density is the product of the one-dimensional densities, its logarithm
//! the sum. The decoder, the posterior and the prior of a VAE are all evaluated by this formula.
//!
//! - Numerical care: $x-\mu$ is divided by $e^{s}$ before it is squared, so that neither the square nor the variance overflows alone.
//! - Shapes: every array is batch × dim; one number an object is left. Units: nats. Domain: any finite numbers; the log-density may be
//!   positive, a density is not bounded by 1.
//! - Source: lectures 2, 3 and 4; Kingma and Welling, Auto-Encoding Variational Bayes, 2014, appendix C.

use crate::formulas::gaussian::{LOG_2PI, log_density};
use crate::task::prelude::*;

ports! { GaussianLogProb:
    Inputs {
        x: f64["batch", "dim"] "Points.";
        mean: f64["batch", "dim"] "Means.";
        log_std: f64["batch", "dim"] "Logarithms of the standard deviations.";
    }
    Outputs {
        log_prob: f64["batch"] "log p(x) of every object, in nats.";
    }
}

impl Task for GaussianLogProb {
    const LECTURES: &'static [u8] = &[2, 3, 4];
    const SIZES: &'static [Size] = sizes!["batch" 16 in 1..=256, "dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_normalizer" => per_dim(i, &i.log_std)
            .mapv(|l| l + 0.5 * LOG_2PI)
            .sum_axis(Axis(1)),
        "log_std_as_log_var" => per_dim(i, &(&i.log_std / 2.0)).sum_axis(Axis(1)),
        "mean_over_dims" => log_prob(i) / i.x.ncols() as f64,
        "negated" => -log_prob(i),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        let mean = 2.0 * normal(rng, shape);
        let log_std = uniform(rng, shape, -1.0, 0.7);
        Inputs {
            x: &mean + &(signed_uniform(rng, shape, 0.3, 2.0) * log_std.mapv(f64::exp)),
            mean,
            log_std,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(log_prob(inputs))
    }
}

fn log_prob(i: &Inputs) -> Array1<f64> {
    per_dim(i, &i.log_std).sum_axis(Axis(1))
}

/// The log-density of every dimension alone.
fn per_dim(i: &Inputs, log_std: &Array2<f64>) -> Array2<f64> {
    Zip::from(&i.x)
        .and(&i.mean)
        .and(log_std)
        .map_collect(|&x, &mean, &s| log_density(x, mean, s))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn log_prob_of(x: f64, mean: f64, log_std: f64) -> f64 {
        let inputs = Inputs {
            x: arr2(&[[x]]),
            mean: arr2(&[[mean]]),
            log_std: arr2(&[[log_std]]),
        };
        GaussianLogProb::reference(&inputs).log_prob[0]
    }

    #[test]
    fn one_object_of_one_dimension() {
        // −½log 2π − ½, one standard deviation off; and with σ = 2, two standard deviations off.
        let half_log_2pi = 0.918_938_533_204_672_8;
        assert!((log_prob_of(1.0, 0.0, 0.0) + half_log_2pi + 0.5).abs() < 1e-15);
        let wide = log_prob_of(5.0, 1.0, 2.0_f64.ln());
        assert!((wide + half_log_2pi + 2.0_f64.ln() + 2.0).abs() < 1e-14);
    }

    #[test]
    fn dimensions_add_up() {
        let inputs = Inputs {
            x: arr2(&[[1.0, 5.0], [0.0, 1.0]]),
            mean: arr2(&[[0.0, 1.0], [0.0, 1.0]]),
            log_std: arr2(&[[0.0, 2.0_f64.ln()], [0.0, 0.0]]),
        };
        let got = GaussianLogProb::reference(&inputs).log_prob;
        assert!((got[0] + LOG_2PI + 2.5 + 2.0_f64.ln()).abs() < 1e-14);
        assert!((got[1] + LOG_2PI).abs() < 1e-15);
    }

    #[test]
    fn scales_far_beyond_the_range_of_exp() {
        assert!((log_prob_of(1e150, 0.0, 800.0) + 800.0 + 0.5 * LOG_2PI).abs() < 1e-9);
        assert!((log_prob_of(3.0, 3.0, -800.0) - 800.0 + 0.5 * LOG_2PI).abs() < 1e-9);
    }
}

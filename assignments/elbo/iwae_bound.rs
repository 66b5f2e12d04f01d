//! # Importance-weighted bound
//!
//! $$\mathcal L_K(x)=\log\frac1K\sum_{k=1}^{K}\frac{p(x,z_k)}{q(z_k|x)},\qquad z_k\sim q(z|x),$$
//! computed from the log-weights $w_k=\log p(x,z_k)-\log q(z_k|x)$.
//!
//! The average of the weights is an unbiased estimate of $p(x)$ and the logarithm is concave, so $\mathbb E\,\mathcal L_K\le\log p(x)$ for every
//! $K$. One sample gives the ELBO; more samples tighten the bound. The weights normalised over the samples are those of the gradient of
//! the bound and of self-normalised importance sampling.
//!
//! - Numerical care: log-weights of images are in the hundreds or thousands, so that $e^{w}$ is 0 or infinite in any float: the largest is taken
//!   out of the sum first.
//! - Shapes: sample × batch. Units: nats. Domain: any finite log-weights; $-\infty$ is a sample of weight 0.
//! - Source: lecture 4; Burda, Grosse and Salakhutdinov, Importance Weighted Autoencoders, 2015.

use crate::formulas::logsumexp::{logmeanexp_axis, logsumexp_axis, softmax};
use crate::task::prelude::*;

ports! { IwaeBound:
    Inputs {
        log_weights: f64["sample", "batch"] "log p(x, z) − log q(z|x) of every sample and object.";
    }
    Outputs {
        iwae: f64["batch"] "The importance-weighted bound of every object, in nats.";
        elbo: f64["batch"] "The ELBO estimated from the same samples, in nats.";
        normalized_weights: f64["sample", "batch"] "Importance weights that sum to 1 over the samples of every object.";
    }
}

impl Task for IwaeBound {
    const LECTURES: &'static [u8] = &[4];
    const SIZES: &'static [Size] = sizes!["sample" 10 in 1..=1024, "batch" 8 in 1..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-5, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "missing_log_k" => Outputs {
            iwae: logsumexp_axis(&i.log_weights, Axis(0)),
            ..right
        },
        "mean_of_logs" => Outputs {
            iwae: right.elbo.clone(),
            ..right
        },
        "max_instead_of_logsumexp" => {
            let largest = i.log_weights.map_axis(Axis(0), |w| {
                w.iter().copied().fold(f64::NEG_INFINITY, f64::max)
            });
            Outputs {
                iwae: largest - log_samples(i),
                ..right
            }
        }
        "softmax_over_batch" => Outputs {
            normalized_weights: softmax(&i.log_weights, Axis(1)),
            ..right
        },
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "For two objects of every instance the log-weights are between 800 and 2000 in absolute value, once negative and once positive: their exponentials are 0 or infinite in floating point.",
            ru: "У двух объектов каждого варианта логарифмы весов по модулю от 800 до 2000, у одного отрицательные, у другого положительные: их экспоненты — нуль или бесконечность.",
        },
        |i| {
            let beyond = |sign: f64| {
                let column = |w: ArrayView1<'_, f64>| {
                    w.iter().all(|w| (780.0..=2020.0).contains(&(sign * w)))
                };
                i.log_weights
                    .columns()
                    .into_iter()
                    .filter(|w| column(*w))
                    .count()
                    == 1
            };
            beyond(-1.0) && beyond(1.0)
        },
    )];

    fn output_tolerance(output: &str) -> Tolerance {
        match output {
            "normalized_weights" => Tolerance::new(1e-4, 1e-4),
            _ => Self::TOLERANCE,
        }
    }

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (sample, batch) = (sizes.get("sample"), sizes.get("batch"));
        let mut level = uniform(rng, batch, -130.0, -90.0);
        if batch > 2 {
            level[batch - 2] = -uniform1(rng, 800.0, 2000.0);
            level[batch - 1] = uniform1(rng, 800.0, 2000.0);
        }
        Inputs {
            log_weights: 2.5 * normal(rng, (sample, batch)) + level,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let w = &inputs.log_weights;
        Outputs {
            iwae: logmeanexp_axis(w, Axis(0)),
            elbo: w.sum_axis(Axis(0)) / w.nrows() as f64,
            normalized_weights: softmax(w, Axis(0)),
        }
    }
}

/// log K.
fn log_samples(i: &Inputs) -> f64 {
    (i.log_weights.nrows() as f64).ln()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn bounds(log_weights: Array2<f64>) -> Outputs {
        IwaeBound::reference(&Inputs { log_weights })
    }

    #[test]
    fn one_sample_is_the_elbo() {
        let got = bounds(arr2(&[[-77.5, 12.0]]));
        assert_eq!(got.iwae, got.elbo);
        assert_eq!(got.normalized_weights, arr2(&[[1.0, 1.0]]));
    }

    #[test]
    fn two_weights_by_hand() {
        // Weights 1 and 3: the mean is 2, the logarithms average to ½ log 3.
        let got = bounds(arr2(&[[0.0], [3.0_f64.ln()]]));
        assert!((got.iwae[0] - 2.0_f64.ln()).abs() < 1e-15);
        assert!((got.elbo[0] - 0.5 * 3.0_f64.ln()).abs() < 1e-15);
        assert!((got.normalized_weights[(1, 0)] - 0.75).abs() < 1e-15);
    }

    #[test]
    fn a_bound_near_zero_keeps_its_digits() {
        // ½(e^w + e^−w) = cosh w = 1 + ½w².
        let got = bounds(arr2(&[[2e-6], [-2e-6]]));
        assert!((got.iwae[0] / 2e-12 - 1.0).abs() < 1e-9);
    }

    #[test]
    fn weights_beyond_the_range_of_exp_and_of_weight_zero() {
        let got = bounds(arr2(&[[-5000.0, 2000.0], [-5000.0, f64::NEG_INFINITY]]));
        assert_eq!(got.iwae[0], -5000.0);
        assert!((got.iwae[1] - (2000.0 - 2.0_f64.ln())).abs() < 1e-12);
        assert_eq!(got.normalized_weights, arr2(&[[0.5, 1.0], [0.5, 0.0]]));
    }
}

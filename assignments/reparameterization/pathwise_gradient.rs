//! # Pathwise gradient of an expectation
//!
//! The reparameterized Monte Carlo gradient of $\mathbb E_{z\sim\mathcal N(\mu,\operatorname{diag}\sigma^2)}f(z)$ for
//! $f(z)=\tfrac12z^\top Az+b^\top z$ with a symmetric $A$. With $z_s=\mu+\sigma\odot\epsilon_s$, $\sigma=e^{\lambda}$ and $g_s=\nabla f(z_s)=Az_s+b$
//! $$\nabla_\mu\approx\frac1S\sum_sg_s,\qquad\nabla_\lambda\approx\frac1S\sum_sg_s\odot\sigma\odot\epsilon_s .$$
//!
//! The law of $\epsilon$ does not depend on the parameters, so the gradient moves under the expectation, and the chain rule does the rest:
//! $\partial z/\partial\mu=1$, $\partial z/\partial\lambda=\sigma\odot\epsilon$ ($\lambda$ is `log_std`). Both estimates are unbiased.
//!
//! - Shapes: `mean`, `log_std`, `b` (dim), `A` (dim, dim), `eps` (sample, dim). No numerical care is needed. Domain: any finite values.
//! - Source: lecture 3; Kingma and Welling 2014 (arXiv:1312.6114); Mohamed et al., Monte Carlo Gradient Estimation in Machine Learning, 2020
//!   (arXiv:1906.10652), section 5.

use crate::formulas::quadratic::Quadratic;
use crate::task::prelude::*;

ports! { PathwiseGradient:
    #[expect(non_snake_case, reason = "ports carry the letters of the formula")]
    Inputs {
        mean: f64["dim"] "Means.";
        log_std: f64["dim"] "Logarithms of the standard deviations.";
        eps: f64["sample", "dim"] "Standard normal noise, a row a sample.";
        A: f64["dim", "dim"] "The matrix of the objective, symmetric.";
        b: f64["dim"] "The vector of the objective.";
    }
    Outputs {
        value: f64[] "The estimate of the expectation itself.";
        grad_mean: f64["dim"] "The gradient by the means.";
        grad_log_std: f64["dim"] "The gradient by the logarithms of the standard deviations.";
    }
}

impl Task for PathwiseGradient {
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = sizes!["sample" 16 in 2..=1024, "dim" 4 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "gradient_wrt_std" => estimate(i, &i.log_std.exp(), |_, eps| eps),
        "noise_factor_missing" => estimate(i, &i.log_std.exp(), |sigma, _| sigma),
        "log_std_as_log_var" => {
            let sigma = i.log_std.mapv(|s| (s / 2.0).exp());
            estimate(i, &sigma, |sigma, eps| sigma * eps / 2.0)
        }
        "summed_over_samples" => {
            let samples = i.eps.nrows() as f64;
            let mean = Self::reference(i);
            Outputs {
                value: samples * mean.value,
                grad_mean: samples * mean.grad_mean,
                grad_log_std: samples * mean.grad_log_std,
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (samples, dim) = (sizes.get("sample"), sizes.get("dim"));
        let square = normal(rng, (dim, dim));
        Inputs {
            mean: normal(rng, dim),
            log_std: signed_uniform(rng, dim, 0.3, 0.8),
            eps: normal(rng, (samples, dim)),
            A: 0.5 * (&square + &square.t()),
            b: normal(rng, dim),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        estimate(inputs, &inputs.log_std.exp(), |sigma, eps| sigma * eps)
    }
}

/// The averages over the samples; `dz_dlog_std` is the derivative of one coordinate of the sample, given σ and ε.
fn estimate(i: &Inputs, sigma: &Array1<f64>, dz_dlog_std: impl Fn(f64, f64) -> f64) -> Outputs {
    let f = Quadratic {
        matrix: &i.A,
        vector: &i.b,
    };
    let (samples, dim) = i.eps.dim();
    let mut value = 0.0;
    let (mut grad_mean, mut grad_log_std) = (Array1::zeros(dim), Array1::zeros(dim));
    for eps in i.eps.outer_iter() {
        let z = &i.mean + &(sigma * &eps);
        let g = f.gradient(z.view());
        value += f.value(z.view());
        grad_mean += &g;
        for d in 0..dim {
            grad_log_std[d] += g[d] * dz_dlog_std(sigma[d], eps[d]);
        }
    }
    let samples = samples as f64;
    Outputs {
        value: value / samples,
        grad_mean: grad_mean / samples,
        grad_log_std: grad_log_std / samples,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn one_sample_in_one_dimension_by_hand() {
        // z = 1 + 2·0.5 = 2, f = 3z²/2 + z = 8, f' = 3z + 1 = 7, dz/dlog_std = 1.
        let inputs = Inputs {
            mean: arr1(&[1.0]),
            log_std: arr1(&[2.0_f64.ln()]),
            eps: arr2(&[[0.5]]),
            A: arr2(&[[3.0]]),
            b: arr1(&[1.0]),
        };
        let out = PathwiseGradient::reference(&inputs);
        assert!((out.value - 8.0).abs() < 1e-14);
        assert!((out.grad_mean[0] - 7.0).abs() < 1e-14);
        assert!((out.grad_log_std[0] - 7.0).abs() < 1e-14);
    }

    #[test]
    fn antithetic_noise_gives_the_closed_form_of_a_quadratic() {
        // Noise ±1 has the right first two moments: E f = μ²/2 + σ²/2, gradients μ and σ².
        let inputs = Inputs {
            mean: arr1(&[0.7]),
            log_std: arr1(&[-0.4]),
            eps: arr2(&[[1.0], [-1.0]]),
            A: arr2(&[[1.0]]),
            b: arr1(&[0.0]),
        };
        let out = PathwiseGradient::reference(&inputs);
        let variance = (-0.8_f64).exp();
        assert!((out.value - f64::midpoint(0.49, variance)).abs() < 1e-15);
        assert!((out.grad_mean[0] - 0.7).abs() < 1e-15);
        assert!((out.grad_log_std[0] - variance).abs() < 1e-15);
    }
}

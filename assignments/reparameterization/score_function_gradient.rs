//! # Score-function (REINFORCE) gradient of an expectation
//!
//! The log-derivative gradient of $\mathbb E_{z\sim\mathcal N(\mu,\operatorname{diag}\sigma^2)}f(z)$, $f(z)=\tfrac12z^\top Az+b^\top z$, with and without a constant baseline $c$.
//! Since $\nabla q=q\,\nabla\log q$, and since $\mathbb E_q\nabla\log q=0$ lets any constant be subtracted,
//! $$\nabla_\theta\,\mathbb E_qf(z)=\mathbb E_q\bigl[(f(z)-c)\,\nabla_\theta\log q(z)\bigr]\approx\frac1S\sum_s(f(z_s)-c)\,\nabla_\theta\log q(z_s).$$
//!
//! With $z=\mu+\sigma\odot\epsilon$ and $\log q=-\tfrac12\epsilon^2-\log\sigma+\mathrm{const}$ per coordinate the scores are
//! $$\nabla_\mu\log q=\frac{z-\mu}{\sigma^2}=\frac\epsilon\sigma,\qquad\nabla_{\log\sigma}\log q=\epsilon^2-1 .$$
//! Only values of $f$ are needed, never its gradient. A constant baseline moves the variance and not the expectation.
//!
//! - Numerical care: $\epsilon/\sigma$ from the noise itself; $(z-\mu)/\sigma^2$ cancels where $\sigma\ll|\mu|$. The averages cancel too, hence the wider absolute tolerance.
//! - Shapes: `mean`, `log_std`, `b` (dim), `A` (dim, dim), `eps` (sample, dim), `baseline` a number. Domain: any finite values.
//! - Source: lecture 3; Williams 1992; Mohamed et al., Monte Carlo Gradient Estimation in Machine Learning, 2020 (arXiv:1906.10652), section 4.

use crate::formulas::quadratic::Quadratic;
use crate::task::prelude::*;

ports! { ScoreFunctionGradient:
    #[expect(non_snake_case, reason = "ports carry the letters of the formula")]
    Inputs {
        mean: f64["dim"] "Means.";
        log_std: f64["dim"] "Logarithms of the standard deviations.";
        eps: f64["sample", "dim"] "Standard normal noise, a row a sample.";
        A: f64["dim", "dim"] "The matrix of the objective, symmetric.";
        b: f64["dim"] "The vector of the objective.";
        baseline: f64[] "The constant baseline.";
    }
    Outputs {
        grad_mean: f64["dim"] "The gradient by the means, without a baseline.";
        grad_log_std: f64["dim"] "The gradient by log_std, without a baseline.";
        grad_mean_baseline: f64["dim"] "The gradient by the means, with the baseline.";
        grad_log_std_baseline: f64["dim"] "The gradient by log_std, with the baseline.";
    }
}

impl Task for ScoreFunctionGradient {
    const LECTURES: &'static [u8] = &[3];
    const SIZES: &'static [Size] = sizes!["sample" 16 in 1..=1024, "dim" 4 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 3e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "score_divided_by_std_once" => estimate(i, i.baseline, |eps, _| eps, by_log_std),
        "normalizer_gradient_missing" => estimate(i, i.baseline, by_mean, |eps, _| eps * eps),
        "gradient_wrt_std" => estimate(i, i.baseline, by_mean, |eps, sigma| {
            by_log_std(eps, sigma) / sigma
        }),
        "baseline_added" => estimate(i, -i.baseline, by_mean, by_log_std),
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
            baseline: signed_uniform1(rng, 0.5, 2.0),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        estimate(inputs, inputs.baseline, by_mean, by_log_std)
    }
}

/// The score of one coordinate by its mean.
fn by_mean(eps: f64, sigma: f64) -> f64 {
    eps / sigma
}

/// The score of one coordinate by the logarithm of its standard deviation.
fn by_log_std(eps: f64, _sigma: f64) -> f64 {
    eps * eps - 1.0
}

/// The averages of f·score and (f − baseline)·score; a score is that of one coordinate, given ε and σ.
fn estimate(
    i: &Inputs,
    baseline: f64,
    score_mean: fn(f64, f64) -> f64,
    score_log_std: fn(f64, f64) -> f64,
) -> Outputs {
    let objective = Quadratic {
        matrix: &i.A,
        vector: &i.b,
    };
    let sigma = i.log_std.exp();
    let values: Array1<f64> = i
        .eps
        .outer_iter()
        .map(|eps| objective.value((&i.mean + &(&sigma * &eps)).view()))
        .collect();
    let average = |weights: &Array1<f64>, score: fn(f64, f64) -> f64| {
        Array1::from_shape_fn(sigma.len(), |d| {
            let terms = weights.iter().zip(i.eps.column(d));
            let total: f64 = terms.map(|(w, &eps)| w * score(eps, sigma[d])).sum();
            total / weights.len() as f64
        })
    };
    let lowered = &values - baseline;
    Outputs {
        grad_mean: average(&values, score_mean),
        grad_log_std: average(&values, score_log_std),
        grad_mean_baseline: average(&lowered, score_mean),
        grad_log_std_baseline: average(&lowered, score_log_std),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn one_dimension(mean: f64, log_std: f64, eps: &[[f64; 1]], baseline: f64) -> Inputs {
        Inputs {
            mean: arr1(&[mean]),
            log_std: arr1(&[log_std]),
            eps: arr2(eps),
            A: arr2(&[[3.0]]),
            b: arr1(&[1.0]),
            baseline,
        }
    }

    #[test]
    fn one_sample_by_hand() {
        // z = 2, f = 8; scores 0.5/2 and 0.25 − 1.
        let inputs = one_dimension(1.0, 2.0_f64.ln(), &[[0.5]], 4.0);
        let out = ScoreFunctionGradient::reference(&inputs);
        assert!((out.grad_mean[0] - 2.0).abs() < 1e-14);
        assert!((out.grad_log_std[0] + 6.0).abs() < 1e-14);
        assert!((out.grad_mean_baseline[0] - 1.0).abs() < 1e-14);
        assert!((out.grad_log_std_baseline[0] + 3.0).abs() < 1e-14);
    }

    #[test]
    fn a_baseline_drops_out_where_the_scores_average_to_zero() {
        let inputs = one_dimension(0.3, -0.5, &[[1.0], [-1.0]], 1e3);
        let out = ScoreFunctionGradient::reference(&inputs);
        assert!((&out.grad_mean - &out.grad_mean_baseline)[0].abs() < 1e-12);
        assert_eq!(out.grad_log_std_baseline[0], 0.0);
    }

    #[test]
    fn a_narrow_gaussian_far_from_zero_keeps_its_score() {
        // (z − mean)/σ² would be 0/σ²: the sample rounds to the mean.
        let inputs = one_dimension(1e9, (1e-9_f64).ln(), &[[1.0]], 0.0);
        let out = ScoreFunctionGradient::reference(&inputs);
        let f = 1.5e18 + 1e9;
        assert!((out.grad_mean[0] / (f * 1e9) - 1.0).abs() < 1e-9);
    }
}

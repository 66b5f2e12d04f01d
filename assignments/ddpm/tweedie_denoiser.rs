//! # Tweedie's formulas for a Gaussian mixture
//!
//! The data are a mixture of diagonal Gaussians and $x_t=\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\epsilon$. The law $p_t$ of $x_t$ is the
//! mixture with means $\sqrt{\bar\alpha_t}\,m_k$ and variances $v_k=\bar\alpha_t\sigma_k^2+s^2$, $s^2=1-\bar\alpha_t$, and its first two
//! derivatives give the posterior of the data:
//! $$\mathbb E[x_0\mid x_t]=\frac{x_t+s^2\,\nabla\log p_t}{\sqrt{\bar\alpha_t}},\qquad
//! \operatorname{Var}[x_{0,d}\mid x_t]=\frac{s^2}{\bar\alpha_t}\Bigl(1+s^2\,\frac{\partial^2\log p_t}{\partial x_d^2}\Bigr).$$
//!
//! - Numerical care: where $\bar\alpha_t$ is small the bracket cancels. The same two numbers without a difference are the mean and the variance
//!   of the mixture of the components' own posteriors, $\mu_k=m_k-\sqrt{\bar\alpha_t}\,\sigma_k^2g_k$ with $g_k=(\sqrt{\bar\alpha_t}\,m_k-x_t)/v_k$
//!   and variances $\sigma_k^2s^2/v_k$.
//! - Domain: $0<\bar\alpha_t<1$ at every step in use.
//! - Source: Robbins, An Empirical Bayes Approach to Statistics, 1956; Efron, Tweedie's Formula and Selection Bias, 2011.

use crate::formulas::gaussian_mixture::GaussianMixture;
use crate::formulas::noise_schedule::{
    check_noise, check_signal, check_steps, draw_alpha_bar, index,
};
use crate::task::prelude::*;

ports! { TweedieDenoiser:
    Inputs {
        x_t: f64["batch", "dim"] "Noised data.";
        t: i64["batch"] "The 0-based step of every object.";
        alpha_bar: f64["step"] "Running products of alpha.";
        logits: f64["component"] "Logits of the mixture weights.";
        mean: f64["component", "dim"] "Means of the components.";
        log_std: f64["component", "dim"] "Logarithms of their standard deviations.";
    }
    Outputs {
        score: f64["batch", "dim"] "The score of the noised law at every point.";
        x0_mean: f64["batch", "dim"] "Posterior mean of the data.";
        x0_variance: f64["batch", "dim"] "Posterior variance of every coordinate of the data.";
    }
}

impl Task for TweedieDenoiser {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes![
        "batch" 7 in 3..=20, "dim" 3 in 2..=6, "component" 4 in 2..=8, "step" 20 in 10..=24,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(2e-4, 5e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "not_rescaled" => Outputs {
            x0_mean: per_row(i, |row, at| {
                &i.x_t.row(row) + &(&right.score.row(row) * at.noise)
            }),
            ..right
        },
        "score_times_std" => Outputs {
            x0_mean: per_row(i, |row, at| {
                let shift = &right.score.row(row) * at.noise.sqrt();
                (&i.x_t.row(row) + &shift) / at.signal.sqrt()
            }),
            ..right
        },
        "means_not_scaled" => {
            let law = |at: &Step| noised(i, at, 1.0);
            let score = per_row(i, |row, at| law(at).score(i.x_t.row(row)));
            Outputs {
                x0_mean: per_row(i, |row, at| {
                    (&i.x_t.row(row) + &(&score.row(row) * at.noise)) / at.signal.sqrt()
                }),
                x0_variance: per_row(i, |row, at| {
                    let law = law(at);
                    let x = i.x_t.row(row);
                    let (r, pulls) = (law.responsibilities(x), law.pulls(x, 2.0));
                    let spread = (&pulls - &score.row(row)).mapv(|g| g * g);
                    let curvature = r.dot(&(spread - precisions(i, at)));
                    (curvature * at.noise + 1.0) * (at.noise / at.signal)
                }),
                score,
            }
        }
        "second_derivative_missing" => Outputs {
            x0_variance: per_row(i, |_, at| {
                Array1::from_elem(i.x_t.ncols(), at.noise / at.signal)
            }),
            ..right
        },
        "responsibilities_not_differentiated" => Outputs {
            x0_variance: per_row(i, |row, at| {
                let law = noised(i, at, at.signal.sqrt());
                let curvature = -law.responsibilities(i.x_t.row(row)).dot(&precisions(i, at));
                (curvature * at.noise + 1.0) * (at.noise / at.signal)
            }),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        let components = sizes.get("component");
        let alpha_bar = draw_alpha_bar(rng, step);
        let last = i64::try_from(step).unwrap_or(i64::MAX) - 5;
        let mut t = integers(rng, batch, 3, last);
        t[0] = 0;
        let mean = 1.5 * normal(rng, (components, dim));
        let log_std = uniform(rng, (components, dim), -0.8, 0.2);
        let mut x_t = normal(rng, (batch, dim));
        for (mut row, &t) in x_t.rows_mut().into_iter().zip(&t) {
            let signal: f64 = alpha_bar[index(t)];
            let k = index1(rng, components);
            let data = &mean.row(k) + &(log_std.row(k).mapv(f64::exp) * normal(rng, dim));
            row *= (1.0 - signal).sqrt();
            row.scaled_add(signal.sqrt(), &data);
        }
        Inputs {
            x_t,
            t,
            alpha_bar,
            logits: 0.7 * normal(rng, components),
            mean,
            log_std,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(&inputs.alpha_bar, &inputs.t)?;
        check_signal(&inputs.alpha_bar, &inputs.t)?;
        check_noise(&inputs.alpha_bar, &inputs.t)
    }

    fn reference(i: &Inputs) -> Outputs {
        let posterior = |row: usize, at: &Step| {
            let law = noised(i, at, at.signal.sqrt());
            let r = law.responsibilities(i.x_t.row(row));
            // Bayes' rule in each component: the noised residual, shrunken by its share of the variance.
            let variances = i.log_std.mapv(|s| (2.0 * s).exp());
            let share = &variances * &precisions(i, at);
            let residuals = &i.x_t.row(row) - &(&i.mean * at.signal.sqrt());
            let means = &i.mean + &(residuals * &share * at.signal.sqrt());
            let mean = r.dot(&means);
            let spread = (&means - &mean).mapv(|d| d * d);
            (r.dot(&(share * at.noise + spread)), mean)
        };
        Outputs {
            score: per_row(i, |row, at| {
                noised(i, at, at.signal.sqrt()).score(i.x_t.row(row))
            }),
            x0_mean: per_row(i, |row, at| posterior(row, at).1),
            x0_variance: per_row(i, |row, at| posterior(row, at).0),
        }
    }
}

/// ᾱ of a row's step and 1 − ᾱ.
struct Step {
    signal: f64,
    noise: f64,
}

/// A vector of every row, computed at its own step.
fn per_row(i: &Inputs, f: impl Fn(usize, &Step) -> Array1<f64>) -> Array2<f64> {
    let mut rows = Array2::zeros(i.x_t.raw_dim());
    for (row, mut values) in rows.rows_mut().into_iter().enumerate() {
        let signal = i.alpha_bar[index(i.t[row])];
        let noise = 1.0 - signal;
        values.assign(&f(row, &Step { signal, noise }));
    }
    rows
}

/// The law of the noised data, its means those of the data times `scale`.
fn noised(i: &Inputs, at: &Step, scale: f64) -> GaussianMixture {
    let log_std = precisions(i, at).mapv(|p| -0.5 * p.ln());
    GaussianMixture::new(&i.logits, &(&i.mean * scale), &log_std)
}

/// 1/v of every component and coordinate.
fn precisions(i: &Inputs, at: &Step) -> Array2<f64> {
    i.log_std
        .mapv(|s| 1.0 / (at.signal * (2.0 * s).exp() + at.noise))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(alpha_bar: f64) -> Inputs {
        Inputs {
            x_t: arr2(&[[2.0]]),
            t: arr1(&[0]),
            alpha_bar: arr1(&[alpha_bar]),
            logits: arr1(&[0.0]),
            mean: arr2(&[[1.0]]),
            log_std: arr2(&[[0.0]]),
        }
    }

    #[test]
    fn one_component_by_hand() {
        // v = 0.25 + 0.75 = 1: the posterior of x₀ has mean 1 + ½·(2 − ½) and variance 0.75.
        let out = TweedieDenoiser::reference(&inputs(0.25));
        assert!((out.score[(0, 0)] + 1.5).abs() < 1e-15);
        assert!((out.x0_mean[(0, 0)] - 1.75).abs() < 1e-15);
        assert!((out.x0_variance[(0, 0)] - 0.75).abs() < 1e-15);
        let tweedie = (2.0 + 0.75 * out.score[(0, 0)]) / 0.5;
        assert!((out.x0_mean[(0, 0)] - tweedie).abs() < 1e-15);
    }

    #[test]
    fn steps_without_signal_or_noise_are_refused() {
        assert!(TweedieDenoiser::validate(&inputs(0.0)).is_err());
        assert!(TweedieDenoiser::validate(&inputs(1.0)).is_err());
    }
}

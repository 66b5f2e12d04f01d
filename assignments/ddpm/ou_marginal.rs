//! # Marginals of the Ornstein-Uhlenbeck process
//!
//! The linear equation $dx=\theta(\mu-x)\,dt+g\,dw$ keeps Gaussians Gaussian; its Fokker-Planck equation closes in the mean and the variance,
//! $\dot m=\theta(\mu-m)$ and $\dot v=-2\theta v+g^2$, so that from $x(0)\sim\mathcal N(m_0,\operatorname{diag}\sigma_0^2)$
//! $$m(t)=m_0e^{-\theta t}+\mu(1-e^{-\theta t}),\qquad v(t)=\sigma_0^2e^{-2\theta t}+\frac{g^2}{2\theta}(1-e^{-2\theta t}).$$
//!
//! For long times this is $\mathcal N(\mu,g^2/2\theta)$; $\theta=\frac12$, $g=1$, $\mu=0$ is Langevin dynamics with a standard normal target.
//!
//! - Numerical care: `expm1`, so that slow drifts keep their digits; the limit $\theta=0$ is Brownian motion, $v=\sigma_0^2+g^2t$.
//! - Domain: $t\ge0$, any real $\theta$ (the stationary law exists for $\theta>0$).
//! - Source: lecture 13; Särkkä and Solin, Applied Stochastic Differential Equations, 2019, section 6.2.

use crate::formulas::domain::{not_negative, positive};
use crate::task::prelude::*;

ports! { OuMarginal:
    Inputs {
        t: f64["time"] "Times.";
        theta: f64[] "The rate of the drift.";
        mu: f64["dim"] "The point that the drift pulls to.";
        g: f64[] "The diffusion coefficient, the factor of dw.";
        init_mean: f64["dim"] "Means of the start.";
        init_log_std: f64["dim"] "Logarithms of the standard deviations of the start.";
    }
    Outputs {
        mean: f64["time", "dim"] "Means at every time.";
        variance: f64["time", "dim"] "Variances at every time.";
    }
}

impl Task for OuMarginal {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes!["time" 6 in 1..=256, "dim" 3 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "variance_decays_like_mean" => Outputs {
            // ∫₀ᵗ e^(−θr) dr is (1 − e^(−θt))/θ: half of it has 2θ in the denominator.
            variance: variance(i, 1.0, i.theta, 0.5),
            ..right
        },
        "stationary_variance_without_two" => Outputs {
            variance: variance(i, 1.0, 2.0 * i.theta, 2.0),
            ..right
        },
        "initial_variance_ignored" => Outputs {
            variance: variance(i, 0.0, 2.0 * i.theta, 1.0),
            ..right
        },
        "long_run_mean_ignored" => Outputs {
            mean: mean(i, &Array1::zeros(i.mu.len())),
            ..right
        },
        "standard_deviation_returned" => Outputs {
            variance: right.variance.mapv(f64::sqrt),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (times, dim) = (sizes.get("time"), sizes.get("dim"));
        Inputs {
            t: uniform(rng, times, 0.2, 1.5),
            theta: uniform1(rng, 0.6, 1.5),
            mu: normal(rng, dim) * 1.5,
            g: uniform1(rng, 1.2, 2.0),
            init_mean: normal(rng, dim) * 2.0,
            init_log_std: uniform(rng, dim, -0.3, 0.5),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        positive("theta", inputs.theta)?;
        inputs.t.iter().try_for_each(|&t| not_negative("t", t))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            mean: mean(inputs, &inputs.mu),
            variance: variance(inputs, 1.0, 2.0 * inputs.theta, 1.0),
        }
    }
}

fn mean(i: &Inputs, mu: &Array1<f64>) -> Array2<f64> {
    Array2::from_shape_fn((i.t.len(), mu.len()), |(n, d)| {
        let exponent = -i.theta * i.t[n];
        i.init_mean[d] * exponent.exp() - mu[d] * exponent.exp_m1()
    })
}

/// start·σ₀²·e^(−rate·t) + diffusion·g²·∫₀ᵗ e^(−rate·r) dr.
fn variance(i: &Inputs, start: f64, rate: f64, diffusion: f64) -> Array2<f64> {
    Array2::from_shape_fn((i.t.len(), i.mu.len()), |(n, d)| {
        let kept = (2.0 * i.init_log_std[d] - rate * i.t[n]).exp();
        start * kept + diffusion * i.g * i.g * decay_integral(rate, i.t[n])
    })
}

/// ∫₀ᵗ e^(−rate·r) dr = (1 − e^(−rate·t))/rate.
fn decay_integral(rate: f64, t: f64) -> f64 {
    if rate == 0.0 {
        t
    } else {
        -(-rate * t).exp_m1() / rate
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn run(t: f64, theta: f64, g: f64) -> (f64, f64) {
        let o = OuMarginal::reference(&Inputs {
            t: arr1(&[t]),
            theta,
            mu: arr1(&[3.0]),
            g,
            init_mean: arr1(&[-1.0]),
            init_log_std: arr1(&[0.0]),
        });
        (o.mean[(0, 0)], o.variance[(0, 0)])
    }

    #[test]
    fn the_start_and_the_end() {
        assert_eq!(run(0.0, 1.0, 2.0), (-1.0, 1.0));
        assert_eq!(run(1e4, 1.0, 2.0), (3.0, 2.0));
    }

    #[test]
    fn one_half_life() {
        let (mean, variance) = run(std::f64::consts::LN_2, 1.0, 2.0);
        assert!((mean - 1.0).abs() < 1e-15);
        assert!((variance - (0.25 + 2.0 * 0.75)).abs() < 1e-15);
    }

    #[test]
    fn slow_and_no_drift() {
        // v = 1 + (g² − 2θ)t to first order.
        assert!((run(1.0, 1e-8, 1.0).1 - (2.0 - 3e-8)).abs() < 1e-14);
        assert_eq!(run(2.0, 0.0, 1.5), (-1.0, 1.0 + 4.5));
    }
}

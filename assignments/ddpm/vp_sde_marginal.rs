//! # Marginals of the variance-preserving SDE
//!
//! The forward process of DDPM in continuous time is $dx=-\frac12\beta(t)\,x\,dt+\sqrt{\beta(t)}\,dw$, here with $\beta(t)=\beta_{\min}+t(\beta_{\max}-\beta_{\min})$. Given $x(0)=x_0$ the marginal is Gaussian:
//! $$b=\int_0^t\beta(r)\,dr=\beta_{\min}t+\tfrac12(\beta_{\max}-\beta_{\min})t^2,\qquad m(t)=x_0e^{-b/2},\qquad v(t)=1-e^{-b}.$$
//!
//! $e^{-b}$ is $\bar\alpha$ of discrete time, where $\prod(1-\beta_s)\approx e^{-\sum\beta_s}$. The drift halves the rate for the mean; the variance decays with the whole of it towards 1.
//!
//! - Numerical care: `expm1` for short times. Domain: $0\le t\le1$, $\beta\ge0$.
//! - Source: lectures 13 and 14; Song et al., Score-Based Generative Modeling through Stochastic Differential Equations, 2021, equation 33.

use crate::formulas::domain::{not_negative, within};
use crate::task::prelude::*;

ports! { VpSdeMarginal:
    Inputs {
        x0: f64["batch", "dim"] "Data.";
        t: f64["batch"] "The time of every object.";
        beta_min: f64[] "The noise rate at time 0.";
        beta_max: f64[] "The noise rate at time 1.";
    }
    Outputs {
        mean: f64["batch", "dim"] "Means.";
        variance: f64["batch"] "Variances, common to all dimensions.";
    }
}

impl Task for VpSdeMarginal {
    const LECTURES: &'static [u8] = &[13, 14];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=256, "dim" 3 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "mean_without_half" => marginal(i, &integral(i, 0.5), 1.0, 1.0),
        "variance_with_half" => marginal(i, &integral(i, 0.5), 0.5, 0.5),
        "integral_without_half" => marginal(i, &integral(i, 1.0), 0.5, 1.0),
        "beta_not_integrated" => {
            let beta = i.t.mapv(|t| i.beta_min + t * (i.beta_max - i.beta_min));
            marginal(i, &beta, 0.5, 1.0)
        }
        "standard_deviation_returned" => Outputs {
            variance: right.variance.mapv(f64::sqrt),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            x0: normal(rng, (batch, dim)),
            t: uniform(rng, batch, 0.2, 0.9),
            beta_min: uniform1(rng, 0.2, 0.6),
            beta_max: uniform1(rng, 2.5, 6.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("beta_min", inputs.beta_min)?;
        not_negative("beta_max", inputs.beta_max)?;
        inputs.t.iter().try_for_each(|&t| within("t", t, 0.0..=1.0))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        marginal(inputs, &integral(inputs, 0.5), 0.5, 1.0)
    }
}

/// β_min·t + factor·(β_max − β_min)·t²; the integral of β has the factor ½.
fn integral(i: &Inputs, factor: f64) -> Array1<f64> {
    i.t.mapv(|t| t * (i.beta_min + factor * (i.beta_max - i.beta_min) * t))
}

/// The marginal whose mean decays with `mean_share` of b and whose variance rises with `variance_share` of it.
fn marginal(i: &Inputs, b: &Array1<f64>, mean_share: f64, variance_share: f64) -> Outputs {
    let decay = b.mapv(|b| (-mean_share * b).exp());
    Outputs {
        mean: &i.x0 * &decay.insert_axis(Axis(1)),
        variance: b.mapv(|b| -(-variance_share * b).exp_m1()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn run(t: f64, beta_min: f64, beta_max: f64) -> (f64, f64) {
        let (x0, t) = (arr2(&[[3.0]]), arr1(&[t]));
        let o = VpSdeMarginal::reference(&Inputs {
            x0,
            t,
            beta_min,
            beta_max,
        });
        (o.mean[(0, 0)], o.variance[0])
    }

    #[test]
    fn the_start_is_the_data() {
        assert_eq!(run(0.0, 0.1, 20.0), (3.0, 0.0));
    }

    #[test]
    fn the_end_of_a_rising_schedule() {
        // b = (β_min + β_max)/2 = ln 4.
        let (mean, variance) = run(1.0, 0.0, 2.0 * 4.0_f64.ln());
        assert!((mean - 1.5).abs() < 1e-15);
        assert!((variance - 0.75).abs() < 1e-15);
    }

    #[test]
    fn short_times_keep_their_digits() {
        let (_, variance) = run(1e-12, 0.5, 0.5);
        assert!((variance / 5e-13 - 1.0).abs() < 1e-12);
    }
}

//! # Preconditioning and noise levels of EDM
//!
//! The denoiser is $D(x;\sigma)=c_{\mathrm{skip}}x+c_{\mathrm{out}}F(c_{\mathrm{in}}x,c_{\mathrm{noise}})$. That inputs and targets of the network have
//! unit variance and that its errors are amplified least fixes
//! $$c_{\mathrm{skip}}=\frac{\sigma_d^2}{\sigma^2+\sigma_d^2},\quad c_{\mathrm{out}}=\frac{\sigma\,\sigma_d}{\sqrt{\sigma^2+\sigma_d^2}},\quad
//! c_{\mathrm{in}}=\frac1{\sqrt{\sigma^2+\sigma_d^2}},\quad c_{\mathrm{noise}}=\tfrac14\log\sigma,\quad\lambda=\frac1{c_{\mathrm{out}}^2}.$$
//!
//! The levels of sampling are evenly spaced to the power $1/\rho$, from $\sigma_{\max}$ to $\sigma_{\min}$, and after them stands 0.
//!
//! - Domain: all levels, $\sigma_d$ and $\rho$ positive; at least one level.
//! - Source: Karras et al., Elucidating the Design Space of Diffusion-Based Generative Models, 2022, table 1 and equation 5.

use crate::formulas::domain::{index, positive};
use crate::formulas::noise_schedule::check_length;
use crate::task::prelude::*;

ports! { EdmPreconditioning:
    Inputs {
        sigma: f64["batch"] "Noise levels, not their logarithms.";
        sigma_data: f64[] "Standard deviation of the data.";
        n_steps: i64[] "The number of levels of the schedule, without the last 0.";
        sigma_min: f64[] "The least level.";
        sigma_max: f64[] "The largest level.";
        rho: f64[] "The power of the schedule.";
    }
    Outputs {
        c_skip: f64["batch"] "Weight of the input that skips the network.";
        c_out: f64["batch"] "Weight of the network's output.";
        c_in: f64["batch"] "Weight of the network's input.";
        c_noise: f64["batch"] "What the network is told of the level.";
        weight: f64["batch"] "Weight of the loss.";
        schedule: f64["level"] "The levels of sampling, the largest first, 0 at the end.";
    }
}

impl Task for EdmPreconditioning {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=30, "n_steps" 9 in 3..=60];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "variance_not_rooted" => {
            let d = i.sigma_data;
            Outputs {
                c_out: i.sigma.mapv(|s| s * d / (s * s + d * d)),
                c_in: i.sigma.mapv(|s| 1.0 / (s * s + d * d)),
                ..right
            }
        }
        "quarter_missing" => Outputs {
            c_noise: i.sigma.ln(),
            ..right
        },
        "weight_product_not_squared" => {
            let d = i.sigma_data;
            Outputs {
                weight: i.sigma.mapv(|s| (s * s + d * d) / (s * d)),
                ..right
            }
        }
        "endpoint_excluded" => Outputs {
            schedule: schedule(i, |k, n| powered(i, k / n)),
            ..right
        },
        "geometric_schedule" => {
            let geometric = |k: f64, n: f64| {
                i.sigma_max * (share(k, n) * (i.sigma_min / i.sigma_max).ln()).exp()
            };
            Outputs {
                schedule: schedule(i, geometric),
                ..right
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            sigma: uniform(rng, sizes.get("batch"), -3.0, 2.0).exp(),
            sigma_data: uniform1(rng, 0.6, 0.9),
            n_steps: i64::try_from(sizes.get("n_steps")).unwrap_or(i64::MAX),
            sigma_min: uniform1(rng, 0.003, 0.02),
            sigma_max: uniform1(rng, 30.0, 70.0),
            rho: uniform1(rng, 4.0, 6.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_length(inputs.n_steps)?;
        inputs
            .sigma
            .iter()
            .try_for_each(|&s| positive("sigma", s))?;
        positive("sigma_data", inputs.sigma_data)?;
        positive("sigma_min", inputs.sigma_min)?;
        positive("sigma_max", inputs.sigma_max)?;
        positive("rho", inputs.rho)
    }

    fn reference(i: &Inputs) -> Outputs {
        let d = i.sigma_data;
        // A norm, in which no square overflows.
        let c_out = i.sigma.mapv(|s| s / s.hypot(d) * d);
        Outputs {
            c_skip: i.sigma.mapv(|s| (d / s.hypot(d)).powi(2)),
            c_in: i.sigma.mapv(|s| 1.0 / s.hypot(d)),
            c_noise: i.sigma.ln() / 4.0,
            weight: c_out.mapv(|c| 1.0 / (c * c)),
            c_out,
            schedule: schedule(i, |k, n| powered(i, share(k, n))),
        }
    }
}

/// k of n − 1, 0 for one level alone.
fn share(k: f64, n: f64) -> f64 {
    if n > 1.0 { k / (n - 1.0) } else { 0.0 }
}

/// The level at this share of the way, evenly to the power 1/ρ.
fn powered(i: &Inputs, share: f64) -> f64 {
    let root = |sigma: f64| sigma.powf(1.0 / i.rho);
    let (from, to) = (root(i.sigma_max), root(i.sigma_min));
    ((1.0 - share) * from + share * to).powf(i.rho)
}

fn schedule(i: &Inputs, level: impl Fn(f64, f64) -> f64) -> Array1<f64> {
    let n = index(i.n_steps);
    let levels = (0..n).map(|k| level(k as f64, n as f64));
    levels.chain([0.0]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn inputs(n_steps: i64) -> Inputs {
        Inputs {
            sigma: arr1(&[3.0]),
            sigma_data: 4.0,
            n_steps,
            sigma_min: 1.0,
            sigma_max: 9.0,
            rho: 2.0,
        }
    }

    #[test]
    fn a_right_triangle_by_hand() {
        let out = EdmPreconditioning::reference(&inputs(3));
        for (got, expected) in [
            (out.c_skip[0], 16.0 / 25.0),
            (out.c_out[0], 12.0 / 5.0),
            (out.c_in[0], 0.2),
            (out.weight[0], 25.0 / 144.0),
        ] {
            assert!((got - expected).abs() < 1e-15);
        }
        for (got, expected) in out.schedule.iter().zip([9.0, 4.0, 1.0, 0.0]) {
            assert!((got - expected).abs() < 1e-14);
        }
    }

    #[test]
    fn one_level_is_the_largest() {
        let out = EdmPreconditioning::reference(&inputs(1));
        assert!((out.schedule[0] - 9.0).abs() < 1e-14 && out.schedule[1] == 0.0);
    }

    #[test]
    fn no_levels_and_no_noise_are_refused() {
        assert!(EdmPreconditioning::validate(&inputs(0)).is_err());
        let silent = Inputs {
            sigma: arr1(&[0.0]),
            ..inputs(2)
        };
        assert!(EdmPreconditioning::validate(&silent).is_err());
    }
}

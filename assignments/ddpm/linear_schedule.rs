//! # The linear noise schedule
//!
//! The forward process adds noise of variance $\beta_t$ at step $t$. The linear schedule spaces these variances evenly, both ends included:
//! $$\beta_t=\beta_{\mathrm{start}}+(\beta_{\mathrm{end}}-\beta_{\mathrm{start}})\frac{t}{T-1},\qquad \alpha_t=1-\beta_t,\qquad \bar\alpha_t=\prod_{s=0}^{t}\alpha_s,\qquad t=0,\dots,T-1.$$
//!
//! $\sqrt{\alpha_t}$ shrinks the signal at step $t$, so $\sqrt{\bar\alpha_t}$ is what is left of the data after it.
//! A schedule of one step is $\beta_0=\beta_{\mathrm{start}}$.
//!
//! - Domain: from 1 to 100,000 steps.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, section 4.

use crate::formulas::domain::within;
use crate::formulas::noise_schedule::{before, check_length, index, running_product};
use crate::task::prelude::*;

ports! { LinearSchedule:
    Inputs {
        n_steps: i64[] "The number of steps T.";
        beta_start: f64[] "The variance of the first step.";
        beta_end: f64[] "The variance of the last step.";
    }
    Outputs {
        beta: f64["n_steps"] "Variances of the single steps.";
        alpha: f64["n_steps"] "1 − beta.";
        alpha_bar: f64["n_steps"] "Running products of alpha.";
    }
}

impl Task for LinearSchedule {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes!["n_steps" 24 in 2..=4000];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-7);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "endpoint_excluded" => schedule(betas(i, index(i.n_steps))),
        "alpha_bar_off_by_one" => {
            let shifted = |t| before(&right.alpha_bar, t);
            Outputs {
                alpha_bar: Array1::from_shape_fn(right.alpha_bar.len(), shifted),
                ..right
            }
        }
        "product_of_betas" => Outputs {
            alpha_bar: running_product(&right.beta),
            ..right
        },
        "root_of_alpha_bar" => Outputs {
            alpha_bar: right.alpha_bar.mapv(f64::sqrt),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            n_steps: i64::try_from(sizes.get("n_steps")).unwrap_or(i64::MAX),
            beta_start: uniform1(rng, 0.005, 0.02),
            beta_end: uniform1(rng, 0.2, 0.35),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_length(inputs.n_steps)?;
        within("beta_start", inputs.beta_start, 0.0..=1.0)?;
        within("beta_end", inputs.beta_end, 0.0..=1.0)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        schedule(betas(inputs, index(inputs.n_steps).saturating_sub(1)))
    }
}

/// The variances, with the way from start to end cut into this many intervals.
fn betas(i: &Inputs, intervals: usize) -> Array1<f64> {
    // From the nearer end: both are exact, and an end much smaller than the other keeps its digits.
    let intervals = intervals.max(1) as f64;
    let change = i.beta_end - i.beta_start;
    Array1::from_shape_fn(index(i.n_steps), |t| {
        let (passed, left) = (t as f64, intervals - t as f64);
        if passed < left {
            i.beta_start + change * (passed / intervals)
        } else {
            i.beta_end - change * (left / intervals)
        }
    })
}

fn schedule(beta: Array1<f64>) -> Outputs {
    let alpha = beta.mapv(|b| 1.0 - b);
    Outputs {
        alpha_bar: running_product(&alpha),
        alpha,
        beta,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(n_steps: i64) -> Outputs {
        LinearSchedule::reference(&Inputs {
            n_steps,
            beta_start: 0.1,
            beta_end: 0.3,
        })
    }

    #[test]
    fn three_steps_by_hand() {
        let o = run(3);
        for (got, expected) in o.beta.iter().zip([0.1, 0.2, 0.3]) {
            assert!((got - expected).abs() < 1e-15);
        }
        assert!((o.alpha_bar[2] - 0.9 * 0.8 * 0.7).abs() < 1e-15);
    }

    #[test]
    fn one_step_is_the_start() {
        assert_eq!(run(1).beta.to_vec(), [0.1]);
        assert_eq!(run(1).alpha_bar.to_vec(), [0.9]);
    }

    #[test]
    fn lengths_out_of_proportion_are_refused() {
        for n_steps in [0, -3, 100_001, i64::MAX, i64::MIN] {
            let inputs = Inputs {
                n_steps,
                beta_start: 0.1,
                beta_end: 0.3,
            };
            assert!(LinearSchedule::validate(&inputs).is_err(), "{n_steps}");
        }
    }

    #[test]
    fn both_ends_are_exact_whatever_their_sizes() {
        for (beta_start, beta_end) in [(0.02, 1e-20), (1e-20, 0.02), (0.3, 0.3)] {
            let beta = LinearSchedule::reference(&Inputs {
                n_steps: 7,
                beta_start,
                beta_end,
            })
            .beta;
            assert_eq!((beta[0], beta[6]), (beta_start, beta_end));
        }
    }
}

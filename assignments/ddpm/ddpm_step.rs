//! # One step of ancestral sampling
//!
//! The reverse process removes the predicted noise of one step and adds fresh noise of a fixed variance:
//! $$x_{t-1}=\mu_t+\mathbf 1[t>0]\,\sigma_tz,\qquad \mu_t=\frac1{\sqrt{\alpha_t}}\Bigl(x_t-\frac{\beta_t}{\sqrt{1-\bar\alpha_t}}\hat\epsilon\Bigr).$$
//!
//! Two variances are in use: the small one, $\sigma_t^2=\tilde\beta_t=\frac{1-\bar\alpha_{t-1}}{1-\bar\alpha_t}\beta_t$, is the posterior's and right for data concentrated in one point;
//! the large one, $\sigma_t^2=\beta_t$, is right for standard normal data. At the last step, $t=0$, no noise is added.
//! $\mu_t$ is the posterior's mean with $\hat x_0$ in place of $x_0$.
//!
//! - Domain: $0\le t<T$, $\beta\in(0,1)$; time is 0-based. Nothing is clipped.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, algorithm 2.

use crate::formulas::noise_schedule::{
    NoiseSchedule, check_beta, check_indices, draw_beta, draw_t_with_the_first, per_row,
};
use crate::task::prelude::*;

ports! { DdpmStep:
    Inputs {
        x_t: f64["batch", "dim"] "The state at step t.";
        eps_pred: f64["batch", "dim"] "The network's prediction of the noise.";
        t: i64["batch"] "The 0-based step of every object.";
        beta: f64["step"] "Variances of the single forward steps.";
        noise: f64["batch", "dim"] "Fresh standard normal noise.";
    }
    Outputs {
        x_prev_small: f64["batch", "dim"] "With the posterior's variance.";
        x_prev_large: f64["batch", "dim"] "With the forward step's variance.";
    }
}

impl Task for DdpmStep {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 2..=256, "dim" 4 in 1..=64, "step" 20 in 2..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "noise_at_the_last_step" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let large = |t| schedule.beta(t).sqrt();
            let small = |t| {
                if t == 0 {
                    large(t)
                } else {
                    small_std(&schedule, t)
                }
            };
            step(i, mean_weights(&schedule), small, large)
        }
        "variance_not_rooted" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let small = |t| schedule.posterior_variance(t);
            let large = |t| large_std(&schedule, t).powi(2);
            step(i, mean_weights(&schedule), small, large)
        }
        "divided_by_root_alpha_bar" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let weights = |t| (mean_weights(&schedule)(t).0, schedule.alpha_bar(t).sqrt());
            right_noise(i, &schedule, weights)
        }
        "noise_weight_not_rooted" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let weights = |t| {
                (
                    schedule.beta(t) / schedule.noise(t),
                    schedule.alpha(t).sqrt(),
                )
            };
            right_noise(i, &schedule, weights)
        }
        "variances_swapped" => Outputs {
            x_prev_small: right.x_prev_large,
            x_prev_large: right.x_prev_small,
        },
        "no_noise_at_t_1" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let unless_early = |t, std: f64| if t <= 1 { 0.0 } else { std };
            let small = |t| unless_early(t, small_std(&schedule, t));
            let large = |t| unless_early(t, large_std(&schedule, t));
            step(i, mean_weights(&schedule), small, large)
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        let mut t = draw_t_with_the_first(rng, batch, 1, step);
        if batch > 1 {
            // The paper's "no noise unless t > 1" counts from 1.
            t[1] = 1;
        }
        Inputs {
            x_t: normal(rng, (batch, dim)),
            eps_pred: normal(rng, (batch, dim)),
            t,
            beta: draw_beta(rng, step),
            noise: normal(rng, (batch, dim)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_beta(&inputs.beta)?;
        check_indices("t", &inputs.t, inputs.beta.len())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let schedule = NoiseSchedule::of(&inputs.beta);
        right_noise(inputs, &schedule, mean_weights(&schedule))
    }
}

/// The weight of the predicted noise and the divisor of the mean.
fn mean_weights(schedule: &NoiseSchedule) -> impl Fn(usize) -> (f64, f64) + '_ {
    |t| {
        (
            schedule.beta(t) / schedule.noise(t).sqrt(),
            schedule.alpha(t).sqrt(),
        )
    }
}

fn small_std(schedule: &NoiseSchedule, t: usize) -> f64 {
    schedule.posterior_variance(t).sqrt()
}

fn large_std(schedule: &NoiseSchedule, t: usize) -> f64 {
    if t == 0 { 0.0 } else { schedule.beta(t).sqrt() }
}

fn right_noise(
    i: &Inputs,
    schedule: &NoiseSchedule,
    weights: impl Fn(usize) -> (f64, f64),
) -> Outputs {
    step(
        i,
        weights,
        |t| small_std(schedule, t),
        |t| large_std(schedule, t),
    )
}

/// The step with these weights of the mean and these deviations.
fn step(
    i: &Inputs,
    weights: impl Fn(usize) -> (f64, f64),
    small: impl Fn(usize) -> f64,
    large: impl Fn(usize) -> f64,
) -> Outputs {
    let predicted = &i.eps_pred * &per_row(&i.t, |t| weights(t).0);
    let mean = (&i.x_t - &predicted) / per_row(&i.t, |t| weights(t).1);
    Outputs {
        x_prev_small: &mean + &(&i.noise * &per_row(&i.t, small)),
        x_prev_large: &mean + &(&i.noise * &per_row(&i.t, large)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: i64) -> Inputs {
        Inputs {
            x_t: arr2(&[[1.0]]),
            eps_pred: arr2(&[[0.5]]),
            t: arr1(&[t]),
            beta: arr1(&[0.19, 0.36]),
            noise: arr2(&[[2.0]]),
        }
    }

    #[test]
    fn the_last_step_adds_no_noise() {
        let o = DdpmStep::reference(&inputs(0));
        let expected = (1.0 - 0.5 * 0.19_f64.sqrt()) / 0.9;
        assert!((o.x_prev_small[(0, 0)] - expected).abs() < 1e-15);
        assert_eq!(o.x_prev_small, o.x_prev_large);
    }

    #[test]
    fn a_middle_step_by_hand() {
        let o = DdpmStep::reference(&inputs(1));
        let mean = (1.0 - 0.36 / 0.4816_f64.sqrt() * 0.5) / 0.8;
        let small = (0.19 / 0.4816 * 0.36_f64).sqrt();
        assert!((o.x_prev_small[(0, 0)] - mean - 2.0 * small).abs() < 1e-14);
        assert!((o.x_prev_large[(0, 0)] - mean - 1.2).abs() < 1e-14);
    }

    #[test]
    fn steps_outside_the_schedule_are_refused() {
        assert!(DdpmStep::validate(&inputs(-1)).is_err());
        assert!(DdpmStep::validate(&inputs(2)).is_err());
    }
}

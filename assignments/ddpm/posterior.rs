//! # The posterior of the forward process
//!
//! Given the data, the reverse of one noising step is Gaussian by Bayes' rule: $q(x_{t-1}\mid x_t,x_0)=\mathcal N(\tilde\mu_t,\tilde\beta_tI)$,
//! $$\tilde\mu_t=\frac{\sqrt{\bar\alpha_{t-1}}\,\beta_t}{1-\bar\alpha_t}x_0+\frac{\sqrt{\alpha_t}\,(1-\bar\alpha_{t-1})}{1-\bar\alpha_t}x_t,\qquad \tilde\beta_t=\frac{1-\bar\alpha_{t-1}}{1-\bar\alpha_t}\,\beta_t.$$
//!
//! The precisions of $q(x_{t-1}\mid x_0)$ and of $q(x_t\mid x_{t-1})$ as a function of $x_{t-1}$ add up:
//! $1/\tilde\beta_t=1/(1-\bar\alpha_{t-1})+\alpha_t/\beta_t$.
//! Time is 0-based and $\bar\alpha_{-1}=1$: at $t=0$ the mean is $x_0$ and the variance is exactly 0, for the step before is the data.
//!
//! - Numerical care: $1-\bar\alpha_t$ is accumulated from the $\beta$, not subtracted.
//! - Domain: $0\le t<T$, $\beta\in(0,1)$.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, equations 6 and 7.

use crate::formulas::noise_schedule::{
    NoiseSchedule, check_beta, check_indices, draw_beta, draw_t_with_the_first, index, per_row,
};
use crate::task::prelude::*;

ports! { Posterior:
    Inputs {
        x0: f64["batch", "dim"] "Data.";
        x_t: f64["batch", "dim"] "Noised data.";
        t: i64["batch"] "The 0-based step of every object.";
        beta: f64["step"] "Variances of the single steps.";
    }
    Outputs {
        mean: f64["batch", "dim"] "The mean of q(x_{t−1} | x_t, x₀).";
        variance: f64["batch"] "Its variance, common to all dimensions.";
    }
}

impl Task for Posterior {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 2..=256, "dim" 4 in 1..=64, "step" 20 in 2..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "beta_as_variance" => {
            let schedule = NoiseSchedule::of(&i.beta);
            Outputs {
                variance: variance(i, |t| schedule.beta(t)),
                ..right
            }
        }
        "beta_missing_in_variance" => {
            let schedule = NoiseSchedule::of(&i.beta);
            Outputs {
                variance: variance(i, |t| schedule.noise_before(t) / schedule.noise(t)),
                ..right
            }
        }
        "coefficients_swapped" => {
            let schedule = NoiseSchedule::of(&i.beta);
            Outputs {
                mean: mean(i, |t| {
                    let (of_data, of_noised) = weights(&schedule, t);
                    (of_noised, of_data)
                }),
                ..right
            }
        }
        "alpha_bar_not_shifted" => {
            // (1 − ᾱ_t)/(1 − ᾱ_t) cancels in the weight of x_t and in the variance.
            let schedule = NoiseSchedule::of(&i.beta);
            Outputs {
                mean: mean(i, |t| {
                    let signal = schedule.alpha_bar(t).sqrt();
                    let of_data = signal * schedule.beta(t) / schedule.noise(t);
                    (of_data, schedule.alpha(t).sqrt())
                }),
                variance: variance(i, |t| schedule.beta(t)),
            }
        }
        "index_minus_one_wraps" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let last = i.beta.len() - 1;
            let share = |part: f64, t| part / schedule.noise(t);
            let noise_before = |t: usize| schedule.noise(if t == 0 { last } else { t - 1 });
            let signal_before = |t: usize| schedule.alpha_bar(if t == 0 { last } else { t - 1 });
            Outputs {
                mean: mean(i, |t| {
                    (
                        signal_before(t).sqrt() * share(schedule.beta(t), t),
                        schedule.alpha(t).sqrt() * share(noise_before(t), t),
                    )
                }),
                variance: variance(i, |t| share(noise_before(t), t) * schedule.beta(t)),
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        Inputs {
            x0: normal(rng, (batch, dim)),
            x_t: normal(rng, (batch, dim)),
            t: draw_t_with_the_first(rng, batch, 1, step),
            beta: draw_beta(rng, step),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_beta(&inputs.beta)?;
        check_indices("t", &inputs.t, inputs.beta.len())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let schedule = NoiseSchedule::of(&inputs.beta);
        Outputs {
            mean: mean(inputs, |t| weights(&schedule, t)),
            variance: variance(inputs, |t| schedule.posterior_variance(t)),
        }
    }
}

/// The weights of x₀ and of x_t in the mean.
fn weights(schedule: &NoiseSchedule, t: usize) -> (f64, f64) {
    let share = |part: f64| part / schedule.noise(t);
    (
        schedule.alpha_bar_before(t).sqrt() * share(schedule.beta(t)),
        schedule.alpha(t).sqrt() * share(schedule.noise_before(t)),
    )
}

/// x₀ and x_t with the weights of every object's step.
fn mean(i: &Inputs, weights: impl Fn(usize) -> (f64, f64)) -> Array2<f64> {
    let of_data = per_row(&i.t, |t| weights(t).0);
    let of_noised = per_row(&i.t, |t| weights(t).1);
    &i.x0 * &of_data + &i.x_t * &of_noised
}

fn variance(i: &Inputs, at: impl Fn(usize) -> f64) -> Array1<f64> {
    i.t.mapv(|t| at(index(t)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: i64) -> Inputs {
        Inputs {
            x0: arr2(&[[2.0]]),
            x_t: arr2(&[[-1.0]]),
            t: arr1(&[t]),
            beta: arr1(&[0.19, 0.36]),
        }
    }

    #[test]
    fn the_first_step_returns_to_the_data_exactly() {
        let o = Posterior::reference(&inputs(0));
        assert_eq!((o.mean[(0, 0)], o.variance[0]), (2.0, 0.0));
    }

    #[test]
    fn the_second_step_by_precisions() {
        // Precisions 1/0.19 around 0.9·2 and 0.64/0.36 around −1/0.8.
        let (prior, likelihood) = (1.0 / 0.19, 0.64 / 0.36);
        let o = Posterior::reference(&inputs(1));
        let expected = (prior * 1.8 - likelihood * 1.25) / (prior + likelihood);
        assert!((o.mean[(0, 0)] - expected).abs() < 1e-14);
        assert!((o.variance[0] - 1.0 / (prior + likelihood)).abs() < 1e-15);
    }

    #[test]
    fn steps_outside_the_schedule_are_refused() {
        assert!(Posterior::validate(&inputs(-1)).is_err());
        assert!(Posterior::validate(&inputs(i64::MAX)).is_err());
    }
}

//! # Posterior of the absorbing diffusion
//!
//! Tokens are $0..V-1$; the mask has the index $V$ and stays. $\bar\alpha_t=\prod_{s\le t}(1-\beta_s)$ is the probability of being unmasked after
//! step $t$. Bayes' rule gives for a masked token
//! $$q(x_{t-1}=x_0\mid x_t,x_0)=w_t=\frac{\bar\alpha_{t-1}-\bar\alpha_t}{1-\bar\alpha_t},\qquad q(x_{t-1}=V\mid x_t,x_0)=\frac{1-\bar\alpha_{t-1}}{1-\bar\alpha_t};$$
//! a token that is not masked is known. A model that predicts $x_0$ by a softmax costs $-w_t\log\operatorname{softmax}(\text{logits})_{x_0}$ nats at every
//! masked token: the KL of the two posteriors.
//!
//! - Numerical care: $\bar\alpha_{t-1}-\bar\alpha_t=\bar\alpha_{t-1}\beta_t$.
//! - Units: nats. Domain: every noised token is its clean one or the mask; $0<\beta\le1$.
//! - Source: Austin et al., Structured Denoising Diffusion Models in Discrete State-Spaces, 2021; Sahoo et al., Simple and Effective Masked Diffusion Language Models, 2024.

use crate::formulas::domain::{index, whole, whole_within};
use crate::formulas::logsumexp::log_softmax;
use crate::formulas::noise_schedule::{NoiseSchedule, check_indices, draw_t_with_the_first};
use crate::task::prelude::*;

ports! { AbsorbingDiffusionPosterior:
    Inputs {
        x0: i64["batch", "place"] "Clean tokens, from 0.";
        x_t: i64["batch", "place"] "Noised tokens: the clean one, or the number of tokens for the mask.";
        t: i64["batch"] "The 0-based step of every row.";
        beta: f64["step"] "Probability of being masked in a step.";
        logits: f64["batch", "place", "token"] "The model's logits of the clean token.";
    }
    Outputs {
        posterior: f64["batch", "place", "token+1"] "The table of q(x_{t−1} | x_t, x₀), the mask last.";
        weight: f64["batch", "place"] "Probability that the token is revealed in this step; 0 where it is known.";
        kl: f64["batch", "place"] "KL of the posterior to the model's, in nats.";
    }
}

impl Task for AbsorbingDiffusionPosterior {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes![
        "batch" 3 in 2..=10, "place" 6 in 2..=20, "token" 4 in 1..=10, "step" 10 in 3..=40,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "forward_probability" => tables(i, |t| (i.beta[t], 1.0 - i.beta[t]), |_| true),
        "not_normalised" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let parts = |t| {
                let before = schedule.alpha_bar_before(t);
                (before * i.beta[t], schedule.noise_before(t))
            };
            tables(i, parts, |_| true)
        }
        "marginal_instead_of_posterior" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let marginal = |t| (schedule.alpha_bar_before(t), schedule.noise_before(t));
            Outputs {
                posterior: tables(i, marginal, |_| false).posterior,
                ..right
            }
        }
        "unmasked_tokens_weighted" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let everywhere = tables(i, |t| revealed(&schedule, t), |_| false);
            Outputs {
                posterior: right.posterior,
                ..everywhere
            }
        }
        "step_before_the_first_is_the_last" => {
            let schedule = NoiseSchedule::of(&i.beta);
            let last = i.beta.len() - 1;
            let parts = |t: usize| {
                let before = if t == 0 { last } else { t - 1 };
                let signal = schedule.alpha_bar(before) - schedule.alpha_bar(t);
                (
                    signal / schedule.noise(t),
                    schedule.noise(before) / schedule.noise(t),
                )
            };
            tables(i, parts, |_| true)
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, places, tokens, steps] = sizes.all(["batch", "place", "token", "step"]);
        let x0 = integers(rng, (batch, places), 0, whole(tokens) - 1);
        let mut x_t = x0.clone();
        for mut row in x_t.rows_mut() {
            // Both kinds in every row.
            let masked = loop {
                let masked = bernoulli(rng, places, 0.5);
                if (1..whole(places)).contains(&masked.sum()) {
                    break masked;
                }
            };
            row.zip_mut_with(&masked, |x, &m| {
                *x = if m == 1 { whole(tokens) } else { *x }
            });
        }
        let mut t = draw_t_with_the_first(rng, batch, 1, steps);
        t[1] = 1;
        Inputs {
            x0,
            x_t,
            t,
            beta: uniform(rng, steps, 0.08, 0.35),
            logits: 1.2 * normal(rng, (batch, places, tokens)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let mask = whole(inputs.logits.dim().2);
        whole_within("x0", &inputs.x0, 0..=mask - 1)?;
        let pairs = inputs.x0.iter().zip(&inputs.x_t);
        Domain::special(
            "every element of x_t must be that of x0 or the mask",
            "каждый элемент x_t — это элемент x0 или маска",
        )
        .require(pairs.into_iter().all(|(x0, x_t)| x_t == x0 || *x_t == mask))?;
        Domain::special(
            "every element of beta must be greater than 0 and at most 1",
            "каждый элемент beta больше 0 и не больше 1",
        )
        .require(inputs.beta.iter().all(|b| *b > 0.0 && *b <= 1.0))?;
        check_indices("t", &inputs.t, inputs.beta.len())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let schedule = NoiseSchedule::of(&inputs.beta);
        tables(inputs, |t| revealed(&schedule, t), |_| true)
    }
}

/// The probabilities that a masked token was there before step t and that it was masked already.
fn revealed(schedule: &NoiseSchedule, t: usize) -> (f64, f64) {
    let share = |part: f64| part / schedule.noise(t);
    (
        share(schedule.alpha_bar_before(t) * schedule.beta(t)),
        share(schedule.noise_before(t)),
    )
}

/// All outputs with these probabilities of the clean token and of the mask at a step; where `known` says so, a token that is not
/// masked is taken for known.
fn tables(
    i: &Inputs,
    parts: impl Fn(usize) -> (f64, f64),
    known: impl Fn(usize) -> bool,
) -> Outputs {
    let (batch, places, tokens) = i.logits.dim();
    let mut posterior = Array3::zeros((batch, places, tokens + 1));
    let mut weight = Array2::zeros((batch, places));
    let mut kl = Array2::zeros((batch, places));
    let log_probs = log_softmax(&i.logits, Axis(2));
    for ((row, place), &x0) in i.x0.indexed_iter() {
        let token = index(x0);
        if known(row) && i.x_t[(row, place)] == x0 {
            posterior[(row, place, token)] = 1.0;
            continue;
        }
        let (clean, masked) = parts(index(i.t[row]));
        posterior[(row, place, token)] = clean;
        posterior[(row, place, tokens)] = masked;
        weight[(row, place)] = clean;
        kl[(row, place)] = -clean * log_probs[(row, place, token)];
    }
    Outputs {
        posterior,
        weight,
        kl,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, arr3};

    fn inputs(x_t: i64, t: i64) -> Inputs {
        Inputs {
            x0: arr2(&[[1]]),
            x_t: arr2(&[[x_t]]),
            t: arr1(&[t]),
            beta: arr1(&[0.5, 0.5]),
            logits: arr3(&[[[0.0, 0.0]]]),
        }
    }

    #[test]
    fn a_masked_token_at_both_steps_by_hand() {
        let first = AbsorbingDiffusionPosterior::reference(&inputs(2, 0));
        assert_eq!(first.posterior, arr3(&[[[0.0, 1.0, 0.0]]]));
        let second = AbsorbingDiffusionPosterior::reference(&inputs(2, 1));
        // ᾱ falls from ½ to ¼: ¼ of ¾ is revealed.
        assert!((second.weight[(0, 0)] - 1.0 / 3.0).abs() < 1e-15);
        assert!((second.posterior[(0, 0, 2)] - 2.0 / 3.0).abs() < 1e-15);
        assert!((second.kl[(0, 0)] - 2.0_f64.ln() / 3.0).abs() < 1e-15);
    }

    #[test]
    fn a_token_that_is_seen_costs_nothing() {
        let out = AbsorbingDiffusionPosterior::reference(&inputs(1, 1));
        assert_eq!((out.weight[(0, 0)], out.kl[(0, 0)]), (0.0, 0.0));
        assert_eq!(out.posterior, arr3(&[[[0.0, 1.0, 0.0]]]));
    }

    #[test]
    fn another_token_and_another_step_are_refused() {
        assert!(AbsorbingDiffusionPosterior::validate(&inputs(0, 1)).is_err());
        assert!(AbsorbingDiffusionPosterior::validate(&inputs(2, 2)).is_err());
    }
}

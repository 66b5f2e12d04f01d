//! # One step of Langevin dynamics
//!
//! The diffusion $dx=\frac12\nabla\log p(x)\,dt+dw$ has $p$ as its stationary law; the Euler scheme with step $\eta$ samples from it, up to a bias that vanishes with $\eta$:
//! $$x'=x+\frac\eta2\,s(x)+\sqrt\eta\,z,\qquad s=\nabla_x\log p,\quad z\sim\mathcal N(0,I).$$
//!
//! The drift has half the step, for the noise has variance $\eta$. (Writing $\eta=2\tau$ gives the other usual form, $x+\tau s+\sqrt{2\tau}\,z$.)
//!
//! - Domain: $\eta\ge0$.
//! - Source: lecture 13; Welling and Teh, Bayesian Learning via Stochastic Gradient Langevin Dynamics, 2011.

use crate::formulas::domain::not_negative;
use crate::task::prelude::*;
use std::f64::consts::SQRT_2;

ports! { LangevinStep:
    Inputs {
        x: f64["batch", "dim"] "The state.";
        score: f64["batch", "dim"] "The gradient of the log-density at the state.";
        noise: f64["batch", "dim"] "Standard normal noise.";
        step_size: f64[] "The step η, the variance of the noise added.";
    }
    Outputs {
        x_next: f64["batch", "dim"] "The state after the step.";
    }
}

impl Task for LangevinStep {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 1..=256, "dim" 5 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_half" => step(i, i.step_size, i.step_size.sqrt()),
        "noise_not_rooted" => step(i, 0.5 * i.step_size, i.step_size),
        "noise_with_two_steps" => step(i, 0.5 * i.step_size, SQRT_2 * i.step_size.sqrt()),
        "descends" => step(i, -0.5 * i.step_size, i.step_size.sqrt()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            x: normal(rng, shape),
            score: normal(rng, shape) * 2.0,
            noise: normal(rng, shape),
            step_size: uniform1(rng, 0.05, 0.4),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("step_size", inputs.step_size)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        step(inputs, 0.5 * inputs.step_size, inputs.step_size.sqrt())
    }
}

/// x + drift·score + std·noise.
fn step(i: &Inputs, drift: f64, std: f64) -> Outputs {
    Outputs::from(&i.x + &(&i.score * drift) + &i.noise * std)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn run(step_size: f64) -> f64 {
        LangevinStep::reference(&Inputs {
            x: arr2(&[[1.0]]),
            score: arr2(&[[-2.0]]),
            noise: arr2(&[[3.0]]),
            step_size,
        })
        .x_next[(0, 0)]
    }

    #[test]
    fn by_hand_and_no_step() {
        assert!((run(0.25) - 2.25).abs() < 1e-15);
        assert_eq!(run(0.0), 1.0);
    }
}

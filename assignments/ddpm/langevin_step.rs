//! # One step of Langevin dynamics
//!
//! The diffusion $dx=\frac12\nabla\log p(x)\,dt+dw$ has $p$ as its stationary law; the Euler scheme with step $\eta$ samples from it, up to a bias that vanishes with $\eta$:
//! $$x'=x+\frac\eta2\,s(x)+\sqrt\eta\,z,\qquad s=\nabla_x\log p,\quad z\sim\mathcal N(0,I).$$
//!
//! The drift has half the step, for the noise has variance $\eta$. (Writing $\eta=2\tau$ gives the other usual form, $x+\tau s+\sqrt{2\tau}\,z$.)
//!
//! Domain: $\eta\ge0$.
//!
//! Source: lecture 13; Welling and Teh, Bayesian Learning via Stochastic Gradient Langevin Dynamics, 2011.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform1};
use crate::formulas::domain::not_negative;
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::Array2;
use std::f64::consts::SQRT_2;

ports! {
    /// The state, its score, fresh noise and the step.
    pub struct Inputs {
        /// The state.
        x: Array2<f64> ["batch", "dim"],
        /// The gradient of the log-density at the state.
        score: Array2<f64> ["batch", "dim"],
        /// Standard normal noise.
        noise: Array2<f64> ["batch", "dim"],
        /// The step η, the variance of the noise added.
        step_size: f64 [],
    }
}

ports! {
    /// The next state.
    pub struct Outputs {
        /// The state after the step.
        x_next: Array2<f64> ["batch", "dim"],
    }
}

/// x + (η/2)·s + √η·z, see the module's page.
pub struct LangevinStep;

impl Task for LangevinStep {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("langevin_step.rs");
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = &[Size::new("batch", 6, 1, 256), Size::new("dim", 5, 1, 64)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "missing_half",
            hint: Text {
                en: "The score is multiplied by half the step size.",
                ru: "Score-функция умножается на половину шага.",
            },
            answer: |i| step(i, i.step_size, i.step_size.sqrt()),
        },
        Mistake {
            id: "noise_not_rooted",
            hint: Text {
                en: "The noise is multiplied by the root of the step size.",
                ru: "Шум умножается на корень из шага.",
            },
            answer: |i| step(i, 0.5 * i.step_size, i.step_size),
        },
        Mistake {
            id: "noise_with_two_steps",
            hint: Text {
                en: "With the drift step η/2 the noise has variance η, not 2η.",
                ru: "Если шаг по градиенту равен η/2, то дисперсия шума — η, а не 2η.",
            },
            answer: |i| step(i, 0.5 * i.step_size, SQRT_2 * i.step_size.sqrt()),
        },
        Mistake {
            id: "descends",
            hint: Text {
                en: "Langevin dynamics climbs the log density: the drift is added.",
                ru: "Динамика Ланжевена поднимается по логарифму плотности: снос прибавляется.",
            },
            answer: |i| step(i, -0.5 * i.step_size, i.step_size.sqrt()),
        },
    ];

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
    Outputs {
        x_next: &i.x + &(&i.score * drift) + &i.noise * std,
    }
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

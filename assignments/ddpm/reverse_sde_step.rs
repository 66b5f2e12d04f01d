//! # One step of the reverse SDE
//!
//! The forward process $dx=-\frac12\beta(t)x\,dt+\sqrt{\beta(t)}\,dw$ has the time reversal
//! $$dx=\bigl[-\tfrac12\beta x-\beta\,\nabla\log p_t(x)\bigr]dt+\sqrt\beta\,d\bar w,\qquad\beta(t)=\beta_{\min}+t(\beta_{\max}-\beta_{\min}),$$
//! with $dt<0$. One Euler-Maruyama step of length $\Delta$ back from $t$ takes the coefficients at $t$:
//! the mean is $x+(\frac12\beta x+\beta s)\Delta$, the noise has the standard deviation $\sqrt{\beta\Delta}$.
//!
//! - Domain: $\beta(t)\ge0$, a step longer than 0.
//! - Source: Anderson, Reverse-Time Diffusion Equation Models, 1982; Song et al., Score-Based Generative Modeling through SDEs, 2021, equations 6 and 11.

use crate::formulas::domain::{not_negative, positive};
use crate::task::prelude::*;

ports! { ReverseSdeStep:
    Inputs {
        x: f64["batch", "dim"] "States at time t.";
        score: f64["batch", "dim"] "Scores at these states.";
        noise: f64["batch", "dim"] "Fresh standard normal noise.";
        t: f64["batch"] "The time of every object.";
        dt: f64[] "The length of the step, positive.";
        beta_min: f64[] "The noise rate at time 0.";
        beta_max: f64[] "The noise rate at time 1.";
    }
    Outputs {
        x_mean: f64["batch", "dim"] "The mean of the states at t − dt.";
        x_prev: f64["batch", "dim"] "The states at t − dt.";
    }
}

impl Task for ReverseSdeStep {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 7 in 2..=40, "dim" 4 in 1..=10];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "step_taken_forward" => step(i, (-0.5, -1.0), root_of_both),
        "drift_not_reversed" => step(i, (-0.5, 1.0), root_of_both),
        "probability_flow_drift" => step(i, (0.5, 0.5), root_of_both),
        "step_not_rooted" => step(i, (0.5, 1.0), |beta, dt| beta.sqrt() * dt),
        "beta_not_rooted" => step(i, (0.5, 1.0), |beta, dt| beta * dt.sqrt()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let mut t = uniform(rng, batch, 0.3, 0.9);
        t[0] = 1.0;
        Inputs {
            x: normal(rng, (batch, dim)),
            score: 1.2 * normal(rng, (batch, dim)),
            noise: normal(rng, (batch, dim)),
            t,
            dt: uniform1(rng, 0.06, 0.12),
            beta_min: uniform1(rng, 0.2, 0.6),
            beta_max: uniform1(rng, 2.5, 6.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        positive("dt", inputs.dt)?;
        rates(inputs)
            .iter()
            .try_for_each(|&beta| not_negative("beta_min, beta_max, t", beta))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        step(inputs, (0.5, 1.0), root_of_both)
    }
}

fn rates(i: &Inputs) -> Array1<f64> {
    i.t.mapv(|t| i.beta_min + t * (i.beta_max - i.beta_min))
}

fn root_of_both(beta: f64, dt: f64) -> f64 {
    (beta * dt).sqrt()
}

/// The step with these multiples of βx and of βs in the drift, and a deviation of the noise.
fn step(i: &Inputs, (of_x, of_score): (f64, f64), deviation: fn(f64, f64) -> f64) -> Outputs {
    let beta = rates(i).insert_axis(Axis(1));
    let drift = (&i.x * of_x + &i.score * of_score) * &beta;
    let x_mean = &i.x + &(drift * i.dt);
    Outputs {
        x_prev: &x_mean + &(&i.noise * &beta.mapv(|beta| deviation(beta, i.dt))),
        x_mean,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(dt: f64) -> Inputs {
        Inputs {
            x: arr2(&[[2.0]]),
            score: arr2(&[[-3.0]]),
            noise: arr2(&[[1.0]]),
            t: arr1(&[0.5]),
            dt,
            beta_min: 1.0,
            beta_max: 3.0,
        }
    }

    #[test]
    fn one_step_by_hand() {
        // β = 2: 2 + (2 − 6)/8, and the root of a quarter.
        let out = ReverseSdeStep::reference(&inputs(0.125));
        assert_eq!((out.x_mean[(0, 0)], out.x_prev[(0, 0)]), (1.5, 2.0));
    }

    #[test]
    fn steps_of_no_length_and_negative_rates_are_refused() {
        assert!(ReverseSdeStep::validate(&inputs(0.0)).is_err());
        let negative = Inputs {
            beta_min: -9.0,
            ..inputs(0.1)
        };
        assert!(ReverseSdeStep::validate(&negative).is_err());
    }
}

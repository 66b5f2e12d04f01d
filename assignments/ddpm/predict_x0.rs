//! # The data from the predicted noise
//!
//! A network that predicts the noise also predicts the data: solve the forward sample $x_t=\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\epsilon$ for $x_0$,
//! $$\hat x_0=\frac{x_t-\sqrt{1-\bar\alpha_t}\,\hat\epsilon}{\sqrt{\bar\alpha_t}}.$$
//!
//! Nothing is clipped; samplers for images often clamp $\hat x_0$ to $[-1,1]$, which is a heuristic on top of the formula.
//!
//! - Domain: $0\le t<T$, $\bar\alpha\in(0,1]$.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 15.

use crate::formulas::noise_schedule::{
    check_signal, check_steps, draw_alpha_bar, draw_t_with_the_first, per_row, single_step,
};
use crate::task::prelude::*;

ports! { PredictX0:
    Inputs {
        x_t: f64["batch", "dim"] "Noised data.";
        eps_pred: f64["batch", "dim"] "The network's prediction of the noise.";
        t: i64["batch"] "The 0-based step of every object.";
        alpha_bar: f64["step"] "Running products of alpha.";
    }
    Outputs {
        x0: f64["batch", "dim"] "The data that the predicted noise implies.";
    }
}

impl Task for PredictX0 {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 4 in 1..=64, "step" 20 in 2..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "noise_added" => {
            let right = coefficients(&i.alpha_bar);
            solve(i, |t| -right(t).0, |t| right(t).1)
        }
        "not_rescaled" => solve(i, |t| coefficients(&i.alpha_bar)(t).0, |_| 1.0),
        "noise_not_rooted" => {
            let signal = |t| coefficients(&i.alpha_bar)(t).1;
            solve(i, |t| 1.0 - i.alpha_bar[t], signal)
        }
        "divided_by_alpha_bar" => {
            let noise = |t| coefficients(&i.alpha_bar)(t).0;
            solve(i, noise, |t| i.alpha_bar[t])
        }
        "alpha_instead_of_alpha_bar" => {
            let alpha = |t| single_step(&i.alpha_bar, t);
            solve(i, |t| (1.0 - alpha(t)).sqrt(), |t| alpha(t).sqrt())
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        Inputs {
            x_t: normal(rng, (batch, dim)),
            eps_pred: normal(rng, (batch, dim)),
            t: draw_t_with_the_first(rng, batch, 1, step),
            alpha_bar: draw_alpha_bar(rng, step),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(&inputs.alpha_bar, &inputs.t)?;
        check_signal(&inputs.alpha_bar, &inputs.t)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let right = coefficients(&inputs.alpha_bar);
        solve(inputs, |t| right(t).0, |t| right(t).1)
    }
}

/// The deviation of the noise and the scale of the signal at a step.
fn coefficients(alpha_bar: &Array1<f64>) -> impl Fn(usize) -> (f64, f64) + '_ {
    |t| ((1.0 - alpha_bar[t]).sqrt(), alpha_bar[t].sqrt())
}

/// (x_t − noise·ε̂)/signal.
fn solve(i: &Inputs, noise: impl Fn(usize) -> f64, signal: impl Fn(usize) -> f64) -> Outputs {
    Outputs::from((&i.x_t - &i.eps_pred * &per_row(&i.t, noise)) / per_row(&i.t, signal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: i64) -> Inputs {
        Inputs {
            x_t: arr2(&[[1.0]]),
            eps_pred: arr2(&[[-0.5]]),
            t: arr1(&[t]),
            alpha_bar: arr1(&[0.64, 0.36]),
        }
    }

    #[test]
    fn both_steps_by_hand() {
        assert!((PredictX0::reference(&inputs(0)).x0[(0, 0)] - 1.625).abs() < 1e-14);
        assert!((PredictX0::reference(&inputs(1)).x0[(0, 0)] - 1.4 / 0.6).abs() < 1e-14);
    }

    #[test]
    fn steps_outside_the_schedule_are_refused() {
        assert!(PredictX0::validate(&inputs(-1)).is_err());
        assert!(PredictX0::validate(&inputs(2)).is_err());
    }
}

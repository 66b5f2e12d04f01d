//! # Sampling the forward process in one jump
//!
//! A composition of Gaussian steps is Gaussian, so $x_t$ is sampled from the data without walking through the steps between:
//! $$q(x_t\mid x_0)=\mathcal N\bigl(\sqrt{\bar\alpha_t}\,x_0,\ (1-\bar\alpha_t)I\bigr),\qquad x_t=\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\epsilon.$$
//!
//! Every object has its own step $t$. Time is 0-based: $\bar\alpha_t$ is `alpha_bar[t]`.
//!
//! - Domain: $0\le t<T$, $\bar\alpha\in[0,1]$.
//! - Source: lecture 14; Sohl-Dickstein et al., Deep Unsupervised Learning using Nonequilibrium Thermodynamics, 2015; Ho, Jain and Abbeel, 2020, equation 4.

use crate::formulas::noise_schedule::{
    before, before_wrapped, check_alpha_bar, check_indices, draw_alpha_bar, draw_t_with_the_first,
    per_row, single_step,
};
use crate::task::prelude::*;

ports! { QSample:
    Inputs {
        x0: f64["batch", "dim"] "Data.";
        t: i64["batch"] "The 0-based step of every object.";
        eps: f64["batch", "dim"] "Standard normal noise.";
        alpha_bar: f64["step"] "Running products of alpha.";
    }
    Outputs {
        x_t: f64["batch", "dim"] "Data noised to the step of every object.";
    }
}

impl Task for QSample {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 4 in 1..=64, "step" 20 in 2..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "signal_not_rooted" => mix(i, |t| i.alpha_bar[t], |t| noise(i, t)),
        "noise_not_rooted" => mix(i, |t| signal(i, t), |t| 1.0 - i.alpha_bar[t]),
        "alpha_instead_of_alpha_bar" => {
            let alpha = |t| single_step(&i.alpha_bar, t);
            mix(i, |t| alpha(t).sqrt(), |t| (1.0 - alpha(t)).sqrt())
        }
        "t_off_by_one" => {
            let earlier = |t| before(&i.alpha_bar, t);
            mix(i, |t| earlier(t).sqrt(), |t| (1.0 - earlier(t)).sqrt())
        }
        "signal_noise_swapped" => mix(i, |t| noise(i, t), |t| signal(i, t)),
        "index_minus_one_wraps" => {
            let earlier = |t| before_wrapped(&i.alpha_bar, t);
            mix(i, |t| earlier(t).sqrt(), |t| (1.0 - earlier(t)).sqrt())
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        Inputs {
            x0: normal(rng, (batch, dim)),
            t: draw_t_with_the_first(rng, batch, 0, step),
            eps: normal(rng, (batch, dim)),
            alpha_bar: draw_alpha_bar(rng, step),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_alpha_bar(&inputs.alpha_bar)?;
        check_indices("t", &inputs.t, inputs.alpha_bar.len())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        mix(inputs, |t| signal(inputs, t), |t| noise(inputs, t))
    }
}

fn signal(i: &Inputs, t: usize) -> f64 {
    i.alpha_bar[t].sqrt()
}

fn noise(i: &Inputs, t: usize) -> f64 {
    (1.0 - i.alpha_bar[t]).sqrt()
}

/// Data and noise with these weights.
fn mix(i: &Inputs, data: impl Fn(usize) -> f64, noise: impl Fn(usize) -> f64) -> Outputs {
    Outputs::from(&i.x0 * &per_row(&i.t, data) + &i.eps * &per_row(&i.t, noise))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: i64) -> Inputs {
        Inputs {
            x0: arr2(&[[5.0]]),
            t: arr1(&[t]),
            eps: arr2(&[[-10.0]]),
            alpha_bar: arr1(&[0.64, 0.36]),
        }
    }

    #[test]
    fn both_steps_by_hand() {
        assert!((QSample::reference(&inputs(0)).x_t[(0, 0)] + 2.0).abs() < 1e-14);
        assert!((QSample::reference(&inputs(1)).x_t[(0, 0)] + 5.0).abs() < 1e-14);
    }

    #[test]
    fn no_step_before_the_first_or_after_the_last() {
        assert!(QSample::validate(&inputs(-1)).is_err());
        assert!(QSample::validate(&inputs(2)).is_err());
    }
}

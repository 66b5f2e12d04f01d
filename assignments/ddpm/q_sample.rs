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
    before, before_wrapped, check_steps, draw_alpha_bar, draw_t_with_the_first, per_row,
    single_step,
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
        "signal_not_rooted" => mix(i, |t| i.alpha_bar[t], |a| (a, (1.0 - a).sqrt())),
        "noise_not_rooted" => mix(i, |t| i.alpha_bar[t], |a| (a.sqrt(), 1.0 - a)),
        "alpha_instead_of_alpha_bar" => mix(i, |t| single_step(&i.alpha_bar, t), rooted),
        "t_off_by_one" => mix(i, |t| before(&i.alpha_bar, t), rooted),
        "signal_noise_swapped" => mix(i, |t| 1.0 - i.alpha_bar[t], rooted),
        "index_minus_one_wraps" => mix(i, |t| before_wrapped(&i.alpha_bar, t), rooted),
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
        check_steps(&inputs.alpha_bar, &inputs.t)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        mix(inputs, |t| inputs.alpha_bar[t], rooted)
    }
}

fn rooted(alpha_bar: f64) -> (f64, f64) {
    (alpha_bar.sqrt(), (1.0 - alpha_bar).sqrt())
}

/// Data and noise, weighted by what becomes of each object's ᾱ.
fn mix(i: &Inputs, alpha_bar: impl Fn(usize) -> f64, weights: fn(f64) -> (f64, f64)) -> Outputs {
    let data = per_row(&i.t, |t| weights(alpha_bar(t)).0);
    let noise = per_row(&i.t, |t| weights(alpha_bar(t)).1);
    Outputs::from(&i.x0 * &data + &i.eps * &noise)
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

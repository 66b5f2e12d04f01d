//! # Sampling the forward process in one jump
//!
//! A composition of Gaussian steps is Gaussian, so $x_t$ is sampled from the data without walking through the steps between:
//! $$q(x_t\mid x_0)=\mathcal N\bigl(\sqrt{\bar\alpha_t}\,x_0,\ (1-\bar\alpha_t)I\bigr),\qquad x_t=\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\epsilon.$$
//!
//! Every object has its own step $t$. Time is 0-based: $\bar\alpha_t$ is `alpha_bar[t]`.
//!
//! Domain: $0\le t<T$, $\bar\alpha\in[0,1]$.
//!
//! Source: lecture 14; Sohl-Dickstein et al., Deep Unsupervised Learning using Nonequilibrium Thermodynamics, 2015; Ho, Jain and Abbeel, 2020, equation 4.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::noise_schedule::{
    before, check_alpha_bar, check_indices, draw_alpha_bar, draw_t, per_row, single_step,
};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2};

ports! {
    /// Data, noise and the schedule.
    pub struct Inputs {
        /// Data.
        x0: Array2<f64> ["batch", "dim"],
        /// The 0-based step of every object.
        t: Array1<i64> ["batch"],
        /// Standard normal noise.
        eps: Array2<f64> ["batch", "dim"],
        /// Running products of alpha.
        alpha_bar: Array1<f64> ["step"],
    }
}

ports! {
    /// The noised data.
    pub struct Outputs {
        /// Data noised to the step of every object.
        x_t: Array2<f64> ["batch", "dim"],
    }
}

/// A draw from q(x_t | x₀), see the module's page.
pub struct QSample;

impl Task for QSample {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("q_sample.rs");
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = &[
        Size::new("batch", 8, 1, 256),
        Size::new("dim", 4, 1, 64),
        Size::new("step", 20, 2, 1000),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "signal_not_rooted",
            hint: Text {
                en: "The signal is multiplied by the root of alpha_bar.",
                ru: "Данные умножаются на корень из alpha_bar.",
            },
            answer: |i| mix(i, |t| i.alpha_bar[t], |t| noise(i, t)),
        },
        Mistake {
            id: "noise_not_rooted",
            hint: Text {
                en: "1 − alpha_bar is the variance: multiply the noise by its root.",
                ru: "1 − alpha_bar — это дисперсия: шум умножается на корень из неё.",
            },
            answer: |i| mix(i, |t| signal(i, t), |t| 1.0 - i.alpha_bar[t]),
        },
        Mistake {
            id: "alpha_instead_of_alpha_bar",
            hint: Text {
                en: "Use the cumulative product alpha_bar, not the single step's alpha.",
                ru: "Нужно накопленное произведение alpha_bar, а не alpha одного шага.",
            },
            answer: |i| {
                let alpha = |t| single_step(&i.alpha_bar, t);
                mix(i, |t| alpha(t).sqrt(), |t| (1.0 - alpha(t)).sqrt())
            },
        },
        Mistake {
            id: "t_off_by_one",
            hint: Text {
                en: "t is a 0-based index: use alpha_bar[t], not alpha_bar[t − 1].",
                ru: "Индекс t отсчитывается от нуля: нужен alpha_bar[t], а не alpha_bar[t − 1].",
            },
            answer: |i| {
                let earlier = |t| before(&i.alpha_bar, t);
                mix(i, |t| earlier(t).sqrt(), |t| (1.0 - earlier(t)).sqrt())
            },
        },
        Mistake {
            id: "signal_noise_swapped",
            hint: Text {
                en: "The weights of the data and of the noise are exchanged.",
                ru: "Коэффициенты при данных и при шуме переставлены местами.",
            },
            answer: |i| mix(i, |t| noise(i, t), |t| signal(i, t)),
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim, step) = (sizes.get("batch"), sizes.get("dim"), sizes.get("step"));
        Inputs {
            x0: normal(rng, (batch, dim)),
            t: draw_t(rng, batch, 0, step),
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
    Outputs {
        x_t: &i.x0 * &per_row(&i.t, data) + &i.eps * &per_row(&i.t, noise),
    }
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

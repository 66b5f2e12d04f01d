//! # Exponential moving average of weights
//!
//! The generator that is evaluated is an average of the generators along training:
//! $$e_t=d\,e_{t-1}+(1-d)\,w_t,\qquad t=0,\dots,T-1,\qquad e_{-1}=\mathrm{init}.$$
//!
//! The average starts from the initial weights and has no bias correction: it is right from the first step on.
//! Decay 0 follows the weights, decay 1 stays at the start.
//!
//! Shapes: T steps of P parameters, and one average after each step. Domain: decay from 0 to 1, both included.
//!
//! Source: seminar 11, lecture 11; Yazıcı et al., The Unusual Effectiveness of Averaging in GAN Training, 2018.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform1};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis};

ports! {
    /// Weights along training.
    pub struct Inputs {
        /// Weights after every step, a step in a row.
        weights: Array2<f64> ["step", "parameter"],
        /// The average before the first step.
        init: Array1<f64> ["parameter"],
        /// The weight of the previous average.
        decay: f64 [],
    }
}

ports! {
    /// The average along training.
    pub struct Outputs {
        /// The average after every step.
        ema: Array2<f64> ["step", "parameter"],
    }
}

/// Exponential moving average, see the module's page.
pub struct EmaWeights;

impl Task for EmaWeights {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("ema_weights.rs");
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = &[
        Size::new("step", 12, 1, 512),
        Size::new("parameter", 8, 1, 128),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "decay_swapped",
            hint: Text {
                en: "The decay multiplies the average, and $1-$decay the new weights.",
                ru: "На `decay` умножается среднее, а новые веса — на $1-$`decay`.",
            },
            answer: |i| Outputs {
                ema: average(i, &i.init, |_| 1.0 - i.decay),
            },
        },
        Mistake {
            id: "started_from_zero",
            hint: Text {
                en: "The average starts from `init`, not from zero.",
                ru: "Среднее начинается с `init`, а не с нуля.",
            },
            answer: |i| Outputs {
                ema: average(i, &Array1::zeros(i.init.len()), |_| i.decay),
            },
        },
        Mistake {
            id: "bias_corrected",
            hint: Text {
                en: "No bias correction as in Adam: start from `init`.",
                ru: "Поправка на смещение, как в Adam, не нужна: среднее начинается с `init`.",
            },
            answer: |i| {
                let mut ema = average(i, &Array1::zeros(i.init.len()), |_| i.decay);
                let mut power = 1.0;
                for mut row in ema.rows_mut() {
                    power *= i.decay;
                    row /= 1.0 - power;
                }
                Outputs { ema }
            },
        },
        Mistake {
            id: "plain_average",
            hint: Text {
                en: "This is the running mean; the average has to be exponential.",
                ru: "Это обычное скользящее с начала среднее, а нужно экспоненциальное.",
            },
            answer: |i| Outputs {
                // The mean of t + 1 rows weighs the mean of t of them with t / (t + 1).
                ema: average(i, &Array1::zeros(i.init.len()), |t| {
                    t as f64 / (t as f64 + 1.0)
                }),
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (steps, parameters) = (sizes.get("step"), sizes.get("parameter"));
        let start = normal(rng, parameters) * 2.0;
        let mut weights = normal(rng, (steps, parameters)) * 0.5;
        weights.accumulate_axis_inplace(Axis(0), |previous, step| *step += previous);
        Inputs {
            weights: weights + start,
            init: normal(rng, parameters) * 2.0,
            decay: uniform1(rng, 0.7, 0.9),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        if (0.0..=1.0).contains(&inputs.decay) {
            return Ok(());
        }
        Err(InputsError::illegal("decay must be from 0 to 1"))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            ema: average(inputs, &inputs.init, |_| inputs.decay),
        }
    }
}

/// eₜ = d(t)·eₜ₋₁ + (1 − d(t))·wₜ from a start.
fn average(i: &Inputs, start: &Array1<f64>, decay: impl Fn(usize) -> f64) -> Array2<f64> {
    let mut ema = i.weights.clone();
    let mut e = start.clone();
    for (t, mut row) in ema.rows_mut().into_iter().enumerate() {
        let d = decay(t);
        row.zip_mut_with(&e, |w, e| *w = d * e + (1.0 - d) * *w);
        e.assign(&row);
    }
    ema
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn ema(decay: f64) -> Array2<f64> {
        let inputs = Inputs {
            weights: arr2(&[[4.0], [8.0]]),
            init: arr1(&[16.0]),
            decay,
        };
        EmaWeights::validate(&inputs).expect("legal");
        EmaWeights::reference(&inputs).ema
    }

    #[test]
    fn a_quarter_none_and_all() {
        assert_eq!(ema(0.25), arr2(&[[7.0], [7.75]]));
        assert_eq!(ema(0.0), arr2(&[[4.0], [8.0]]));
        assert_eq!(ema(1.0), arr2(&[[16.0], [16.0]]));
    }

    #[test]
    fn decays_outside_the_range_are_refused() {
        for decay in [-0.1, 1.1, f64::NAN, f64::INFINITY] {
            let inputs = Inputs {
                weights: arr2(&[[4.0]]),
                init: arr1(&[1.0]),
                decay,
            };
            assert!(EmaWeights::validate(&inputs).is_err(), "{decay}");
        }
    }

    #[test]
    fn the_mean_by_recursion_is_the_mean() {
        let inputs = Inputs {
            weights: arr2(&[[4.0], [8.0], [3.0]]),
            init: arr1(&[1.0]),
            decay: 0.5,
        };
        let plain = (EmaWeights::MISTAKES[3].answer)(&inputs).ema;
        assert!(
            (plain - arr2(&[[4.0], [6.0], [5.0]]))
                .iter()
                .all(|d| d.abs() < 1e-15)
        );
    }
}

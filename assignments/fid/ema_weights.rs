//! # Exponential moving average of weights
//!
//! The generator that is evaluated is an average of the generators along training:
//! $$e_t=d\,e_{t-1}+(1-d)\,w_t,\qquad t=0,\dots,T-1,\qquad e_{-1}=\mathrm{init}.$$
//!
//! The average starts from the initial weights and has no bias correction: it is right from the first step on.
//! Decay 0 follows the weights, decay 1 stays at the start.
//!
//! - Shapes: T steps of P parameters, and one average after each step. Domain: decay from 0 to 1, both included.
//! - Source: lecture 11 and seminar 11; Yazıcı et al., The Unusual Effectiveness of Averaging in GAN Training, 2018.

use crate::task::prelude::*;

ports! { EmaWeights:
    Inputs {
        weights: f64["step", "parameter"] "Weights after every step, a step in a row.";
        init: f64["parameter"] "The average before the first step.";
        decay: f64[] "The weight of the previous average.";
    }
    Outputs {
        ema: f64["step", "parameter"] "The average after every step.";
    }
}

impl Task for EmaWeights {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes!["step" 12 in 1..=512, "parameter" 8 in 1..=128];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "decay_swapped" => average(i, &i.init, |_| 1.0 - i.decay),
        "started_from_zero" => average(i, &Array1::zeros(i.init.len()), |_| i.decay),
        "bias_corrected" => {
            let mut ema = average(i, &Array1::zeros(i.init.len()), |_| i.decay);
            let mut power = 1.0;
            for mut row in ema.rows_mut() {
                power *= i.decay;
                row /= 1.0 - power;
            }
            ema
        }
        "plain_average" => Outputs {
            // The mean of t + 1 rows weighs the mean of t of them with t / (t + 1).
            ema: average(i, &Array1::zeros(i.init.len()), |t| {
                t as f64 / (t as f64 + 1.0)
            }),
        },
    });

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
        Domain::Within("decay".into(), 0.0, 1.0, None).require((0.0..=1.0).contains(&inputs.decay))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(average(inputs, &inputs.init, |_| inputs.decay))
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
        let plain = (EmaWeights::MISTAKES[3].1)(&inputs, EmaWeights::reference(&inputs)).ema;
        assert!(
            (plain - arr2(&[[4.0], [6.0], [5.0]]))
                .iter()
                .all(|d| d.abs() < 1e-15)
        );
    }
}

//! # The signal-to-noise ratio
//!
//! At step $t$ the signal has variance $\bar\alpha_t$ (of data of unit variance), the noise $1-\bar\alpha_t$:
//! $$\operatorname{SNR}_t=\frac{\bar\alpha_t}{1-\bar\alpha_t},\qquad \log\operatorname{SNR}_t=\log\bar\alpha_t-\log(1-\bar\alpha_t)=\operatorname{logit}\bar\alpha_t.$$
//!
//! In continuous time the variational bound depends on the schedule through the ends of this function alone.
//!
//! Numerical care: `log1p` for the second logarithm where $\bar\alpha_t$ is small.
//!
//! Units: nats. Domain: $\bar\alpha\in(0,1)$.
//!
//! Source: lecture 14; Kingma, Salimans, Poole and Ho, Variational Diffusion Models, 2021, section 3.1.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::formulas::noise_schedule::{check_alpha_bar, draw_alpha_bar, single_step};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::Array1;

ports! {
    /// The schedule.
    pub struct Inputs {
        /// Running products of alpha.
        alpha_bar: Array1<f64> ["step"],
    }
}

ports! {
    /// The ratio at every step.
    pub struct Outputs {
        /// The signal-to-noise ratio.
        snr: Array1<f64> ["step"],
        /// Its natural logarithm.
        log_snr: Array1<f64> ["step"],
    }
}

/// ᾱ/(1 − ᾱ) and its logarithm, see the module's page.
pub struct LogSnr;

impl Task for LogSnr {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("log_snr.rs");
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = &[Size::new("step", 20, 2, 1000)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "amplitude_ratio",
            hint: Text {
                en: "The signal-to-noise ratio is the ratio of variances, not of amplitudes.",
                ru: "Отношение сигнал/шум — это отношение дисперсий, а не амплитуд.",
            },
            answer: |i| {
                let right = ratio(&i.alpha_bar);
                Outputs {
                    snr: right.snr.mapv(f64::sqrt),
                    log_snr: right.log_snr / 2.0,
                }
            },
        },
        Mistake {
            id: "decibels",
            hint: Text {
                en: "Return the natural logarithm, not decibels.",
                ru: "Нужен натуральный логарифм, а не децибелы.",
            },
            answer: |i| {
                let right = ratio(&i.alpha_bar);
                Outputs {
                    log_snr: right.log_snr * (10.0 / std::f64::consts::LN_10),
                    ..right
                }
            },
        },
        Mistake {
            id: "inverted",
            hint: Text {
                en: "Signal over noise: alpha_bar is the numerator.",
                ru: "Сигнал делится на шум: alpha_bar стоит в числителе.",
            },
            answer: |i| {
                let right = ratio(&i.alpha_bar);
                Outputs {
                    snr: right.snr.recip(),
                    log_snr: -right.log_snr,
                }
            },
        },
        Mistake {
            id: "alpha_instead_of_alpha_bar",
            hint: Text {
                en: "The ratio is computed from alpha_bar, not from the single step's alpha.",
                ru: "Отношение вычисляется по alpha_bar, а не по alpha одного шага.",
            },
            answer: |i| {
                let alpha = |t| single_step(&i.alpha_bar, t);
                ratio(&Array1::from_shape_fn(i.alpha_bar.len(), alpha))
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            alpha_bar: draw_alpha_bar(rng, sizes.get("step")),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_alpha_bar(&inputs.alpha_bar)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        ratio(&inputs.alpha_bar)
    }
}

/// The ratio of signals to what they leave of 1.
fn ratio(signal: &Array1<f64>) -> Outputs {
    Outputs {
        snr: signal.mapv(|a| a / (1.0 - a)),
        log_snr: signal.mapv(|a| a.ln() - (-a).ln_1p()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn equal_parts_are_at_exactly_zero() {
        let o = ratio(&arr1(&[0.5, 0.8]));
        assert_eq!(o.snr[0], 1.0);
        assert!(o.log_snr[0].abs() < 1e-16);
        assert!((o.snr[1] - 4.0).abs() < 1e-14);
        assert!((o.log_snr[1] - 4.0_f64.ln()).abs() < 1e-14);
    }

    #[test]
    fn almost_no_signal_and_almost_no_noise() {
        let o = ratio(&arr1(&[1e-300, 1.0 - f64::EPSILON]));
        assert!((o.log_snr[0] - 1e-300_f64.ln()).abs() < 1e-12);
        assert!((o.log_snr[1] + f64::EPSILON.ln()).abs() < 1e-12);
    }
}

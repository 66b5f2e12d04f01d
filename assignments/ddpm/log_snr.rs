//! # The signal-to-noise ratio
//!
//! At step $t$ the signal has variance $\bar\alpha_t$ (of data of unit variance), the noise $1-\bar\alpha_t$:
//! $$\operatorname{SNR}_t=\frac{\bar\alpha_t}{1-\bar\alpha_t},\qquad \log\operatorname{SNR}_t=\log\bar\alpha_t-\log(1-\bar\alpha_t)=\operatorname{logit}\bar\alpha_t.$$
//!
//! In continuous time the variational bound depends on the schedule through the ends of this function alone.
//!
//! - Numerical care: `log1p` for the second logarithm where $\bar\alpha_t$ is small.
//! - Units: nats. Domain: $\bar\alpha\in(0,1)$.
//! - Source: lecture 14; Kingma, Salimans, Poole and Ho, Variational Diffusion Models, 2021, section 3.1.

use crate::formulas::noise_schedule::{check_alpha_bar, draw_alpha_bar, single_step};
use crate::task::prelude::*;

ports! { LogSnr:
    Inputs {
        alpha_bar: f64["step"] "Running products of alpha.";
    }
    Outputs {
        snr: f64["step"] "The signal-to-noise ratio.";
        log_snr: f64["step"] "Its natural logarithm.";
    }
}

impl Task for LogSnr {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes!["step" 20 in 2..=1000];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "amplitude_ratio" => {
            let right = ratio(&i.alpha_bar);
            Outputs {
                snr: right.snr.mapv(f64::sqrt),
                log_snr: right.log_snr / 2.0,
            }
        }
        "decibels" => {
            let right = ratio(&i.alpha_bar);
            Outputs {
                log_snr: right.log_snr * (10.0 / std::f64::consts::LN_10),
                ..right
            }
        }
        "inverted" => {
            let right = ratio(&i.alpha_bar);
            Outputs {
                snr: right.snr.recip(),
                log_snr: -right.log_snr,
            }
        }
        "alpha_instead_of_alpha_bar" => {
            let alpha = |t| single_step(&i.alpha_bar, t);
            ratio(&Array1::from_shape_fn(i.alpha_bar.len(), alpha))
        }
    });

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

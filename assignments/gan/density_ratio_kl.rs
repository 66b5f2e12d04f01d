//! # The density-ratio trick
//!
//! A discriminator trained to tell samples of $q_1$ (label 1) from samples of $q_2$ (label 0), equally many of each, tends to
//! $D(x)=\frac{q_1(x)}{q_1(x)+q_2(x)}$. Solved for the ratio, it estimates a divergence whose densities cannot be evaluated:
//! $$\frac{q_1(x)}{q_2(x)}=\frac{D(x)}{1-D(x)},\qquad KL(q_1\,\|\,q_2)=\mathbb E_{q_1}\log\frac{q_1(x)}{q_2(x)}\approx\frac1B\sum_{i=1}^B\log\frac{D(x_i)}{1-D(x_i)},\quad x_i\sim q_1.$$
//!
//! The logarithm is taken as $\log D-\operatorname{log1p}(-D)$.
//!
//! - Units: nats. Domain: $0<D<1$.
//! - Source: lecture 9; Mescheder, Nowozin and Geiger, Adversarial Variational Bayes, 2017.

use crate::formulas::logistic::sigmoid;
use crate::formulas::mean::{mean, mean_of};
use crate::task::prelude::*;

ports! { DensityRatioKl:
    Inputs {
        d: f64["batch"] "Outputs of the discriminator (probabilities) on samples of the first distribution.";
    }
    Outputs {
        ratio: f64["batch"] "Estimated ratio of the densities at every sample.";
        kl: f64[] "Estimated KL divergence from the first distribution to the second, in nats.";
    }
}

impl Task for DensityRatioKl {
    const LECTURES: &'static [u8] = &[9];
    const SIZES: &'static [Size] = sizes!["batch" 10 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "log_missing" => {
            let ratio = ratio(i);
            Outputs {
                kl: mean(&ratio),
                ratio,
            }
        }
        "ratio_inverted" => Outputs {
            ratio: ratio(i).recip(),
            kl: -kl(i),
        },
        "log_d_only" => Outputs {
            ratio: ratio(i),
            kl: mean_of(&i.d, f64::ln),
        },
        "log_of_the_mean" => {
            let ratio = ratio(i);
            Outputs {
                kl: mean(&ratio).ln(),
                ratio,
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            d: uniform(rng, sizes.get("batch"), -2.5, 3.0).mapv(sigmoid),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        if inputs.d.iter().all(|d| *d > 0.0 && *d < 1.0) {
            Ok(())
        } else {
            Err(Domain::Between("d".into(), 0.0, 1.0).into())
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            ratio: ratio(inputs),
            kl: kl(inputs),
        }
    }
}

fn ratio(i: &Inputs) -> Array1<f64> {
    i.d.mapv(|d| d / (1.0 - d))
}

fn kl(i: &Inputs) -> f64 {
    mean_of(&i.d, |d| d.ln() - (-d).ln_1p())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn an_undecided_discriminator_means_equal_distributions() {
        let o = DensityRatioKl::reference(&Inputs { d: arr1(&[0.5]) });
        assert_eq!((o.ratio[0], o.kl), (1.0, 0.0));
    }

    #[test]
    fn by_hand() {
        let o = DensityRatioKl::reference(&Inputs {
            d: arr1(&[0.75, 0.2]),
        });
        assert!((o.ratio[0] - 3.0).abs() < 1e-15 && (o.ratio[1] - 0.25).abs() < 1e-15);
        assert!((o.kl - 0.5 * f64::ln(0.75)).abs() < 1e-15);
    }

    #[test]
    fn certainty_is_refused() {
        for d in [0.0, 1.0, -0.1, f64::NAN] {
            assert!(DensityRatioKl::validate(&Inputs { d: arr1(&[0.5, d]) }).is_err());
        }
    }
}

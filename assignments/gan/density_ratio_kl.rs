//! # The density-ratio trick
//!
//! A discriminator trained to tell samples of $q_1$ (label 1) from samples of $q_2$ (label 0), equally many of each, tends to
//! $D(x)=\frac{q_1(x)}{q_1(x)+q_2(x)}$. Solved for the ratio, it estimates a divergence whose densities cannot be evaluated:
//! $$\frac{q_1(x)}{q_2(x)}=\frac{D(x)}{1-D(x)},\qquad KL(q_1\,\|\,q_2)=\mathbb E_{q_1}\log\frac{q_1(x)}{q_2(x)}\approx\frac1B\sum_{i=1}^B\log\frac{D(x_i)}{1-D(x_i)},\quad x_i\sim q_1.$$
//!
//! The logarithm is taken as $\log D-\operatorname{log1p}(-D)$.
//!
//! Units: nats. Domain: $0<D<1$.
//!
//! Source: lecture 9; Mescheder, Nowozin and Geiger, Adversarial Variational Bayes, 2017.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::uniform;
use crate::formulas::logistic::sigmoid;
use crate::formulas::mean::{mean, mean_of};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::Array1;

ports! {
    /// What the discriminator says.
    pub struct Inputs {
        /// Outputs of the discriminator (probabilities) on samples of the first distribution.
        d: Array1<f64> ["batch"],
    }
}

ports! {
    /// The estimates.
    pub struct Outputs {
        /// Estimated ratio of the densities at every sample.
        ratio: Array1<f64> ["batch"],
        /// Estimated KL divergence from the first distribution to the second, in nats.
        kl: f64 [],
    }
}

/// KL from a discriminator's outputs, see the module's page.
pub struct DensityRatioKl;

impl Task for DensityRatioKl {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("density_ratio_kl.rs");
    const LECTURES: &'static [u8] = &[9];
    const SIZES: &'static [Size] = &[Size::new("batch", 10, 2, 256)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "log_missing",
            hint: Text {
                en: "The KL divergence averages the logarithm of the ratio, not the ratio (a slide of lecture 9 drops the logarithm).",
                ru: "В KL-дивергенции усредняется логарифм отношения, а не само отношение (на слайде лекции 9 логарифм потерян).",
            },
            answer: |i| {
                let ratio = ratio(i);
                Outputs {
                    kl: mean(&ratio),
                    ratio,
                }
            },
        },
        Mistake {
            id: "ratio_inverted",
            hint: Text {
                en: "$D$ is the probability of the first distribution, so it belongs in the numerator of the ratio.",
                ru: "$D$ — вероятность первого распределения, поэтому в отношении она стоит в числителе.",
            },
            answer: |i| Outputs {
                ratio: ratio(i).recip(),
                kl: -kl(i),
            },
        },
        Mistake {
            id: "log_d_only",
            hint: Text {
                en: "The logarithm of the ratio is the logit of $D$: the term with $1-D$ is missing.",
                ru: "Логарифм отношения — это логит $D$: потеряно слагаемое с $1-D$.",
            },
            answer: |i| Outputs {
                ratio: ratio(i),
                kl: mean_of(&i.d, f64::ln),
            },
        },
        Mistake {
            id: "log_of_the_mean",
            hint: Text {
                en: "Average the logarithms; do not take the logarithm of the average.",
                ru: "Усредните логарифмы, а не берите логарифм среднего.",
            },
            answer: |i| {
                let ratio = ratio(i);
                Outputs {
                    kl: mean(&ratio).ln(),
                    ratio,
                }
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            d: uniform(rng, sizes.get("batch"), -2.5, 3.0).mapv(sigmoid),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        if inputs.d.iter().all(|d| *d > 0.0 && *d < 1.0) {
            Ok(())
        } else {
            Err(InputsError::illegal(
                "every discriminator output must lie strictly between 0 and 1",
            ))
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

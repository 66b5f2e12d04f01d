//! # Hinge GAN losses
//!
//! $$\mathcal L_D=\frac1n\sum_i\max(0,\,1-d^{\,real}_i)+\frac1m\sum_j\max(0,\,1+d^{\,fake}_j),\qquad\mathcal L_G=-\frac1m\sum_jd^{\,fake}_j.$$
//!
//! The discriminator is a maximum-margin classifier: a real score above 1 and a fake score below −1 cost nothing and give no gradient.
//! The generator's loss is linear in the score. At the hinge itself the term is 0.
//!
//! - Domain: any finite scores (no sigmoid is applied); the two batches may differ in size.
//! - Source: lectures 9 and 10; Lim and Ye, Geometric GAN, 2017; Miyato et al., Spectral Normalization for Generative Adversarial Networks, 2018.

use crate::formulas::logistic::relu;
use crate::formulas::mean::{mean, mean_of};
use crate::task::prelude::*;

ports! { HingeLoss:
    Inputs {
        d_real: f64["real"] "Scores of the discriminator on real samples.";
        d_fake: f64["fake"] "Scores of the discriminator on generated samples.";
    }
    Outputs {
        discriminator_loss: f64[] "The discriminator's loss.";
        generator_loss: f64[] "The generator's loss.";
    }
}

impl Task for HingeLoss {
    const LECTURES: &'static [u8] = &[9, 10];
    const SIZES: &'static [Size] = sizes!["real" 16 in 1..=256, "fake" 12 in 1..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "margin_missing" => Outputs {
            discriminator_loss: discriminator_loss(i, 1.0, |d| relu(-d)),
            ..right
        },
        "labels_swapped" => Outputs {
            discriminator_loss: discriminator_loss(i, -1.0, |d| relu(1.0 - d)),
            ..right
        },
        "relu_missing" => Outputs {
            discriminator_loss: discriminator_loss(i, 1.0, |d| 1.0 - d),
            ..right
        },
        "generator_hinged" => Outputs {
            generator_loss: mean_of(&i.d_fake, |d| relu(1.0 - d)),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            d_real: normal(rng, sizes.get("real")) + 0.7,
            d_fake: normal(rng, sizes.get("fake")) - 0.6,
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs {
            discriminator_loss: discriminator_loss(i, 1.0, |d| relu(1.0 - d)),
            generator_loss: -mean(&i.d_fake),
        }
    }
}

/// The mean penalty of sign · score over the real samples plus that of −sign · score over the generated ones.
fn discriminator_loss(i: &Inputs, sign: f64, penalty: fn(f64) -> f64) -> f64 {
    mean_of(&i.d_real, |d| penalty(sign * d)) + mean_of(&i.d_fake, |d| penalty(-sign * d))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn of(real: &[f64], fake: &[f64]) -> Outputs {
        HingeLoss::reference(&Inputs {
            d_real: arr1(real),
            d_fake: arr1(fake),
        })
    }

    #[test]
    fn by_hand() {
        let o = of(&[0.5, 3.0], &[-2.0, 0.0, 1.0]);
        // (0.5 + 0)/2 + (0 + 1 + 2)/3, and −(−1)/3.
        assert_eq!(o.discriminator_loss, 1.25);
        assert!((o.generator_loss - 1.0 / 3.0).abs() < 1e-15);
    }

    #[test]
    fn at_the_margin_and_beyond_nothing_is_lost() {
        assert_eq!(of(&[1.0, 1e9], &[-1.0]).discriminator_loss, 0.0);
    }
}

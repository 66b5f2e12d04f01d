//! # Wasserstein GAN losses
//!
//! The critic $f$ maximises $\mathbb E_\pi f(x)-\mathbb E_{p_\theta}f(x)$, which for a 1-Lipschitz $f$ bounds $W_1(\pi,p_\theta)$ from below; the generator minimises
//! the same quantity, of which only the second term depends on it. As losses to be minimised:
//! $$\mathcal L_f=\frac1m\sum_jf^{\,fake}_j-\frac1n\sum_if^{\,real}_i,\qquad\mathcal L_G=-\frac1m\sum_jf^{\,fake}_j.$$
//!
//! - Domain: any finite critic values; the two batches may differ in size.
//! - Source: lectures 9 and 10; Arjovsky, Chintala and Bottou, Wasserstein GAN, 2017.

use crate::formulas::logistic::sigmoid;
use crate::formulas::mean::{mean, mean_of};
use crate::task::prelude::*;

ports! { WassersteinCriticLoss:
    Inputs {
        f_real: f64["real"] "Values of the critic on real samples.";
        f_fake: f64["fake"] "Values of the critic on generated samples.";
    }
    Outputs {
        critic_loss: f64[] "The critic's loss.";
        generator_loss: f64[] "The generator's loss.";
    }
}

impl Task for WassersteinCriticLoss {
    const LECTURES: &'static [u8] = &[9, 10];
    const SIZES: &'static [Size] = sizes!["real" 16 in 1..=256, "fake" 12 in 1..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "critic_sign" => Outputs {
            critic_loss: -right.critic_loss,
            ..right
        },
        "generator_sign" => Outputs {
            generator_loss: -right.generator_loss,
            ..right
        },
        "sigmoid_applied" => Outputs {
            critic_loss: mean_of(&i.f_fake, sigmoid) - mean_of(&i.f_real, sigmoid),
            ..right
        },
        "halved" => Outputs {
            critic_loss: right.critic_loss / 2.0,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            f_real: normal(rng, sizes.get("real")) * 1.2 + 1.0,
            f_fake: normal(rng, sizes.get("fake")) * 1.2 - 0.8,
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs {
            critic_loss: mean(&i.f_fake) - mean(&i.f_real),
            generator_loss: -mean(&i.f_fake),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn batches_of_different_size_by_hand() {
        let o = WassersteinCriticLoss::reference(&Inputs {
            f_real: arr1(&[3.0]),
            f_fake: arr1(&[1.0, -2.0]),
        });
        assert_eq!((o.critic_loss, o.generator_loss), (-3.5, 0.5));
    }
}

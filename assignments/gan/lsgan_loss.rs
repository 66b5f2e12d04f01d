//! # Least-squares GAN losses
//!
//! The discriminator regresses real samples to $b$ and generated ones to $a$; the generator wants the discriminator's score to be $c$:
//! $$\mathcal L_D=\frac12\left[\frac1n\sum_i(d^{\,real}_i-b)^2+\frac1m\sum_j(d^{\,fake}_j-a)^2\right],\qquad
//! \mathcal L_G=\frac12\left[\frac1n\sum_i(d^{\,real}_i-c)^2+\frac1m\sum_j(d^{\,fake}_j-c)^2\right].$$
//!
//! The first term of $\mathcal L_G$ does not depend on the generator and changes no gradient; it is kept because with it the optimum is
//! a Pearson divergence for $b-c=1$, $b-a=2$.
//!
//! - Domain: any finite scores (no sigmoid is applied) and constants; the two batches may differ in size.
//! - Source: lectures 8 and 9; Mao et al., Least Squares Generative Adversarial Networks, 2017.

use crate::formulas::mean::mean_of;
use crate::task::prelude::*;

ports! { LsganLoss:
    Inputs {
        d_real: f64["real"] "Scores of the discriminator on real samples.";
        d_fake: f64["fake"] "Scores of the discriminator on generated samples.";
        a: f64[] "The discriminator's target on generated samples.";
        b: f64[] "The discriminator's target on real samples.";
        c: f64[] "The generator's target.";
    }
    Outputs {
        discriminator_loss: f64[] "The discriminator's loss.";
        generator_loss: f64[] "The generator's loss, with both terms.";
    }
}

impl Task for LsganLoss {
    const LECTURES: &'static [u8] = &[8, 9];
    const SIZES: &'static [Size] = sizes!["real" 16 in 1..=256, "fake" 12 in 1..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "a_b_swapped" => Outputs {
            discriminator_loss: half_squares(i, i.a, i.b),
            ..right
        },
        "half_missing" => Outputs {
            discriminator_loss: 2.0 * right.discriminator_loss,
            generator_loss: 2.0 * right.generator_loss,
        },
        "real_term_missing" => Outputs {
            generator_loss: 0.5 * mean_of(&i.d_fake, |d| (d - i.c).powi(2)),
            ..right
        },
        "generator_target_b" => Outputs {
            generator_loss: half_squares(i, i.c, i.b),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            d_real: normal(rng, sizes.get("real")) * 0.8 + 0.5,
            d_fake: normal(rng, sizes.get("fake")) * 0.8 - 0.4,
            a: uniform1(rng, -1.2, -0.4),
            b: uniform1(rng, 0.6, 1.4),
            // Away from 0, where three times c would be no other target.
            c: uniform1(rng, 0.1, 0.4),
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs {
            discriminator_loss: half_squares(i, i.b, i.a),
            generator_loss: half_squares(i, i.c, i.c),
        }
    }
}

/// ½[mean (d_real − real_target)² + mean (d_fake − fake_target)²].
fn half_squares(i: &Inputs, real_target: f64, fake_target: f64) -> f64 {
    let real = mean_of(&i.d_real, |d| (d - real_target).powi(2));
    let fake = mean_of(&i.d_fake, |d| (d - fake_target).powi(2));
    0.5 * (real + fake)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    #[test]
    fn batches_of_different_size_by_hand() {
        let o = LsganLoss::reference(&Inputs {
            d_real: arr1(&[1.0]),
            d_fake: arr1(&[0.0, 2.0]),
            a: -1.0,
            b: 1.0,
            c: 0.0,
        });
        // ½[0 + (1 + 9)/2] and ½[1 + (0 + 4)/2].
        assert_eq!((o.discriminator_loss, o.generator_loss), (2.5, 1.5));
    }

    #[test]
    fn targets_that_are_met_cost_nothing() {
        let o = LsganLoss::reference(&Inputs {
            d_real: arr1(&[0.7]),
            d_fake: arr1(&[0.7]),
            a: 0.7,
            b: 0.7,
            c: 0.7,
        });
        assert_eq!((o.discriminator_loss, o.generator_loss), (0.0, 0.0));
    }
}

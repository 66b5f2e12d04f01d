//! # Least-squares GAN losses
//!
//! The discriminator regresses real samples to $b$ and generated ones to $a$; the generator wants the discriminator's score to be $c$:
//! $$\mathcal L_D=\frac12\left[\frac1n\sum_i(d^{\,real}_i-b)^2+\frac1m\sum_j(d^{\,fake}_j-a)^2\right],\qquad
//! \mathcal L_G=\frac12\left[\frac1n\sum_i(d^{\,real}_i-c)^2+\frac1m\sum_j(d^{\,fake}_j-c)^2\right].$$
//!
//! The first term of $\mathcal L_G$ does not depend on the generator and changes no gradient; it is kept because with it the optimum is
//! a Pearson divergence for $b-c=1$, $b-a=2$.
//!
//! Domain: any finite scores (no sigmoid is applied) and constants; the two batches may differ in size.
//!
//! Source: lectures 8 and 9; Mao et al., Least Squares Generative Adversarial Networks, 2017.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform1};
use crate::formulas::mean::mean_of;
use crate::ports;
use crate::text::Text;
use ndarray::Array1;

ports! {
    /// Scores and targets.
    pub struct Inputs {
        /// Scores of the discriminator on real samples.
        d_real: Array1<f64> ["real"],
        /// Scores of the discriminator on generated samples.
        d_fake: Array1<f64> ["fake"],
        /// The discriminator's target on generated samples.
        a: f64 [],
        /// The discriminator's target on real samples.
        b: f64 [],
        /// The generator's target.
        c: f64 [],
    }
}

ports! {
    /// Both losses, to be minimised.
    pub struct Outputs {
        /// The discriminator's loss.
        discriminator_loss: f64 [],
        /// The generator's loss, with both terms.
        generator_loss: f64 [],
    }
}

/// Both least-squares losses, see the module's page.
pub struct LsganLoss;

impl Task for LsganLoss {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("lsgan_loss.rs");
    const LECTURES: &'static [u8] = &[8, 9];
    const SIZES: &'static [Size] = &[Size::new("real", 16, 1, 256), Size::new("fake", 12, 1, 256)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "a_b_swapped",
            hint: Text {
                en: "$b$ is the target of real samples, $a$ that of generated ones.",
                ru: "$b$ — целевое значение для реальных объектов, $a$ — для сгенерированных.",
            },
            answer: |i| Outputs {
                discriminator_loss: half_squares(i, i.a, i.b),
                ..LsganLoss::reference(i)
            },
        },
        Mistake {
            id: "half_missing",
            hint: Text {
                en: "Both objectives carry a factor $\\tfrac12$.",
                ru: "В обоих функционалах есть множитель $\\tfrac12$.",
            },
            answer: |i| {
                let right = LsganLoss::reference(i);
                Outputs {
                    discriminator_loss: 2.0 * right.discriminator_loss,
                    generator_loss: 2.0 * right.generator_loss,
                }
            },
        },
        Mistake {
            id: "real_term_missing",
            hint: Text {
                en: "The generator's objective keeps the term of the real data, although it is constant in the generator.",
                ru: "В функционале генератора остаётся слагаемое по реальным данным, хотя от генератора оно не зависит.",
            },
            answer: |i| Outputs {
                generator_loss: 0.5 * mean_of(&i.d_fake, |d| (d - i.c).powi(2)),
                ..LsganLoss::reference(i)
            },
        },
        Mistake {
            id: "generator_target_b",
            hint: Text {
                en: "The generator's target is $c$ in both terms.",
                ru: "Целевое значение генератора в обоих слагаемых — $c$.",
            },
            answer: |i| Outputs {
                generator_loss: half_squares(i, i.c, i.b),
                ..LsganLoss::reference(i)
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            d_real: normal(rng, sizes.get("real")) * 0.8 + 0.5,
            d_fake: normal(rng, sizes.get("fake")) * 0.8 - 0.4,
            a: uniform1(rng, -1.2, -0.4),
            b: uniform1(rng, 0.6, 1.4),
            c: uniform1(rng, -0.2, 0.4),
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

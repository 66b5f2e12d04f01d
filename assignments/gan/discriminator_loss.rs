//! # Discriminator loss of the vanilla GAN
//!
//! The discriminator $D=\sigma(l)$ maximises $V(G,D)=\mathbb E_\pi\log D(x)+\mathbb E_{p_\theta}\log(1-D(x))$, so its loss is $-V$, each expectation
//! estimated by the mean over its own batch:
//! $$\mathcal L_D=-\frac1n\sum_{i=1}^n\log\sigma(l^{\,real}_i)-\frac1m\sum_{j=1}^m\log\big(1-\sigma(l^{\,fake}_j)\big)
//! =\frac1n\sum_{i=1}^n\operatorname{softplus}(-l^{\,real}_i)+\frac1m\sum_{j=1}^m\operatorname{softplus}(l^{\,fake}_j).$$
//!
//! The second form is used because $\log(1-\sigma(l))$ has no digits left for $l>37$; $\operatorname{softplus}(a)=\max(a,0)+\log(1+e^{-|a|})$ is exact for logits of any size.
//!
//! Units: nats. Domain: any finite logits; the two batches may differ in size.
//!
//! Source: lecture 8; Goodfellow et al., Generative Adversarial Nets, 2014.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::logistic::softplus;
use crate::formulas::mean::mean_of;
use crate::ports;
use crate::text::Text;
use ndarray::Array1;

ports! {
    /// The discriminator's logits.
    pub struct Inputs {
        /// Logits of the discriminator on real samples.
        logits_real: Array1<f64> ["real"],
        /// Logits of the discriminator on generated samples.
        logits_fake: Array1<f64> ["fake"],
    }
}

ports! {
    /// The loss.
    pub struct Outputs {
        /// The discriminator's loss, to be minimised, in nats.
        loss: f64 [],
    }
}

/// −V(G, D), see the module's page.
pub struct DiscriminatorLoss;

impl Task for DiscriminatorLoss {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("discriminator_loss.rs");
    const LECTURES: &'static [u8] = &[8];
    const SIZES: &'static [Size] = &[Size::new("real", 20, 2, 256), Size::new("fake", 8, 1, 256)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "halved",
            hint: Text {
                en: "The objective adds the two expectations; do not average them.",
                ru: "В функционале два математических ожидания складываются; усреднять их между собой не нужно.",
            },
            answer: |i| Outputs {
                loss: loss(i, 1.0) / 2.0,
            },
        },
        Mistake {
            id: "labels_swapped",
            hint: Text {
                en: "Real samples have label 1, generated ones label 0.",
                ru: "У реальных объектов метка 1, у сгенерированных — 0.",
            },
            answer: |i| Outputs {
                loss: loss(i, -1.0),
            },
        },
        Mistake {
            id: "pooled_mean",
            hint: Text {
                en: "Average each batch by itself, then add: the two batches may differ in size.",
                ru: "Усредните каждую выборку отдельно, а затем сложите: размеры двух выборок могут различаться.",
            },
            answer: |i| {
                let (real, fake) = terms(i, 1.0);
                let (n, m) = (i.logits_real.len() as f64, i.logits_fake.len() as f64);
                Outputs {
                    loss: (n * real + m * fake) / (n + m),
                }
            },
        },
        Mistake {
            id: "sign_flipped",
            hint: Text {
                en: "That is the value $V(G,D)$, which the discriminator maximises; its loss is the negative.",
                ru: "Это значение $V(G,D)$, которое дискриминатор максимизирует; функция потерь берётся с обратным знаком.",
            },
            answer: |i| Outputs {
                loss: -loss(i, 1.0),
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            logits_real: normal(rng, sizes.get("real")) * 1.5 + 0.8,
            logits_fake: normal(rng, sizes.get("fake")) * 1.5 - 0.5,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            loss: loss(inputs, 1.0),
        }
    }
}

/// The loss when D = σ(sign · logit) is the probability that a sample is real.
fn loss(i: &Inputs, sign: f64) -> f64 {
    let (real, fake) = terms(i, sign);
    real + fake
}

/// The means −log D over the real samples and −log(1 − D) over the generated ones.
fn terms(i: &Inputs, sign: f64) -> (f64, f64) {
    (
        mean_of(&i.logits_real, |l| softplus(-sign * l)),
        mean_of(&i.logits_fake, |l| softplus(sign * l)),
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn of(real: &[f64], fake: &[f64]) -> f64 {
        let (logits_real, logits_fake) = (arr1(real), arr1(fake));
        DiscriminatorLoss::reference(&Inputs {
            logits_real,
            logits_fake,
        })
        .loss
    }

    #[test]
    fn an_undecided_discriminator_pays_log_4() {
        assert!((of(&[0.0], &[0.0, 0.0, 0.0]) - 4.0_f64.ln()).abs() < 1e-15);
    }

    #[test]
    fn large_logits_are_exact() {
        assert_eq!(of(&[-900.0], &[900.0]), 1800.0);
        // Sure and right: the loss is e^(−50) from each side, far below the rounding of 1.
        assert!((of(&[50.0], &[-50.0]) / (2.0 * (-50.0_f64).exp()) - 1.0).abs() < 1e-15);
        assert_eq!(of(&[900.0], &[-900.0]), 0.0);
    }
}

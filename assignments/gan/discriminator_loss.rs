//! # Discriminator loss of the vanilla GAN
//!
//! The discriminator $D=\sigma(l)$ maximises $V(G,D)=\mathbb E_\pi\log D(x)+\mathbb E_{p_\theta}\log(1-D(x))$, so its loss is $-V$, each expectation
//! estimated by the mean over its own batch:
//! $$\mathcal L_D=-\frac1n\sum_{i=1}^n\log\sigma(l^{\,real}_i)-\frac1m\sum_{j=1}^m\log\big(1-\sigma(l^{\,fake}_j)\big)
//! =\frac1n\sum_{i=1}^n\operatorname{softplus}(-l^{\,real}_i)+\frac1m\sum_{j=1}^m\operatorname{softplus}(l^{\,fake}_j).$$
//!
//! The second form is used because $\log(1-\sigma(l))$ has no digits left for $l>37$; $\operatorname{softplus}(a)=\max(a,0)+\log(1+e^{-|a|})$ is exact for logits of any size.
//!
//! - Units: nats. Domain: any finite logits; the two batches may differ in size.
//! - Source: lecture 8; Goodfellow et al., Generative Adversarial Nets, 2014.

use crate::formulas::logistic::softplus;
use crate::formulas::mean::mean_of;
use crate::task::prelude::*;

ports! { DiscriminatorLoss:
    Inputs {
        logits_real: f64["real"] "Logits of the discriminator on real samples.";
        logits_fake: f64["fake"] "Logits of the discriminator on generated samples.";
    }
    Outputs {
        loss: f64[] "The discriminator's loss, to be minimised, in nats.";
    }
}

impl Task for DiscriminatorLoss {
    const LECTURES: &'static [u8] = &[8];
    const SIZES: &'static [Size] = sizes!["real" 20 in 2..=256, "fake" 8 in 1..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "halved" => loss(i, 1.0) / 2.0,
        "labels_swapped" => loss(i, -1.0),
        "pooled_mean" => {
            let (real, fake) = terms(i, 1.0);
            let (n, m) = (i.logits_real.len() as f64, i.logits_fake.len() as f64);
            (n * real + m * fake) / (n + m)
        }
        "sign_flipped" => -loss(i, 1.0),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "One real and one generated object of every instance have logits of several hundred, on the wrong side: work with the logits, not with the probabilities.",
            ru: "У одного реального и у одного сгенерированного объекта каждого варианта логит — несколько сотен не в ту сторону: считайте по логитам, а не по вероятностям.",
        },
        |i| {
            let hundreds = |logits: &Array1<f64>, sign: f64| {
                logits.iter().filter(|l| sign * **l >= 200.0).count() == 1
            };
            hundreds(&i.logits_real, -1.0) && hundreds(&i.logits_fake, 1.0)
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (real, fake) = (sizes.get("real"), sizes.get("fake"));
        let mut logits_real = normal(rng, real) * 1.5 + 0.8;
        let mut logits_fake = normal(rng, fake) * 1.5 - 0.5;
        if real > 2 && fake > 2 {
            logits_real[real - 1] = -uniform1(rng, 200.0, 400.0);
            logits_fake[fake - 1] = uniform1(rng, 200.0, 400.0);
        }
        Inputs {
            logits_real,
            logits_fake,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(loss(inputs, 1.0))
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

//! # Saturating and non-saturating generator losses
//!
//! With $D=\sigma(l)$ the generator minimises either of
//! $$\mathcal L_{sat}=\frac1m\sum_i\log\big(1-\sigma(l_i)\big)=-\frac1m\sum_i\operatorname{softplus}(l_i),\qquad
//! \mathcal L_{non}=-\frac1m\sum_i\log\sigma(l_i)=\frac1m\sum_i\operatorname{softplus}(-l_i).$$
//!
//! Since $\operatorname{softplus}'=\sigma$, the gradients with respect to the logits are
//! $\partial\mathcal L_{sat}/\partial l_i=-\sigma(l_i)/m$ and $\partial\mathcal L_{non}/\partial l_i=-\sigma(-l_i)/m$. Where the discriminator
//! rejects a sample ($l_i\to-\infty$) the first vanishes and the second stays near $-1/m$: that is why the second loss is used in practice.
//!
//! The logistic function is taken in two branches, so that both tails keep their digits for logits of any size.
//!
//! - Units: nats. Domain: any finite logits.
//! - Source: lectures 8 and 9; Goodfellow et al., Generative Adversarial Nets, 2014, section 3.

use crate::formulas::logistic::{sigmoid, softplus};
use crate::formulas::mean::mean_of;
use crate::task::prelude::*;

ports! { GeneratorLoss:
    Inputs {
        logits_fake: f64["fake"] "Logits of the discriminator on generated samples.";
    }
    Outputs {
        saturating: f64[] "The saturating loss, in nats.";
        non_saturating: f64[] "The non-saturating loss, in nats.";
        grad_saturating: f64["fake"] "Gradient of the saturating loss with respect to the logits.";
        grad_non_saturating: f64["fake"] "Gradient of the non-saturating loss with respect to the logits.";
    }
}

impl Task for GeneratorLoss {
    const LECTURES: &'static [u8] = &[8, 9];
    const SIZES: &'static [Size] = sizes!["fake" 12 in 2..=256];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "saturating_sign" => Outputs {
            saturating: -right.saturating,
            ..right
        },
        "losses_swapped" => Outputs {
            saturating: right.non_saturating,
            non_saturating: right.saturating,
            grad_saturating: right.grad_non_saturating,
            grad_non_saturating: right.grad_saturating,
        },
        "gradients_swapped" => Outputs {
            grad_saturating: right.grad_non_saturating,
            grad_non_saturating: right.grad_saturating,
            ..right
        },
        "gradient_not_averaged" => {
            let m = i.logits_fake.len() as f64;
            Outputs {
                grad_saturating: right.grad_saturating * m,
                grad_non_saturating: right.grad_non_saturating * m,
                ..right
            }
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Two logits of every instance are between 200 and 700 in absolute value, one of either sign.",
            ru: "Два логита каждого варианта по модулю от 200 до 700, разных знаков.",
        },
        |i| {
            let of_sign = |sign: f64| {
                let large = |l: &&f64| (200.0..=700.0).contains(&(sign * **l));
                i.logits_fake.iter().filter(large).count() == 1
            };
            of_sign(-1.0) && of_sign(1.0)
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let fake = sizes.get("fake");
        let mut logits_fake = normal(rng, fake) * 1.5 - 1.0;
        if fake > 3 {
            logits_fake[fake - 2] = -uniform1(rng, 200.0, 700.0);
            logits_fake[fake - 1] = uniform1(rng, 200.0, 700.0);
        }
        Inputs { logits_fake }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let l = &inputs.logits_fake;
        let m = l.len() as f64;
        Outputs {
            saturating: -mean_of(l, softplus),
            non_saturating: mean_of(l, |l| softplus(-l)),
            grad_saturating: l.mapv(|l| -sigmoid(l) / m),
            grad_non_saturating: l.mapv(|l| -sigmoid(-l) / m),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr1;

    fn of(logits: &[f64]) -> Outputs {
        GeneratorLoss::reference(&Inputs {
            logits_fake: arr1(logits),
        })
    }

    #[test]
    fn at_zero_both_are_log_2_up_to_sign() {
        let o = of(&[0.0, 0.0]);
        assert_eq!(o.saturating, -2.0_f64.ln());
        assert_eq!(o.non_saturating, 2.0_f64.ln());
        assert_eq!(o.grad_saturating, arr1(&[-0.25, -0.25]));
    }

    #[test]
    fn a_rejected_sample_has_no_saturating_gradient() {
        let o = of(&[-700.0]);
        assert_eq!(o.non_saturating, 700.0);
        assert_eq!(o.grad_non_saturating[0], -1.0);
        // e^(−700) is far from the smallest double: the tail must not become 0.
        assert!((o.grad_saturating[0] / -(-700.0_f64).exp() - 1.0).abs() < 1e-14);
        assert!((o.saturating / -(-700.0_f64).exp() - 1.0).abs() < 1e-14);
    }
}

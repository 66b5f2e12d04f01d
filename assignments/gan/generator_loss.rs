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
//! Units: nats. Domain: any finite logits.
//!
//! Source: lectures 8 and 9; Goodfellow et al., Generative Adversarial Nets, 2014, section 3.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::logistic::{sigmoid, softplus};
use crate::formulas::mean::mean_of;
use crate::ports;
use crate::text::Text;
use ndarray::Array1;

ports! {
    /// The discriminator's logits.
    pub struct Inputs {
        /// Logits of the discriminator on generated samples.
        logits_fake: Array1<f64> ["fake"],
    }
}

ports! {
    /// Both losses and their gradients.
    pub struct Outputs {
        /// The saturating loss, in nats.
        saturating: f64 [],
        /// The non-saturating loss, in nats.
        non_saturating: f64 [],
        /// Gradient of the saturating loss with respect to the logits.
        grad_saturating: Array1<f64> ["fake"],
        /// Gradient of the non-saturating loss with respect to the logits.
        grad_non_saturating: Array1<f64> ["fake"],
    }
}

/// Both generator losses, see the module's page.
pub struct GeneratorLoss;

impl Task for GeneratorLoss {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("generator_loss.rs");
    const LECTURES: &'static [u8] = &[8, 9];
    const SIZES: &'static [Size] = &[Size::new("fake", 12, 2, 256)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "saturating_sign",
            hint: Text {
                en: "The generator minimises the mean of $\\log(1-D(G(z)))$, which is negative.",
                ru: "Генератор минимизирует среднее $\\log(1-D(G(z)))$, и оно отрицательно.",
            },
            answer: |i| {
                let right = GeneratorLoss::reference(i);
                Outputs {
                    saturating: -right.saturating,
                    ..right
                }
            },
        },
        Mistake {
            id: "losses_swapped",
            hint: Text {
                en: "The non-saturating loss is minus the mean of $\\log D(G(z))$.",
                ru: "Ненасыщающаяся функция потерь — это среднее $\\log D(G(z))$ со знаком минус.",
            },
            answer: |i| {
                let right = GeneratorLoss::reference(i);
                Outputs {
                    saturating: right.non_saturating,
                    non_saturating: right.saturating,
                    grad_saturating: right.grad_non_saturating,
                    grad_non_saturating: right.grad_saturating,
                }
            },
        },
        Mistake {
            id: "gradients_swapped",
            hint: Text {
                en: "The gradient of the saturating loss is proportional to $\\sigma(l)$: it vanishes where the discriminator rejects the sample.",
                ru: "Градиент насыщающейся функции потерь пропорционален $\\sigma(l)$: он затухает там, где дискриминатор отвергает объект.",
            },
            answer: |i| {
                let right = GeneratorLoss::reference(i);
                Outputs {
                    grad_saturating: right.grad_non_saturating,
                    grad_non_saturating: right.grad_saturating,
                    ..right
                }
            },
        },
        Mistake {
            id: "gradient_not_averaged",
            hint: Text {
                en: "The loss is a mean over the batch, so each element of the gradient carries $1/m$.",
                ru: "Функция потерь — среднее по выборке, поэтому в каждом элементе градиента есть множитель $1/m$.",
            },
            answer: |i| {
                let right = GeneratorLoss::reference(i);
                let m = i.logits_fake.len() as f64;
                Outputs {
                    grad_saturating: right.grad_saturating * m,
                    grad_non_saturating: right.grad_non_saturating * m,
                    ..right
                }
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            logits_fake: normal(rng, sizes.get("fake")) * 1.5 - 1.0,
        }
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

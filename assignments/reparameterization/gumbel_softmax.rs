//! # A sample of the relaxed categorical (Concrete) distribution
//!
//! The argmax of the Gumbel-max trick, softened by a temperature $\tau$ so that a gradient passes:
//! $$y=\operatorname{softmax}\Bigl(\frac{l+g}\tau\Bigr),\qquad g=-\log(-\log u).$$
//!
//! As $\tau\to0$ the sample tends to the one-hot categorical sample of the same noise; as $\tau\to\infty$ it tends to the uniform vector.
//! The softmax is monotone, so the largest component is always the Gumbel-max category.
//!
//! Numerical care: the maximum of $l+g$ is subtracted before the division by $\tau$ and the exponential; small components may underflow to 0.
//! Shapes: `logits`, `u` and `y` (batch, class), `tau` a number. Domain: $0<u<1$, $\tau>0$.
//!
//! Source: lecture 12; Jang, Gu and Poole, Categorical Reparameterization with Gumbel-Softmax, 2016 (arXiv:1611.01144);
//! Maddison, Mnih and Teh, The Concrete Distribution, 2016 (arXiv:1611.00712).

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform, uniform1};
use crate::formulas::gumbel::{check_temperature, check_uniform, perturbed, softmax_at};
use crate::formulas::logsumexp::softmax;
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array2, Axis};

ports! {
    /// The distributions, the noise and the temperature.
    pub struct Inputs {
        /// Logits of the categories, not normalised.
        logits: Array2<f64> ["batch", "class"],
        /// Uniform noise, strictly between 0 and 1.
        u: Array2<f64> ["batch", "class"],
        /// The temperature, positive.
        tau: f64 [],
    }
}

ports! {
    /// The sample.
    pub struct Outputs {
        /// The relaxed one-hot vector of every object.
        y: Array2<f64> ["batch", "class"],
    }
}

/// The Gumbel-softmax sample, see the module's page.
pub struct GumbelSoftmax;

impl Task for GumbelSoftmax {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("gumbel_softmax.rs");
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = &[Size::new("batch", 8, 1, 256), Size::new("class", 5, 2, 64)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "temperature_multiplied",
            hint: Text {
                en: "The temperature multiplies; it must divide, so that a small $\\tau$ sharpens.",
                ru: "На температуру умножено, а нужно делить: малое $\\tau$ должно делать распределение острее.",
            },
            answer: |i| Outputs {
                y: softmax_at(&perturbed(&i.logits, &i.u), 1.0 / i.tau, Axis(1)),
            },
        },
        Mistake {
            id: "temperature_on_logits_only",
            hint: Text {
                en: "Only the logits are divided by the temperature; the noise must be too.",
                ru: "На температуру поделены только логиты, а нужно делить и шум.",
            },
            answer: |i| Outputs {
                y: softmax_at(&perturbed(&(&i.logits / i.tau), &i.u), 1.0, Axis(1)),
            },
        },
        Mistake {
            id: "probabilities_not_logged",
            hint: Text {
                en: "The noise is added to probabilities; use the logits.",
                ru: "Шум прибавлен к вероятностям; возьмите логиты.",
            },
            answer: |i| {
                let probabilities = softmax(&i.logits, Axis(1));
                Outputs {
                    y: softmax_at(&perturbed(&probabilities, &i.u), i.tau, Axis(1)),
                }
            },
        },
        Mistake {
            id: "softmax_over_batch",
            hint: Text {
                en: "Rows do not sum to one: the softmax runs over the batch axis.",
                ru: "Суммы строк не равны единице: softmax взят по оси объектов.",
            },
            answer: |i| Outputs {
                y: softmax_at(&perturbed(&i.logits, &i.u), i.tau, Axis(0)),
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("class"));
        Inputs {
            logits: normal(rng, shape),
            u: uniform(rng, shape, 0.001, 0.999),
            tau: uniform1(rng, 0.4, 0.8),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_uniform(&inputs.u)?;
        check_temperature(inputs.tau)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            y: softmax_at(&perturbed(&inputs.logits, &inputs.u), inputs.tau, Axis(1)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn equal_noise_leaves_powers_of_the_odds() {
        // Odds 3 to 1 at temperature 1/2: 9 to 1.
        let inputs = Inputs {
            logits: arr2(&[[3.0_f64.ln(), 0.0]]),
            u: arr2(&[[0.4, 0.4]]),
            tau: 0.5,
        };
        let y = GumbelSoftmax::reference(&inputs).y;
        assert!((y[(0, 0)] - 0.9).abs() < 1e-15);
    }

    #[test]
    fn large_logits_at_a_low_temperature_are_one_hot() {
        let inputs = Inputs {
            logits: arr2(&[[50.0, -50.0, 0.0]]),
            u: arr2(&[[0.5, 0.5, 0.5]]),
            tau: 0.01,
        };
        assert_eq!(
            GumbelSoftmax::reference(&inputs).y,
            arr2(&[[1.0, 0.0, 0.0]])
        );
    }

    #[test]
    fn one_class_is_exactly_one() {
        let inputs = Inputs {
            logits: arr2(&[[-700.0], [3.0]]),
            u: arr2(&[[0.1], [0.9]]),
            tau: 0.3,
        };
        assert_eq!(GumbelSoftmax::reference(&inputs).y, arr2(&[[1.0], [1.0]]));
    }

    #[test]
    fn a_temperature_must_be_positive() {
        for tau in [0.0, -1.0, f64::NAN] {
            let inputs = Inputs {
                logits: arr2(&[[0.0]]),
                u: arr2(&[[0.5]]),
                tau,
            };
            assert!(GumbelSoftmax::validate(&inputs).is_err());
        }
    }
}

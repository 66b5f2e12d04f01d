//! # A sample of the relaxed categorical (Concrete) distribution
//!
//! The argmax of the Gumbel-max trick, softened by a temperature $\tau$ so that a gradient passes:
//! $$y=\operatorname{softmax}\Bigl(\frac{l+g}\tau\Bigr),\qquad g=-\log(-\log u).$$
//!
//! As $\tau\to0$ the sample tends to the one-hot categorical sample of the same noise; as $\tau\to\infty$ it tends to the uniform vector.
//! The softmax is monotone, so the largest component is always the Gumbel-max category.
//!
//! - Numerical care: the maximum of $l+g$ is subtracted before the division by $\tau$ and the exponential; small components may underflow to 0.
//! - Shapes: `logits`, `u` and `y` (batch, class), `tau` a number. Domain: $0<u<1$, $\tau>0$.
//! - Source: lecture 12; Jang, Gu and Poole, Categorical Reparameterization with Gumbel-Softmax, 2016 (arXiv:1611.01144);
//!   Maddison, Mnih and Teh, The Concrete Distribution, 2016 (arXiv:1611.00712).

use crate::formulas::gumbel::{check_temperature, check_uniform, perturbed};
use crate::formulas::logsumexp::{softmax, softmax_at};
use crate::task::prelude::*;

ports! { GumbelSoftmax:
    Inputs {
        logits: f64["batch", "class"] "Logits of the categories, not normalised.";
        u: f64["batch", "class"] "Uniform noise, strictly between 0 and 1.";
        tau: f64[] "The temperature, positive.";
    }
    Outputs {
        y: f64["batch", "class"] "The relaxed one-hot vector of every object.";
    }
}

impl Task for GumbelSoftmax {
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=256, "class" 5 in 2..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "temperature_multiplied" => softmax_at(&perturbed(&i.logits, &i.u), 1.0 / i.tau, Axis(1)),
        "temperature_on_logits_only" =>
            softmax_at(&perturbed(&(&i.logits / i.tau), &i.u), 1.0, Axis(1)),
        "probabilities_not_logged" => {
            let probabilities = softmax(&i.logits, Axis(1));
            softmax_at(&perturbed(&probabilities, &i.u), i.tau, Axis(1))
        }
        "softmax_over_batch" => softmax_at(&perturbed(&i.logits, &i.u), i.tau, Axis(0)),
    });

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
        Outputs::from(softmax_at(
            &perturbed(&inputs.logits, &inputs.u),
            inputs.tau,
            Axis(1),
        ))
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

//! # Straight-through Gumbel-softmax
//!
//! A discrete value forward, the gradient of its relaxation backward. With $a=l+g$, $g=-\log(-\log u)$ and $\tilde y=\operatorname{softmax}(a/\tau)$
//! $$y=\operatorname{onehot}(\operatorname{argmax}_ka_k),\qquad\nabla_{l_k}=\frac1\tau\,\tilde y_k\Bigl(v_k-\sum_jv_j\tilde y_j\Bigr),\quad v=\nabla_y\mathrm{loss}.$$
//!
//! The argmax has no useful derivative, so the backward pass takes $\partial\tilde y/\partial l$ for it: in code `y_hard + (y_soft - y_soft.detach())`.
//! The Jacobian of the softmax is $\operatorname{diag}\tilde y-\tilde y\tilde y^\top$, and $1/\tau$ comes from $a/\tau$. The estimate is biased, the less the lower the temperature,
//! at the price of variance.
//!
//! - Numerical care: as in the Gumbel-softmax, the maximum is subtracted first. Exact ties of the argmax go to the smallest index.
//! - Shapes: everything (batch, class), `tau` a number. Domain: $0<u<1$, $\tau>0$.
//! - Source: lecture 12; Jang, Gu and Poole 2016 (arXiv:1611.01144), section 2.2; Bengio, Léonard and Courville 2013 (arXiv:1308.3432).

use crate::formulas::gumbel::{argmax, check_temperature, check_uniform, perturbed};
use crate::formulas::logsumexp::{softmax_at, softmax_gradient};
use crate::task::prelude::*;

ports! { StraightThroughGumbel:
    Inputs {
        logits: f64["batch", "class"] "Logits of the categories, not normalised.";
        u: f64["batch", "class"] "Uniform noise, strictly between 0 and 1.";
        tau: f64[] "The temperature, positive.";
        grad_y: f64["batch", "class"] "The gradient of a loss by the forward value.";
    }
    Outputs {
        y: f64["batch", "class"] "The forward value: a one-hot vector an object.";
        grad_logits: f64["batch", "class"] "The gradient of the loss by the logits.";
    }
}

impl Task for StraightThroughGumbel {
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=256, "class" 5 in 2..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "soft_forward" => Outputs {
            y: soft(i),
            grad_logits: pulled_back(i, &soft(i), i.tau),
        },
        "gradient_copied" => Outputs {
            y: hard(i),
            grad_logits: i.grad_y.clone(),
        },
        "temperature_missing_in_gradient" => Outputs {
            y: hard(i),
            grad_logits: pulled_back(i, &soft(i), 1.0),
        },
        "noise_missing_in_gradient" => {
            let noiseless = softmax_at(&i.logits, i.tau, Axis(1));
            Outputs {
                y: hard(i),
                grad_logits: pulled_back(i, &noiseless, i.tau),
            }
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("batch"), sizes.get("class"));
        Inputs {
            logits: normal(rng, shape),
            u: uniform(rng, shape, 0.001, 0.999),
            tau: uniform1(rng, 0.4, 0.8),
            grad_y: normal(rng, shape),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_uniform(&inputs.u)?;
        check_temperature(inputs.tau)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs {
            y: hard(inputs),
            grad_logits: pulled_back(inputs, &soft(inputs), inputs.tau),
        }
    }
}

/// The Gumbel-max category as a one-hot vector.
fn hard(i: &Inputs) -> Array2<f64> {
    let mut y = Array2::zeros(i.logits.dim());
    for (b, row) in perturbed(&i.logits, &i.u).outer_iter().enumerate() {
        y[(b, argmax(row))] = 1.0;
    }
    y
}

/// The relaxed sample.
fn soft(i: &Inputs) -> Array2<f64> {
    softmax_at(&perturbed(&i.logits, &i.u), i.tau, Axis(1))
}

/// `grad_y` through the Jacobian of softmax(a/τ), whose value is `y`: y·(v − Σ v·y)/τ.
fn pulled_back(i: &Inputs, y: &Array2<f64>, tau: f64) -> Array2<f64> {
    let mut gradient = Array2::zeros(y.raw_dim());
    for (b, mut row) in gradient.outer_iter_mut().enumerate() {
        row.assign(&(softmax_gradient(y.row(b), i.grad_y.row(b)) / tau));
    }
    gradient
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn two_classes_by_hand() {
        // Odds 9 to 1 after the temperature: ỹ = (0.9, 0.1), ỹ₀ỹ₁(v₀ − v₁)/τ = 0.09·2/0.5.
        let inputs = Inputs {
            logits: arr2(&[[3.0_f64.ln(), 0.0]]),
            u: arr2(&[[0.4, 0.4]]),
            tau: 0.5,
            grad_y: arr2(&[[1.0, -1.0]]),
        };
        let out = StraightThroughGumbel::reference(&inputs);
        assert_eq!(out.y, arr2(&[[1.0, 0.0]]));
        assert!(
            (&out.grad_logits - &arr2(&[[0.36, -0.36]]))
                .iter()
                .all(|d| d.abs() < 1e-14)
        );
    }

    #[test]
    fn ties_take_the_first_and_the_gradient_is_shared() {
        let inputs = Inputs {
            logits: arr2(&[[0.0, 0.0]]),
            u: arr2(&[[0.3, 0.3]]),
            tau: 1.0,
            grad_y: arr2(&[[4.0, 0.0]]),
        };
        let out = StraightThroughGumbel::reference(&inputs);
        assert_eq!(out.y, arr2(&[[1.0, 0.0]]));
        assert_eq!(out.grad_logits, arr2(&[[1.0, -1.0]]));
    }

    #[test]
    fn a_gradient_that_is_constant_over_classes_vanishes() {
        let inputs = Inputs {
            logits: arr2(&[[40.0, -40.0, 0.0]]),
            u: arr2(&[[0.5, 0.5, 0.5]]),
            tau: 0.01,
            grad_y: arr2(&[[2.0, 2.0, 2.0]]),
        };
        let out = StraightThroughGumbel::reference(&inputs);
        assert_eq!(out.grad_logits, arr2(&[[0.0, 0.0, 0.0]]));
    }
}

//! # R1 regularisation
//!
//! The discriminator's gradient on real data is pulled to zero:
//! $$R_1=\frac\gamma2\,\frac1B\sum_{b=1}^B\|\nabla f(x_b)\|_2^2,\qquad x_b\sim\pi.$$
//!
//! At the equilibrium the generator's samples are on the data manifold and the discriminator is flat there, so no slope drives the two past each other.
//! Here $f(x)=\tanh(xW_1+b_1)\cdot w_2+b_2$ with objects in rows, and $\nabla f(x)=W_1\big((1-h^2)\odot w_2\big)$ with $h=\tanh(xW_1+b_1)$, one gradient an object;
//! $b_2$ does not matter.
//!
//! Domain: any finite parameters and samples.
//!
//! Source: lecture 10; Mescheder, Geiger and Nowozin, Which Training Methods for GANs do actually Converge?, 2018.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform1};
use crate::formulas::mean::{mean, mean_of};
use crate::formulas::small_critic::{self, Critic};
use crate::ports;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis};

ports! {
    /// Real samples and the discriminator.
    #[expect(non_snake_case, reason = "the matrix keeps the letter of the statement")]
    pub struct Inputs {
        /// Real samples.
        real: Array2<f64> ["batch", "dim"],
        /// The weight γ of the penalty.
        gamma: f64 [],
        /// Weights of the discriminator's hidden layer, one column a hidden unit.
        W1: Array2<f64> ["dim", "hidden"],
        /// Biases of the discriminator's hidden layer.
        b1: Array1<f64> ["hidden"],
        /// Weights of the discriminator's output.
        w2: Array1<f64> ["hidden"],
        /// Bias of the discriminator's output.
        b2: f64 [],
    }
}

ports! {
    /// The penalty and what it is made of.
    pub struct Outputs {
        /// Squared norm of the discriminator's gradient at every sample.
        grad_norm_squared: Array1<f64> ["batch"],
        /// The R1 penalty, with its weight.
        penalty: f64 [],
    }
}

/// The R1 penalty, see the module's page.
pub struct R1Penalty;

impl Task for R1Penalty {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("r1_penalty.rs");
    const LECTURES: &'static [u8] = &[10];
    const SIZES: &'static [Size] = &[
        Size::new("batch", 6, 3, 64),
        Size::new("dim", 4, 1, 64),
        Size::new("hidden", 5, 1, 64),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "half_missing",
            hint: Text {
                en: "R1 is $\\gamma/2$ times the mean squared norm: the half is missing.",
                ru: "R1 — это $\\gamma/2$, умноженное на средний квадрат нормы: потеряна половина.",
            },
            answer: |i| weighted(i, |squares| 2.0 * mean(squares)),
        },
        Mistake {
            id: "norm_not_squared",
            hint: Text {
                en: "R1 uses the squared norm of the gradient.",
                ru: "В R1 стоит квадрат нормы градиента.",
            },
            answer: |i| weighted(i, |squares| mean_of(squares, f64::sqrt)),
        },
        Mistake {
            id: "centred_at_one",
            hint: Text {
                en: "A norm of 1 is the target of WGAN-GP; R1 pulls the gradient to zero.",
                ru: "Норма 1 — цель WGAN-GP; R1 стягивает градиент к нулю.",
            },
            answer: |i| weighted(i, |squares| mean_of(squares, |s| (s.sqrt() - 1.0).powi(2))),
        },
        Mistake {
            id: "sum_over_batch",
            hint: Text {
                en: "Average over the batch instead of summing.",
                ru: "По батчу нужно усреднять, а не суммировать.",
            },
            answer: |i| weighted(i, |squares| squares.sum()),
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let (w1, b1, w2, b2) = small_critic::draw(rng, dim, sizes.get("hidden"));
        Inputs {
            real: normal(rng, (batch, dim)) + 0.3,
            gamma: uniform1(rng, 1.5, 10.0),
            W1: w1,
            b1,
            w2,
            b2,
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        weighted(i, mean)
    }
}

/// γ/2 times a summary of the squared norms.
fn weighted(i: &Inputs, summary: impl Fn(&Array1<f64>) -> f64) -> Outputs {
    let critic = Critic {
        w1: &i.W1,
        b1: &i.b1,
        w2: &i.w2,
        b2: i.b2,
    };
    let gradient = critic.gradient(&i.real);
    let grad_norm_squared = gradient.map_axis(Axis(1), |g| g.dot(&g));
    Outputs {
        penalty: i.gamma / 2.0 * summary(&grad_norm_squared),
        grad_norm_squared,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn one_sample_at_the_origin() {
        // There tanh has slope 1: the gradient is W1·w2 = (3·2, 4·2).
        let o = R1Penalty::reference(&Inputs {
            real: arr2(&[[0.0, 0.0]]),
            gamma: 0.5,
            W1: arr2(&[[3.0], [4.0]]),
            b1: arr1(&[0.0]),
            w2: arr1(&[2.0]),
            b2: 100.0,
        });
        assert_eq!((o.grad_norm_squared[0], o.penalty), (100.0, 25.0));
    }

    #[test]
    fn a_saturated_discriminator_is_flat() {
        let o = R1Penalty::reference(&Inputs {
            real: arr2(&[[1e3]]),
            gamma: 10.0,
            W1: arr2(&[[5.0]]),
            b1: arr1(&[0.0]),
            w2: arr1(&[1.0]),
            b2: 0.0,
        });
        assert_eq!(o.penalty, 0.0);
    }
}

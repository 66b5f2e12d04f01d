//! # R1 regularisation
//!
//! The discriminator's gradient on real data is pulled to zero:
//! $$R_1=\frac\gamma2\,\frac1B\sum_{b=1}^B\|\nabla f(x_b)\|_2^2,\qquad x_b\sim\pi.$$
//!
//! At the equilibrium the generator's samples are on the data manifold and the discriminator is flat there, so no slope drives the two past each other.
//! Here $f(x)=\tanh(xW_1+b_1)\cdot w_2+b_2$ with objects in rows, and $\nabla f(x)=W_1\big((1-h^2)\odot w_2\big)$ with $h=\tanh(xW_1+b_1)$, one gradient an object;
//! $b_2$ does not matter.
//!
//! - Domain: any finite parameters and samples.
//! - Source: lecture 10; Mescheder, Geiger and Nowozin, Which Training Methods for GANs do actually Converge?, 2018.

use crate::formulas::mean::{mean, mean_of};
use crate::formulas::small_critic::{self, Critic};
use crate::task::prelude::*;

ports! { R1Penalty:
    #[expect(non_snake_case, reason = "the matrix keeps the letter of the statement")]
    Inputs {
        real: f64["batch", "dim"] "Real samples.";
        gamma: f64[] "The weight γ of the penalty.";
        W1: f64["dim", "hidden"] "Weights of the discriminator's hidden layer, one column a hidden unit.";
        b1: f64["hidden"] "Biases of the discriminator's hidden layer.";
        w2: f64["hidden"] "Weights of the discriminator's output.";
        b2: f64[] "Bias of the discriminator's output.";
    }
    Outputs {
        grad_norm_squared: f64["batch"] "Squared norm of the discriminator's gradient at every sample.";
        penalty: f64[] "The R1 penalty, with its weight.";
    }
}

impl Task for R1Penalty {
    const LECTURES: &'static [u8] = &[10];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 3..=64, "dim" 4 in 1..=64, "hidden" 5 in 1..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "half_missing" => weighted(i, |squares| 2.0 * mean(squares)),
        "norm_not_squared" => weighted(i, |squares| mean_of(squares, f64::sqrt)),
        "centred_at_one" => weighted(i, |squares| mean_of(squares, |s| (s.sqrt() - 1.0).powi(2))),
        "sum_over_batch" => weighted(i, |squares| squares.sum()),
    });

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

//! # WGAN-GP: the critic's loss with the gradient penalty
//!
//! The optimal critic has a gradient of norm 1 almost everywhere on the segments that optimal transport joins real and generated samples by. So the norm is
//! pushed to 1, from both sides, at random points between real and generated samples:
//! $$x_t=t\,x_{real}+(1-t)\,x_{fake},\qquad GP=\frac1B\sum_{b=1}^B\big(\|\nabla f(x_{t,b})\|_2-1\big)^2,$$
//! $$\mathcal L_f=\frac1B\sum_bf(x_{fake,b})-\frac1B\sum_bf(x_{real,b})+\lambda\,GP.$$
//!
//! The critic maximises $\mathbb E_\pi f-\mathbb E_{p_\theta}f$ and is penalised by $GP$; the loss to be minimised therefore has the first part with the opposite sign.
//! Here $f(x)=\tanh(xW_1+b_1)\cdot w_2+b_2$ with objects in rows, and $\nabla f(x)=W_1\big((1-h^2)\odot w_2\big)$ with $h=\tanh(xW_1+b_1)$, one gradient an object.
//!
//! - Domain: any finite parameters and samples.
//! - Source: lecture 10; Gulrajani et al., Improved Training of Wasserstein GANs, 2017.

use crate::formulas::logistic::relu;
use crate::formulas::mean::{mean, mean_of};
use crate::formulas::norm::euclidean;
use crate::formulas::small_critic::{self, Critic};
use crate::task::prelude::*;

ports! { GradientPenalty:
    #[expect(non_snake_case, reason = "the matrix keeps the letter of the statement")]
    Inputs {
        real: f64["batch", "dim"] "Real samples.";
        fake: f64["batch", "dim"] "Generated samples.";
        t: f64["batch"] "Weight of the real sample in every interpolation.";
        gp_weight: f64[] "Weight of the penalty in the loss.";
        W1: f64["dim", "hidden"] "Weights of the critic's hidden layer, one column a hidden unit.";
        b1: f64["hidden"] "Biases of the critic's hidden layer.";
        w2: f64["hidden"] "Weights of the critic's output.";
        b2: f64[] "Bias of the critic's output.";
    }
    Outputs {
        x_t: f64["batch", "dim"] "Points between the real and the generated samples.";
        grad_norm: f64["batch"] "Norm of the critic's gradient at every point.";
        penalty: f64[] "The gradient penalty, without its weight.";
        critic_loss: f64[] "The critic's loss, to be minimised.";
    }
}

impl Task for GradientPenalty {
    const LECTURES: &'static [u8] = &[10];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 2..=32, "dim" 4 in 2..=16, "hidden" 5 in 1..=8,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "t_swapped" => {
            let x_t = between(&i.fake, &i.real, &i.t);
            let norms = grad_norm(i, &x_t);
            outputs(i, x_t, norms, two_sided)
        }
        "norm_over_batch" => {
            let gradient = critic(i).gradient(&right.x_t);
            let columns = gradient.map_axis(Axis(0), euclidean);
            with_penalty(i, right, two_sided(&columns))
        }
        "norm_squared" => {
            let penalty = two_sided(&right.grad_norm.mapv(|n| n * n));
            with_penalty(i, right, penalty)
        }
        "one_sided" => {
            let penalty = mean_of(&right.grad_norm, |n| relu(n - 1.0).powi(2));
            with_penalty(i, right, penalty)
        }
        "gradient_of_the_mean" => {
            let x_t = between(&i.real, &i.fake, &i.t);
            let norms = grad_norm(i, &x_t) / i.t.len() as f64;
            outputs(i, x_t, norms, two_sided)
        }
        "critic_sign" => Outputs {
            critic_loss: i.gp_weight * right.penalty - fake_minus_real(i),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let (w1, b1, w2, b2) = small_critic::draw(rng, dim, sizes.get("hidden"));
        Inputs {
            real: normal(rng, (batch, dim)) + 0.5,
            fake: normal(rng, (batch, dim)) - 0.5,
            t: uniform(rng, batch, 0.0, 1.0),
            gp_weight: uniform1(rng, 2.0, 10.0),
            W1: w1,
            b1,
            w2,
            b2,
        }
    }

    fn reference(i: &Inputs) -> Outputs {
        let x_t = between(&i.real, &i.fake, &i.t);
        let norms = grad_norm(i, &x_t);
        outputs(i, x_t, norms, two_sided)
    }
}

fn critic(i: &Inputs) -> Critic<'_> {
    Critic {
        w1: &i.W1,
        b1: &i.b1,
        w2: &i.w2,
        b2: i.b2,
    }
}

/// t·first + (1 − t)·second, one t an object.
fn between(first: &Array2<f64>, second: &Array2<f64>, t: &Array1<f64>) -> Array2<f64> {
    let t = t.view().insert_axis(Axis(1));
    first * &t + second * &t.mapv(|t| 1.0 - t)
}

fn grad_norm(i: &Inputs, x: &Array2<f64>) -> Array1<f64> {
    critic(i).gradient(x).map_axis(Axis(1), euclidean)
}

/// The mean of (norm − 1)².
fn two_sided(norms: &Array1<f64>) -> f64 {
    mean_of(norms, |n| (n - 1.0).powi(2))
}

fn fake_minus_real(i: &Inputs) -> f64 {
    mean(&critic(i).value(&i.fake)) - mean(&critic(i).value(&i.real))
}

fn outputs(
    i: &Inputs,
    x_t: Array2<f64>,
    grad_norm: Array1<f64>,
    penalty: fn(&Array1<f64>) -> f64,
) -> Outputs {
    let penalty = penalty(&grad_norm);
    Outputs {
        x_t,
        grad_norm,
        penalty,
        critic_loss: fake_minus_real(i) + i.gp_weight * penalty,
    }
}

/// The same points and norms with another penalty, and the loss that follows.
fn with_penalty(i: &Inputs, right: Outputs, penalty: f64) -> Outputs {
    Outputs {
        penalty,
        critic_loss: fake_minus_real(i) + i.gp_weight * penalty,
        ..right
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn one_unit(slope: f64, weight: f64, t: f64) -> Inputs {
        Inputs {
            real: arr2(&[[1.0]]),
            fake: arr2(&[[-3.0]]),
            t: arr1(&[t]),
            gp_weight: 2.0,
            W1: arr2(&[[slope]]),
            b1: arr1(&[0.0]),
            w2: arr1(&[weight]),
            b2: 7.0,
        }
    }

    #[test]
    fn one_sample_of_one_dimension() {
        // x_t = 0.75 · 1 − 0.25 · 3 = 0, where tanh has slope 1: |∇f| = 2 · 1.5 = 3 and the penalty (3 − 1)².
        let o = GradientPenalty::reference(&one_unit(2.0, -1.5, 0.75));
        assert_eq!((o.x_t[(0, 0)], o.grad_norm[0], o.penalty), (0.0, 3.0, 4.0));
        let by_hand = -1.5 * (f64::tanh(-6.0) - f64::tanh(2.0)) + 8.0;
        assert!((o.critic_loss - by_hand).abs() < 1e-14);
    }

    #[test]
    fn the_ends_of_the_segment_are_the_samples() {
        assert_eq!(
            GradientPenalty::reference(&one_unit(1.0, 1.0, 1.0)).x_t[(0, 0)],
            1.0
        );
        assert_eq!(
            GradientPenalty::reference(&one_unit(1.0, 1.0, 0.0)).x_t[(0, 0)],
            -3.0
        );
    }

    #[test]
    fn a_constant_critic_has_penalty_one() {
        let o = GradientPenalty::reference(&one_unit(0.0, 1.0, 0.5));
        assert_eq!((o.grad_norm[0], o.penalty, o.critic_loss), (0.0, 1.0, 2.0));
    }
}

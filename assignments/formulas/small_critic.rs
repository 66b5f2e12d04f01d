//! A critic small enough to differentiate by hand: f(x) = tanh(x·W1 + b1)·w2 + b2.

use crate::draw::{normal, normal1, signed_uniform};
use crate::task::Rng;
use ndarray::{Array1, Array2};

/// Random parameters, in the order of [`Critic`]'s fields: weights of the hidden layer N(0, 1.2²/dim), its biases N(0, 0.4²),
/// weights of the output ±U(0.3, 1.1), its bias N(0, 0.5²).
pub fn draw(
    rng: &mut Rng,
    dim: usize,
    hidden: usize,
) -> (Array2<f64>, Array1<f64>, Array1<f64>, f64) {
    (
        normal(rng, (dim, hidden)) * (1.2 / (dim as f64).sqrt()),
        normal(rng, hidden) * 0.4,
        signed_uniform(rng, hidden, 0.3, 1.1),
        0.5 * normal1(rng),
    )
}

/// The critic's parameters. Objects are rows, so `w1` is the transpose of what `nn.Linear` stores.
#[derive(Clone, Copy)]
pub struct Critic<'a> {
    /// Weights of the hidden layer, one column a hidden unit.
    pub w1: &'a Array2<f64>,
    /// Biases of the hidden layer.
    pub b1: &'a Array1<f64>,
    /// Weights of the output.
    pub w2: &'a Array1<f64>,
    /// Bias of the output.
    pub b2: f64,
}

impl Critic<'_> {
    /// f of every row.
    pub fn value(self, x: &Array2<f64>) -> Array1<f64> {
        let hidden = (x.dot(self.w1) + self.b1).mapv(f64::tanh);
        hidden.dot(self.w2) + self.b2
    }

    /// ∇f of every row: W1·((1 − h²) ⊙ w2) with h = tanh(x·W1 + b1).
    pub fn gradient(self, x: &Array2<f64>) -> Array2<f64> {
        let slope = (x.dot(self.w1) + self.b1).mapv(tanh_derivative);
        (slope * self.w2).dot(&self.w1.t())
    }
}

/// 1 − tanh²(a) = 4e^(−2|a|) / (1 + e^(−2|a|))², with all digits in the tails, where 1 − h² has none left.
pub fn tanh_derivative(a: f64) -> f64 {
    let e = (-2.0 * a.abs()).exp();
    4.0 * e / ((1.0 + e) * (1.0 + e))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn gradient_is_the_slope_of_the_value() {
        let (w1, b1) = (
            arr2(&[[0.7, -0.4, 1.1], [0.2, 0.9, -0.8]]),
            arr1(&[0.1, -0.3, 0.5]),
        );
        let w2 = arr1(&[0.6, -1.0, 0.8]);
        let critic = Critic {
            w1: &w1,
            b1: &b1,
            w2: &w2,
            b2: 0.3,
        };
        let x = arr2(&[[0.4, -1.2], [2.0, 0.5]]);
        let gradient = critic.gradient(&x);
        for d in 0..2 {
            let mut step = x.clone();
            step.column_mut(d).mapv_inplace(|v| v + 1e-6);
            let slope = (critic.value(&step) - critic.value(&x)) / 1e-6;
            for b in 0..2 {
                assert!((slope[b] - gradient[(b, d)]).abs() < 1e-5);
            }
        }
    }

    #[test]
    fn a_saturated_unit_still_has_a_slope() {
        assert!((tanh_derivative(50.0) / (4.0 * (-100.0_f64).exp()) - 1.0).abs() < 1e-15);
        assert_eq!(tanh_derivative(0.0), 1.0);
    }
}

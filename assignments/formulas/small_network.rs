//! The network of one hidden layer that stands for a deep one: net(x) = tanh(x·W₁ + b₁)·W₂ + b₂.
//!
//! Objects are rows and weights are (in, out); PyTorch's `nn.Linear` stores the transpose.

use crate::draw::normal;
use crate::task::Rng;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// The weights, seen where they lie.
#[derive(Clone, Copy, Debug)]
pub struct Network<'a> {
    /// (in, hidden).
    pub w1: ArrayView2<'a, f64>,
    /// (hidden).
    pub b1: ArrayView1<'a, f64>,
    /// (hidden, out).
    pub w2: ArrayView2<'a, f64>,
    /// (out).
    pub b2: ArrayView1<'a, f64>,
}

impl Network<'_> {
    /// What the hidden units are the tanh of: x·W₁ + b₁.
    pub fn activation(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        activation(x, self.w1, self.b1)
    }

    /// The outputs of every row.
    pub fn apply(&self, x: ArrayView2<'_, f64>) -> Array2<f64> {
        self.activation(x).mapv(f64::tanh).dot(&self.w2) + self.b2
    }
}

/// x·W₁ + b₁.
pub fn activation(
    x: ArrayView2<'_, f64>,
    w1: ArrayView2<'_, f64>,
    b1: ArrayView1<'_, f64>,
) -> Array2<f64> {
    x.dot(&w1) + b1
}

/// tanh′(a) = 1 − tanh²a, as sech²a: the difference has lost half of its digits at |a| = 10 and all of them at 20.
pub fn slope(a: f64) -> f64 {
    a.cosh().recip().powi(2)
}

/// cⱼ = Σ_d (W₁)_dj (W₂)_jd, so that the trace of the network's Jacobian is Σⱼ tanh′(·)ⱼ cⱼ: no Jacobian need be formed.
pub fn trace_weights(w1: ArrayView2<'_, f64>, w2: ArrayView2<'_, f64>) -> Array1<f64> {
    (&w1.t() * &w2).sum_axis(Axis(1))
}

/// Weights that were drawn.
#[derive(Clone, Debug)]
pub struct Weights {
    /// (in, hidden).
    pub w1: Array2<f64>,
    /// (hidden).
    pub b1: Array1<f64>,
    /// (hidden, out).
    pub w2: Array2<f64>,
    /// (out).
    pub b2: Array1<f64>,
}

/// W₁ ~ N(0, 1)/√in, W₂ ~ 0.9·N(0, 1)/√hidden, biases 0.3·N(0, 1): activations of order one at any width.
pub fn draw(rng: &mut Rng, dim: usize, width: usize, out: usize) -> Weights {
    Weights {
        w1: normal(rng, (dim, width)) / (dim as f64).sqrt(),
        b1: normal(rng, width) * 0.3,
        w2: normal(rng, (width, out)) * (0.9 / (width as f64).sqrt()),
        b2: normal(rng, out) * 0.3,
    }
}

/// The matrix rescaled to this Frobenius norm: strong fields on every draw.
pub fn of_norm(matrix: Array2<f64>, norm: f64) -> Array2<f64> {
    let factor = norm / matrix.mapv(|v| v * v).sum().sqrt();
    matrix * factor
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn the_trace_weights_are_the_diagonal_of_the_jacobian_at_rest() {
        // At zero activation tanh′ = 1 and the Jacobian is W₁·W₂.
        let w1 = arr2(&[[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]);
        let w2 = arr2(&[[1.0, -1.0], [0.5, 2.0], [3.0, 0.0]]);
        let trace: f64 = w1.dot(&w2).diag().sum();
        assert_eq!(trace_weights(w1.view(), w2.view()).sum(), trace);
    }

    #[test]
    fn slopes_of_saturated_units_keep_their_digits() {
        assert_eq!((slope(0.0), slope(-800.0)), (1.0, 0.0));
        for a in [0.5_f64, -3.0] {
            assert!((slope(a) - (1.0 - a.tanh() * a.tanh())).abs() < 1e-15);
        }
        for a in [20.0_f64, -300.0] {
            assert!((slope(a) / (4.0 * (-2.0 * a.abs()).exp()) - 1.0).abs() < 1e-13);
        }
    }

    #[test]
    fn saturated_units_stay_finite() {
        let (w1, b1) = (arr2(&[[1e6]]), arr1(&[0.0]));
        let (w2, b2) = (arr2(&[[2.0]]), arr1(&[1.0]));
        let net = Network {
            w1: w1.view(),
            b1: b1.view(),
            w2: w2.view(),
            b2: b2.view(),
        };
        assert_eq!(
            net.apply(arr2(&[[1e6], [-1e6]]).view()),
            arr2(&[[3.0], [-1.0]])
        );
    }
}

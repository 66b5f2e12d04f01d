//! Gaussian autoregressive conditioners: mean and scale of coordinate i are functions of the coordinates before it.
//!
//! The matrices are given in full and only the entries that are used are read, so that nothing in the rest of them
//! (not even NaN) can reach the answer.

use crate::draw::normal;
use crate::task::Rng;
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// Masked linear conditioners: μᵢ = bμᵢ + Σⱼ Wμᵢⱼ yⱼ, log σᵢ = tanh(bˢᵢ + Σⱼ Wˢᵢⱼ yⱼ) over the coordinates j that are known.
#[derive(Clone, Copy, Debug)]
pub struct Conditioner<'a> {
    /// Weights of the means.
    pub w_mu: ArrayView2<'a, f64>,
    /// Biases of the means.
    pub b_mu: ArrayView1<'a, f64>,
    /// Weights of the log-scales.
    pub w_s: ArrayView2<'a, f64>,
    /// Biases of the log-scales.
    pub b_s: ArrayView1<'a, f64>,
}

impl Conditioner<'_> {
    /// μᵢ and log σᵢ when the first coordinates are `known`.
    pub fn at(&self, i: usize, known: ArrayView1<'_, f64>) -> (f64, f64) {
        let n = known.len();
        let linear =
            |w: ArrayView2<'_, f64>, b: ArrayView1<'_, f64>| b[i] + first(w.row(i), n).dot(&known);
        (
            linear(self.w_mu, self.b_mu),
            linear(self.w_s, self.b_s).tanh(),
        )
    }

    /// μ and log σ of all coordinates at once, from the rows of `y`: coordinate i reads those before it,
    /// and itself too where `includes_self`.
    pub fn parallel(
        &self,
        y: ArrayView2<'_, f64>,
        includes_self: bool,
    ) -> (Array2<f64>, Array2<f64>) {
        let mut mu = Array2::zeros(y.raw_dim());
        let mut log_std = Array2::zeros(y.raw_dim());
        for (n, row) in y.rows().into_iter().enumerate() {
            for i in 0..row.len() {
                let seen = first(row, i + usize::from(includes_self));
                (mu[(n, i)], log_std[(n, i)]) = self.at(i, seen);
            }
        }
        (mu, log_std)
    }

    /// The coordinates of every row one after the other, in the order given, each as `map(zᵢ, μᵢ, log σᵢ)` with μᵢ and log σᵢ
    /// from what stands in the coordinates before it by then (zero at first). Returns x and log σ.
    pub fn sequential(
        &self,
        z: ArrayView2<'_, f64>,
        order: impl Iterator<Item = usize> + Clone,
        map: impl Fn(f64, f64, f64) -> f64,
    ) -> (Array2<f64>, Array2<f64>) {
        let mut x = Array2::zeros(z.raw_dim());
        let mut log_std = Array2::zeros(z.raw_dim());
        for n in 0..z.nrows() {
            for i in order.clone() {
                let (mu, s) = self.at(i, first(x.row(n), i));
                x[(n, i)] = map(z[(n, i)], mu, s);
                log_std[(n, i)] = s;
            }
        }
        (x, log_std)
    }
}

/// The first `n` elements.
fn first(values: ArrayView1<'_, f64>, n: usize) -> ArrayView1<'_, f64> {
    values.split_at(Axis(0), n).0
}

/// Conditioners that were drawn.
#[derive(Clone, Debug)]
pub struct Weights {
    /// Weights of the means.
    pub w_mu: Array2<f64>,
    /// Biases of the means.
    pub b_mu: Array1<f64>,
    /// Weights of the log-scales.
    pub w_s: Array2<f64>,
    /// Biases of the log-scales.
    pub b_s: Array1<f64>,
}

/// Full matrices of 0.6·N(0, 1) and biases of 0.5·N(0, 1).
pub fn draw(rng: &mut Rng, dim: usize) -> Weights {
    Weights {
        w_mu: normal(rng, (dim, dim)) * 0.6,
        b_mu: normal(rng, dim) * 0.5,
        w_s: normal(rng, (dim, dim)) * 0.6,
        b_s: normal(rng, dim) * 0.5,
    }
}

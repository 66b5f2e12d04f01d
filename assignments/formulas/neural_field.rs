//! The time-dependent vector field of neural ODEs: f(z, t) = tanh(z·W₁ + t·a + b₁)·W₂ + b₂.

use crate::formulas::small_network::{Network, slope, trace_weights};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// A network with a bias that moves with time.
#[derive(Clone, Copy, Debug)]
pub struct Field<'a> {
    /// The network at t = 0.
    pub net: Network<'a>,
    /// How the hidden bias moves.
    pub a: ArrayView1<'a, f64>,
}

impl Field<'_> {
    /// z·W₁ + t·a + b₁.
    pub fn activation(&self, z: ArrayView2<'_, f64>, t: f64) -> Array2<f64> {
        let bias = &self.a * t + self.net.b1;
        let net = Network {
            b1: bias.view(),
            ..self.net
        };
        net.activation(z)
    }

    /// f(z, t) of every row.
    pub fn at(&self, z: ArrayView2<'_, f64>, t: f64) -> Array2<f64> {
        self.activation(z, t).mapv(f64::tanh).dot(&self.net.w2) + self.net.b2
    }

    /// f(z, t) and tr ∂f/∂z of every row.
    pub fn with_trace(&self, z: ArrayView2<'_, f64>, t: f64) -> (Array2<f64>, Array1<f64>) {
        let inner = self.activation(z, t);
        let c = trace_weights(self.net.w1, self.net.w2);
        let trace = inner.mapv(slope).dot(&c);
        let at = inner.mapv(f64::tanh).dot(&self.net.w2) + self.net.b2;
        (at, trace)
    }
}

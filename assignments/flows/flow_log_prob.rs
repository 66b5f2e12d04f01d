//! # Log-likelihood of a flow and bits per dimension
//!
//! A stack of affine coupling layers maps data to noise, $z=f_{K-1}(\ldots f_0(x))$, and the log-determinants add up:
//! $$\log p(x)=\log\mathcal N(z;0,I)+\sum_{k=0}^{K-1}\log\left|\det J_k\right|.$$
//!
//! Layer $k$ is that of `affine_coupling`: with $m$ the row $k$ of `mask` (1 passes through) and $[s,t]=\operatorname{net}_k(m\odot h)$ it
//! maps $h$ to $m\odot h+(1-m)\odot(h\odot e^{s}+t)$, with $\log|\det J_k|=\sum_d(1-m_d)s_d$. Masks alternate, so that every coordinate is
//! transformed.
//!
//! The data is dequantized: $n$ = `nbins` levels scaled to $[0,1]$, each a cell of width $1/n$. A cell's probability is about $p(x)\,n^{-D}$,
//! so the code length of the discrete data is
//! $$\mathrm{bits\_per\_dim}=\frac{-\log p(x)/D+\log n}{\log 2}.$$
//!
//! - Shapes: objects are rows; the first axis of mask and weights is the layer. Units: `log_prob` in nats, `bits_per_dim` in bits.
//! - Domain: masks of zeros and ones, $n\ge1$ ($n=1$ leaves the data's own scale).
//! - Source: lectures 5, 6 and 7; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017; Theis, van den Oord and Bethge,
//!   A note on the evaluation of generative models, 2016.

use crate::formulas::coupling::{
    check_mask, complement, forward, masked, random_mask, scale_and_shift, sum_over_transformed,
};
use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::small_network::{self, Network};
use crate::formulas::standard_normal;
use crate::task::prelude::*;
use std::f64::consts::LN_2;

ports! { FlowLogProb:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        x: f64["batch", "dim"] "Dequantized data scaled to [0, 1].";
        mask: f64["layer", "dim"] "The masks of the layers; 1 where a coordinate passes through unchanged.";
        W1: f64["layer", "dim", "hidden"] "First weights of every layer's network, (in, out).";
        b1: f64["layer", "hidden"] "First biases.";
        W2: f64["layer", "hidden", "2*dim"] "Second weights; columns of s first, then of t.";
        b2: f64["layer", "2*dim"] "Second biases.";
        nbins: i64[] "The number of levels of the discrete data, at least 1.";
    }
    Outputs {
        z: f64["batch", "dim"] "Noise, the image of the data under all layers.";
        log_prob: f64["batch"] "Log-density of every object, in nats.";
        bits_per_dim: f64["batch"] "Bits per dimension of every discrete object.";
    }
}

impl Task for FlowLogProb {
    const LECTURES: &'static [u8] = &[5, 6, 7];
    const SIZES: &'static [Size] = sizes![
        "layer" 2 in 1..=8, "batch" 8 in 1..=64, "dim" 4 in 1..=16, "hidden" 5 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "log_det_subtracted" => {
            let (z, log_det) = pass(i, 0..i.mask.nrows());
            let log_prob = standard_normal::log_prob(z.view()) - log_det;
            outputs(i, z, log_prob)
        }
        "layers_reversed" => in_order(i, (0..i.mask.nrows()).rev()),
        "log_2pi_missing" => {
            let constant = 0.5 * LOG_2PI * i.x.ncols() as f64;
            outputs(i, right.z, right.log_prob + constant)
        }
        "nats_per_dim" => Outputs {
            bits_per_dim: right.bits_per_dim * LN_2,
            ..right
        },
        "quantization_missing" => Outputs {
            bits_per_dim: bits_per_dim(&right.log_prob, i.x.ncols(), 1),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [layers, batch, dim, hidden] = sizes.all(["layer", "batch", "dim", "hidden"]);
        let mut inputs = Inputs {
            x: uniform(rng, (batch, dim), 0.0, 1.0),
            mask: Array2::zeros((layers, dim)),
            W1: Array3::zeros((layers, dim, hidden)),
            b1: Array2::zeros((layers, hidden)),
            W2: Array3::zeros((layers, hidden, 2 * dim)),
            b2: Array2::zeros((layers, 2 * dim)),
            // 4, 32 or 256.
            nbins: 4 << (3 * integer1(rng, 0, 2)),
        };
        let mut mask = random_mask(rng, dim);
        for k in 0..layers {
            let net = small_network::draw(rng, dim, hidden, 2 * dim);
            inputs.mask.row_mut(k).assign(&mask);
            inputs.W1.index_axis_mut(Axis(0), k).assign(&net.w1);
            inputs.b1.row_mut(k).assign(&net.b1);
            inputs.W2.index_axis_mut(Axis(0), k).assign(&net.w2);
            inputs.b2.row_mut(k).assign(&net.b2);
            mask = complement(mask.view());
        }
        inputs
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::AtLeast("nbins".into(), 1.0, None).refuse_if(inputs.nbins < 1)?;
        check_mask(&inputs.mask)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        in_order(inputs, 0..inputs.mask.nrows())
    }
}

/// The noise and the summed log-determinants when the layers are applied in this order.
fn pass(i: &Inputs, layers: impl Iterator<Item = usize>) -> (Array2<f64>, Array1<f64>) {
    let mut state = i.x.clone();
    let mut log_det = Array1::zeros(i.x.nrows());
    for k in layers {
        let net = Network {
            w1: i.W1.index_axis(Axis(0), k),
            b1: i.b1.row(k),
            w2: i.W2.index_axis(Axis(0), k),
            b2: i.b2.row(k),
        };
        let mask = i.mask.row(k);
        let (s, t) = scale_and_shift(&net, masked(state.view(), mask).view());
        log_det += &sum_over_transformed(&s, mask);
        state = forward(state.view(), mask, (&s, &t));
    }
    (state, log_det)
}

fn in_order(i: &Inputs, layers: impl Iterator<Item = usize>) -> Outputs {
    let (z, log_det) = pass(i, layers);
    let log_prob = standard_normal::log_prob(z.view()) + log_det;
    outputs(i, z, log_prob)
}

fn outputs(i: &Inputs, z: Array2<f64>, log_prob: Array1<f64>) -> Outputs {
    Outputs {
        bits_per_dim: bits_per_dim(&log_prob, i.x.ncols(), i.nbins),
        z,
        log_prob,
    }
}

fn bits_per_dim(log_prob: &Array1<f64>, dim: usize, nbins: i64) -> Array1<f64> {
    log_prob.mapv(|nats| (-nats / dim as f64 + (nbins as f64).ln()) / LN_2)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    /// Layers that ignore their input: s and t are the second biases.
    fn constant_layers(b2: Array2<f64>, mask: Array2<f64>) -> Inputs {
        let (layers, dim) = mask.dim();
        Inputs {
            x: Array2::zeros((1, dim)),
            mask,
            W1: Array3::zeros((layers, dim, 1)),
            b1: Array2::zeros((layers, 1)),
            W2: Array3::zeros((layers, 1, 2 * dim)),
            b2,
            nbins: 1,
        }
    }

    #[test]
    fn the_order_of_layers_by_hand() {
        // x = 0: first + 1, then doubled.
        let ln2 = 2.0_f64.ln();
        let i = constant_layers(arr2(&[[0.0, 1.0], [ln2, 0.0]]), arr2(&[[0.0], [0.0]]));
        let out = FlowLogProb::reference(&i);
        assert!((out.z[(0, 0)] - 2.0).abs() < 1e-15);
        let log_prob = -2.0 - 0.5 * LOG_2PI + ln2;
        assert!((out.log_prob[0] - log_prob).abs() < 1e-15);
        assert!((out.bits_per_dim[0] + log_prob / ln2).abs() < 1e-15);
    }

    #[test]
    fn the_levels_cost_their_logarithm() {
        let mut i = constant_layers(arr2(&[[0.0; 4]]), arr2(&[[1.0, 0.0]]));
        let one = FlowLogProb::reference(&i).bits_per_dim[0];
        i.nbins = 256;
        assert!((FlowLogProb::reference(&i).bits_per_dim[0] - one - 8.0).abs() < 1e-14);
        i.nbins = i64::MAX;
        assert!((FlowLogProb::reference(&i).bits_per_dim[0] - one - 63.0).abs() < 1e-13);
    }

    #[test]
    fn layers_of_ones_are_the_base_density() {
        let mut i = constant_layers(arr2(&[[1e4; 4]]), arr2(&[[1.0, 1.0]]));
        i.x = arr2(&[[0.6, 0.8]]);
        let out = FlowLogProb::reference(&i);
        assert_eq!(out.z, i.x);
        assert!((out.log_prob - arr1(&[-0.5 - LOG_2PI]))[0].abs() < 1e-15);
    }

    #[test]
    fn no_levels_and_fractional_masks_are_refused() {
        let legal = constant_layers(arr2(&[[0.0; 2]]), arr2(&[[0.0]]));
        assert!(FlowLogProb::validate(&legal).is_ok());
        let mut none = legal.clone();
        none.nbins = 0;
        assert!(FlowLogProb::validate(&none).is_err());
        let mut half = legal;
        half.mask[(0, 0)] = 0.5;
        assert!(FlowLogProb::validate(&half).is_err());
    }
}

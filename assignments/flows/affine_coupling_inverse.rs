//! # Inverse of the affine coupling layer
//!
//! The sampling direction of `affine_coupling`: noise to data. With the same mask $m$ (1 passes through) and network,
//! $$[s,t]=\operatorname{net}(m\odot z),\qquad x=m\odot z+(1-m)\odot(z-t)\odot e^{-s}.$$
//!
//! The coordinates that pass are the same on both sides, so the network gives the same $s$ and $t$ as in the forward pass, and the
//! forward steps are undone in reverse order. The log-determinant is that of the map $z\mapsto x$:
//! $$\log\left|\det\frac{\partial x}{\partial z}\right|=-\sum_d(1-m_d)\,s_d.$$
//!
//! - Numerical care: choose by the mask instead of multiplying, for $0\cdot e^{-s}$ is not a number where $e^{-s}$ overflows.
//! - Shapes: the first `dim` outputs of the network are $s$, the last `dim` are $t$; weights are (in, out). Units: nats.
//! - Domain: a mask of zeros and ones.
//! - Source: lecture 6; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017.

use crate::formulas::coupling::{
    check_mask, complement, forward, inverse, masked, random_mask, scale_and_shift,
    sum_over_transformed, transformed,
};
use crate::formulas::small_network::{self, Network};
use crate::task::prelude::*;

ports! { AffineCouplingInverse:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        z: f64["batch", "dim"] "Noise.";
        mask: f64["dim"] "1 where a coordinate passes through unchanged, 0 where it is transformed.";
        W1: f64["dim", "hidden"] "First weights of the network, (in, out).";
        b1: f64["hidden"] "First biases.";
        W2: f64["hidden", "2*dim"] "Second weights; columns of s first, then of t.";
        b2: f64["2*dim"] "Second biases.";
    }
    Outputs {
        x: f64["batch", "dim"] "Generated data.";
        log_det: f64["batch"] "log|det ∂x/∂z| of every object.";
    }
}

impl Task for AffineCouplingInverse {
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=128, "dim" 4 in 1..=32, "hidden" 6 in 1..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "log_det_of_forward" => Outputs {
            log_det: -right.log_det,
            ..right
        },
        "scale_before_shift" => {
            let (s, t) = parameters(i, i.mask.view());
            Outputs {
                x: transformed(i.z.view(), i.mask.view(), (&s, &t), |z, s, t| {
                    z * (-s).exp() - t
                }),
                ..right
            }
        }
        "forward_again" => {
            let (s, t) = parameters(i, i.mask.view());
            Outputs {
                x: forward(i.z.view(), i.mask.view(), (&s, &t)),
                log_det: sum_over_transformed(&s, i.mask.view()),
            }
        }
        "mask_swapped" => layer(i, complement(i.mask.view()).view()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (dim, hidden) = (sizes.get("dim"), sizes.get("hidden"));
        let z = normal(rng, (sizes.get("batch"), dim));
        let mask = random_mask(rng, dim);
        let net = small_network::draw(rng, dim, hidden, 2 * dim);
        Inputs {
            z,
            mask,
            W1: net.w1,
            b1: net.b1,
            W2: net.w2,
            b2: net.b2,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_mask(&inputs.mask)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        layer(inputs, inputs.mask.view())
    }
}

fn parameters(i: &Inputs, mask: ArrayView1<'_, f64>) -> (Array2<f64>, Array2<f64>) {
    let net = Network {
        w1: i.W1.view(),
        b1: i.b1.view(),
        w2: i.W2.view(),
        b2: i.b2.view(),
    };
    scale_and_shift(&net, masked(i.z.view(), mask).view())
}

fn layer(i: &Inputs, mask: ArrayView1<'_, f64>) -> Outputs {
    let (s, t) = parameters(i, mask);
    Outputs {
        x: inverse(i.z.view(), mask, (&s, &t)),
        log_det: -sum_over_transformed(&s, mask),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::affine_coupling::{self, AffineCoupling};
    use ndarray::{arr1, arr2};

    fn inputs() -> Inputs {
        Inputs {
            z: arr2(&[[0.0, 3.5], [1e9, -0.5], [-0.3, 0.7]]),
            mask: arr1(&[1.0, 0.0]),
            W1: arr2(&[[1.0], [7.0]]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[5.0, 1.0, 5.0, -1.0]]),
            b2: arr1(&[0.0, 0.0, 0.0, 0.5]),
        }
    }

    #[test]
    fn by_hand() {
        // Row 0: h = 0, s₂ = 0, t₂ = ½. Row 1: h = 1, s₂ = 1, t₂ = −½.
        let out = AffineCouplingInverse::reference(&inputs());
        assert_eq!(out.x.row(0), arr1(&[0.0, 3.0]));
        assert_eq!(out.x.row(1), arr1(&[1e9, 0.0]));
        assert_eq!(out.log_det[0], 0.0);
        assert_eq!(out.log_det[1], -1.0);
    }

    #[test]
    fn the_forward_layer_undoes_it() {
        let i = inputs();
        let out = AffineCouplingInverse::reference(&i);
        let there = AffineCoupling::reference(&affine_coupling::Inputs {
            x: out.x,
            mask: i.mask,
            W1: i.W1,
            b1: i.b1,
            W2: i.W2,
            b2: i.b2,
        });
        assert!((there.z - i.z).iter().all(|d| d.abs() < 1e-15));
        assert!((there.log_det + out.log_det).iter().all(|d| *d == 0.0));
    }

    #[test]
    fn a_mask_of_ones_is_the_identity() {
        let mut i = inputs();
        i.mask.fill(1.0);
        i.b2.fill(-1e4);
        let out = AffineCouplingInverse::reference(&i);
        assert_eq!(out.x, i.z);
        assert!(out.log_det.iter().all(|v| *v == 0.0));
    }
}

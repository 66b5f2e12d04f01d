//! # Affine coupling layer
//!
//! A layer of RealNVP in the direction data to noise. With a binary mask $m$ (1 passes through) and a network
//! $\operatorname{net}(x)=\tanh(xW_1+b_1)W_2+b_2$ of outputs $[s,t]$,
//! $$[s,t]=\operatorname{net}(m\odot x),\qquad z=m\odot x+(1-m)\odot(x\odot e^{s}+t).$$
//!
//! The network sees only coordinates that do not change. Order these first: the Jacobian is triangular with a unit block and a block
//! $\operatorname{diag}(e^{s})$, hence
//! $$\log\left|\det\frac{\partial z}{\partial x}\right|=\sum_d(1-m_d)\,s_d$$
//! without a derivative of the network. Inversion needs none either, see `affine_coupling_inverse`.
//!
//! - Numerical care: choose by the mask instead of multiplying, for $0\cdot e^{s}$ is not a number where $e^s$ overflows.
//! - Shapes: the first `dim` outputs of the network are $s$, the last `dim` are $t$; weights are (in, out). Units: nats.
//! - Domain: a mask of zeros and ones. A mask of ones is the identity with log-determinant 0.
//! - Source: lecture 6; Dinh, Sohl-Dickstein and Bengio, Density estimation using Real NVP, 2017.

use crate::formulas::coupling::{
    check_mask, complement, forward, inverse, masked, random_mask, scale_and_shift,
    sum_over_transformed,
};
use crate::formulas::small_network::{self, Network};
use crate::task::prelude::*;

ports! { AffineCoupling:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        x: f64["batch", "dim"] "Data.";
        mask: f64["dim"] "1 where a coordinate passes through unchanged, 0 where it is transformed.";
        W1: f64["dim", "hidden"] "First weights of the network, (in, out).";
        b1: f64["hidden"] "First biases.";
        W2: f64["hidden", "2*dim"] "Second weights; columns of s first, then of t.";
        b2: f64["2*dim"] "Second biases.";
    }
    Outputs {
        z: f64["batch", "dim"] "Transformed data.";
        log_det: f64["batch"] "log|det ∂z/∂x| of every object.";
    }
}

impl Task for AffineCoupling {
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=128, "dim" 4 in 1..=32, "hidden" 6 in 1..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "mask_swapped" => layer(i, complement(i.mask.view()).view()),
        "conditioner_sees_everything" => {
            let (s, t) = scale_and_shift(&network(i), i.x.view());
            Outputs {
                z: forward(i.x.view(), i.mask.view(), (&s, &t)),
                log_det: sum_over_transformed(&s, i.mask.view()),
            }
        }
        "lecture_direction" => {
            let (s, t) = parameters(i, i.mask.view());
            Outputs {
                z: inverse(i.x.view(), i.mask.view(), (&s, &t)),
                log_det: -sum_over_transformed(&s, i.mask.view()),
            }
        }
        "log_det_not_masked" => Outputs {
            log_det: parameters(i, i.mask.view()).0.sum_axis(Axis(1)),
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (dim, hidden) = (sizes.get("dim"), sizes.get("hidden"));
        let x = normal(rng, (sizes.get("batch"), dim));
        let mask = random_mask(rng, dim);
        let net = small_network::draw(rng, dim, hidden, 2 * dim);
        Inputs {
            x,
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

fn network(i: &Inputs) -> Network<'_> {
    Network {
        w1: i.W1.view(),
        b1: i.b1.view(),
        w2: i.W2.view(),
        b2: i.b2.view(),
    }
}

fn parameters(i: &Inputs, mask: ArrayView1<'_, f64>) -> (Array2<f64>, Array2<f64>) {
    scale_and_shift(&network(i), masked(i.x.view(), mask).view())
}

fn layer(i: &Inputs, mask: ArrayView1<'_, f64>) -> Outputs {
    let (s, t) = parameters(i, mask);
    Outputs {
        z: forward(i.x.view(), mask, (&s, &t)),
        log_det: sum_over_transformed(&s, mask),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    /// Two coordinates and one hidden unit that, under the mask (1, 0), sees only the first.
    fn inputs() -> Inputs {
        Inputs {
            x: arr2(&[[0.0, 3.0], [1e9, 2.0]]),
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
        let out = AffineCoupling::reference(&inputs());
        let e = 1.0_f64.exp();
        assert_eq!(out.z, arr2(&[[0.0, 3.5], [1e9, 2.0 * e - 0.5]]));
        assert_eq!(out.log_det, arr1(&[0.0, 1.0]));
    }

    #[test]
    fn a_mask_of_ones_is_the_identity() {
        let all = Inputs {
            mask: arr1(&[1.0, 1.0]),
            ..inputs()
        };
        let out = AffineCoupling::reference(&all);
        assert_eq!(out.z, all.x);
        assert_eq!(out.log_det, arr1(&[0.0, 0.0]));
    }

    #[test]
    fn an_overflowing_scale_does_not_reach_coordinates_that_pass() {
        let mut huge = inputs();
        huge.b2[0] = 1e4;
        let out = AffineCoupling::reference(&huge);
        assert!(out.z.iter().chain(&out.log_det).all(|v| v.is_finite()));
    }

    #[test]
    fn one_object_of_one_dimension() {
        let one = Inputs {
            x: arr2(&[[2.0]]),
            mask: arr1(&[0.0]),
            W1: arr2(&[[1.0]]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[1.0, 1.0]]),
            b2: arr1(&[2.0_f64.ln(), -1.0]),
        };
        let out = AffineCoupling::reference(&one);
        assert!((out.z[(0, 0)] - 3.0).abs() < 1e-15);
        assert_eq!(out.log_det[0], 2.0_f64.ln());
    }

    #[test]
    fn fractional_masks_are_refused() {
        let half = Inputs {
            mask: arr1(&[0.5, 1.0]),
            ..inputs()
        };
        assert!(AffineCoupling::validate(&half).is_err());
    }
}

//! # VQ-VAE losses and gradients
//!
//! The codebook loss pulls codes to the encoder's outputs, the commitment loss pulls the outputs to their codes; both average over all $ND$ elements. With $q_n=e_{k_n}$ the nearest code
//! $$\mathrm{loss}=\frac1{ND}\sum_n\|\operatorname{sg}(z_n)-q_n\|^2+\beta\,\frac1{ND}\sum_n\|z_n-\operatorname{sg}(q_n)\|^2 .$$
//!
//! The operator $\operatorname{sg}$ is the identity with gradient zero. The decoder sees $z_n+\operatorname{sg}(q_n-z_n)$, which is $q_n$ in value, so its gradient $v_n$ passes straight to the encoder.
//! Every term therefore reaches one side only:
//! $$\nabla_{z_n}=v_n+\frac{2\beta}{ND}(z_n-q_n),\qquad\nabla_{e_k}=\sum_{n:k_n=k}\frac2{ND}(e_k-z_n),$$
//! and a code that no vector chose gets 0. The paper sums over $D$ where this task averages.
//!
//! - Numerical care: none beyond a nearest-code search on direct differences; ties go to the smallest index.
//! - Shapes: `z_e` and `grad_z_q` (batch, dim), `codebook` (code, dim), `beta` a number. Domain: $\beta\ge0$.
//! - Source: lecture 12; van den Oord et al., Neural Discrete Representation Learning, 2017 (arXiv:1711.00937), equation 3.

use crate::formulas::vector_quantization::nearest;
use crate::task::prelude::*;

ports! { VqVaeLoss:
    Inputs {
        z_e: f64["batch", "dim"] "The encoder's outputs.";
        codebook: f64["code", "dim"] "The codes, a row each.";
        beta: f64[] "The weight of the commitment loss, not negative.";
        grad_z_q: f64["batch", "dim"] "The gradient of the reconstruction loss by the decoder's input.";
    }
    Outputs {
        loss: f64[] "The codebook loss plus beta times the commitment loss.";
        grad_z_e: f64["batch", "dim"] "The gradient that the encoder's outputs receive.";
        grad_codebook: f64["code", "dim"] "The gradient that the codes receive.";
    }
}

impl Task for VqVaeLoss {
    const LECTURES: &'static [u8] = &[12];
    // In one dimension the average over positions is the average over elements.
    const SIZES: &'static [Size] = sizes![
        "batch" 16 in 1..=256, "dim" 4 in 2..=64, "code" 6 in 1..=128,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "beta_on_codebook_term" => outputs(
            i,
            &Weights {
                encoder: 1.0,
                codebook: i.beta,
                ..Weights::of(i)
            },
        ),
        "stop_gradient_missing" => outputs(
            i,
            &Weights {
                encoder: 1.0 + i.beta,
                codebook: 1.0 + i.beta,
                ..Weights::of(i)
            },
        ),
        "straight_through_missing" => outputs(
            i,
            &Weights {
                straight_through: false,
                ..Weights::of(i)
            },
        ),
        "mean_over_positions_only" => outputs(
            i,
            &Weights {
                elements: i.z_e.nrows() as f64,
                ..Weights::of(i)
            },
        ),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            z_e: normal(rng, (batch, dim)),
            codebook: normal(rng, (sizes.get("code"), dim)),
            beta: uniform1(rng, 0.15, 0.5),
            grad_z_q: 0.1 * normal(rng, (batch, dim)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        if inputs.beta >= 0.0 {
            Ok(())
        } else {
            Err(Domain::NotNegative("beta".into()).into())
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        outputs(inputs, &Weights::of(inputs))
    }
}

/// What reaches whom, and how much of it.
struct Weights {
    /// The number of elements averaged over.
    elements: f64,
    /// The weight of the squared distance whose gradient the encoder receives.
    encoder: f64,
    /// The weight of the squared distance whose gradient the codes receive.
    codebook: f64,
    /// Whether the decoder's gradient goes to the encoder rather than to the codes.
    straight_through: bool,
}

impl Weights {
    fn of(i: &Inputs) -> Self {
        Self {
            elements: i.z_e.len() as f64,
            encoder: i.beta,
            codebook: 1.0,
            straight_through: true,
        }
    }
}

fn outputs(i: &Inputs, weights: &Weights) -> Outputs {
    let codes = nearest(i.z_e.view(), &i.codebook);
    let mut squares = 0.0;
    let mut grad_z_e = Array2::zeros(i.z_e.dim());
    let mut grad_codebook = Array2::zeros(i.codebook.dim());
    for (n, &k) in codes.iter().enumerate() {
        for d in 0..i.z_e.ncols() {
            let difference = i.z_e[(n, d)] - i.codebook[(k, d)];
            let slope = 2.0 * difference / weights.elements;
            let decoder = i.grad_z_q[(n, d)];
            let (to_encoder, to_code) = if weights.straight_through {
                (decoder, 0.0)
            } else {
                (0.0, decoder)
            };
            squares += difference * difference;
            grad_z_e[(n, d)] = to_encoder + weights.encoder * slope;
            grad_codebook[(k, d)] += to_code - weights.codebook * slope;
        }
    }
    Outputs {
        loss: (1.0 + i.beta) * squares / weights.elements,
        grad_z_e,
        grad_codebook,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn two_vectors_by_hand() {
        // Both choose code 0; differences (1, 0) and (0, 2), ND = 4.
        let inputs = Inputs {
            z_e: arr2(&[[1.0, 0.0], [0.0, 2.0]]),
            codebook: arr2(&[[0.0, 0.0], [9.0, 9.0]]),
            beta: 0.5,
            grad_z_q: arr2(&[[0.25, 0.0], [0.0, -1.0]]),
        };
        let out = VqVaeLoss::reference(&inputs);
        assert_eq!(out.loss, 1.5 * 5.0 / 4.0);
        assert_eq!(out.grad_z_e, arr2(&[[0.5, 0.0], [0.0, -0.5]]));
        assert_eq!(out.grad_codebook, arr2(&[[-0.5, -1.0], [0.0, 0.0]]));
    }

    #[test]
    fn a_vector_on_its_code_gets_the_decoders_gradient_alone() {
        let inputs = Inputs {
            z_e: arr2(&[[3.0]]),
            codebook: arr2(&[[3.0]]),
            beta: 0.0,
            grad_z_q: arr2(&[[0.7]]),
        };
        let out = VqVaeLoss::reference(&inputs);
        assert_eq!(
            (out.loss, out.grad_z_e[(0, 0)], out.grad_codebook[(0, 0)]),
            (0.0, 0.7, 0.0)
        );
    }

    #[test]
    fn a_negative_weight_is_refused() {
        for beta in [-0.1, f64::NAN] {
            let inputs = Inputs {
                z_e: arr2(&[[3.0]]),
                codebook: arr2(&[[3.0]]),
                beta,
                grad_z_q: arr2(&[[0.7]]),
            };
            assert!(VqVaeLoss::validate(&inputs).is_err());
        }
    }
}

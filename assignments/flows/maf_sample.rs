//! # Masked autoregressive flow, noise to data
//!
//! The inverse of `maf_forward`. The conditioners of coordinate $i$ need the data before it, so the coordinates are found one after the
//! other, $i=1,\ldots,D$:
//! $$x_i=z_i\,e^{\mathrm{log\_std}_i}+\mu_i,\quad \mu_i=b^\mu_i+\sum_{j<i}W^\mu_{ij}x_j,\quad \mathrm{log\_std}_i=\tanh\Big(b^s_i+\sum_{j<i}W^s_{ij}x_j\Big).$$
//!
//! This is why sampling from an autoregressive flow takes $D$ steps while its density takes one. The Jacobian of $z\mapsto x$ is lower
//! triangular with the diagonal $e^{\mathrm{log\_std}_i}$:
//! $$\log\left|\det\frac{\partial x}{\partial z}\right|=\sum_i\mathrm{log\_std}_i.$$
//!
//! Of both matrices only the entries strictly below the diagonal are used (column before row).
//!
//! - Shapes: objects are rows. Units: nats. Domain: any real numbers.
//! - Source: lecture 6; Papamakarios, Pavlakou and Murray, Masked autoregressive flow for density estimation, 2017.

use crate::formulas::autoregressive::{self, Conditioner};
use crate::task::prelude::*;

ports! { MafSample:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        z: f64["batch", "dim"] "Noise.";
        W_mu: f64["dim", "dim"] "Weights of the means; only the part strictly below the diagonal is used.";
        b_mu: f64["dim"] "Biases of the means.";
        W_s: f64["dim", "dim"] "Weights of the log-scales; only the part strictly below the diagonal is used.";
        b_s: f64["dim"] "Biases of the log-scales.";
    }
    Outputs {
        x: f64["batch", "dim"] "Generated data.";
        log_det: f64["batch"] "log|det ∂x/∂z| of every object.";
    }
}

impl Task for MafSample {
    const LECTURES: &'static [u8] = &[6];
    const SIZES: &'static [Size] = sizes!["batch" 8 in 1..=128, "dim" 5 in 1..=32];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "parallel_from_z" => {
            let (mu, log_std) = conditioner(i).parallel(i.z.view(), false);
            Outputs {
                x: &i.z * &log_std.exp() + &mu,
                log_det: log_std.sum_axis(Axis(1)),
            }
        }
        "inverse_affine" => {
            let undo = |z, mu, log_std: f64| (z - mu) * (-log_std).exp();
            let (x, log_std) = conditioner(i).sequential(i.z.view(), 0..i.z.ncols(), undo);
            Outputs {
                x,
                log_det: -log_std.sum_axis(Axis(1)),
            }
        }
        "log_det_negated" => Outputs {
            log_det: -right.log_det,
            ..right
        },
        "last_coordinate_first" => in_order(i, (0..i.z.ncols()).rev()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let z = normal(rng, (sizes.get("batch"), dim));
        let weights = autoregressive::draw(rng, dim);
        Inputs {
            z,
            W_mu: weights.w_mu,
            b_mu: weights.b_mu,
            W_s: weights.w_s,
            b_s: weights.b_s,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        in_order(inputs, 0..inputs.z.ncols())
    }
}

fn conditioner(i: &Inputs) -> Conditioner<'_> {
    Conditioner {
        w_mu: i.W_mu.view(),
        b_mu: i.b_mu.view(),
        w_s: i.W_s.view(),
        b_s: i.b_s.view(),
    }
}

fn in_order(i: &Inputs, order: impl Iterator<Item = usize> + Clone) -> Outputs {
    let apply = |z, mu, log_std: f64| z * log_std.exp() + mu;
    let (x, log_std) = conditioner(i).sequential(i.z.view(), order, apply);
    Outputs {
        x,
        log_det: log_std.sum_axis(Axis(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flows::maf_forward::{self, MafForward};
    use ndarray::{arr1, arr2};

    #[test]
    fn by_hand_with_the_unused_entries_not_a_number() {
        let unused = f64::NAN;
        let i = Inputs {
            z: arr2(&[[1.5, 0.0]]),
            W_mu: arr2(&[[unused, unused], [3.0, unused]]),
            b_mu: arr1(&[0.5, 1.0]),
            W_s: arr2(&[[unused, unused], [1e9, unused]]),
            b_s: arr1(&[0.0, 0.0]),
        };
        let out = MafSample::reference(&i);
        assert_eq!(out.x, arr2(&[[2.0, 7.0]]));
        assert_eq!(out.log_det, arr1(&[1.0]));
    }

    #[test]
    fn the_density_pass_gives_the_noise_back() {
        let i = MafSample::draw(
            &mut stream([7; 32], "round trip"),
            &Sizes::of(MafSample::SIZES, &[("dim".to_owned(), 9)].into()),
        );
        let out = MafSample::reference(&i);
        let back = MafForward::reference(&maf_forward::Inputs {
            x: out.x,
            W_mu: i.W_mu,
            b_mu: i.b_mu,
            W_s: i.W_s,
            b_s: i.b_s,
        });
        assert!((back.z - i.z).iter().all(|d| d.abs() < 1e-12));
        assert!((back.log_det + out.log_det).iter().all(|d| d.abs() < 1e-12));
    }

    #[test]
    fn one_dimension_is_one_scaling() {
        let i = Inputs {
            z: arr2(&[[2.0]]),
            W_mu: arr2(&[[9.0]]),
            b_mu: arr1(&[1.0]),
            W_s: arr2(&[[9.0]]),
            b_s: arr1(&[0.0]),
        };
        assert_eq!(MafSample::reference(&i).x[(0, 0)], 3.0);
    }
}

//! # Kernel density estimate
//!
//! $$\hat p_h(x)=\frac1{Nh^D}\sum_{n=1}^{N}K\Big(\frac{x-X_n}h\Big),\qquad K(v)=(2\pi)^{-D/2}e^{-\|v\|^2/2}.$$
//!
//! With a standard Gaussian kernel the estimate is an equally weighted mixture of $N$ Gaussians of standard deviation $h$ in every
//! dimension, one on each data point. $h^D$ is the volume by which the kernel is stretched: it keeps the integral at 1.
//! It was the usual way to put a likelihood to models that can only sample, and is known to be unreliable in many dimensions.
//!
//! - Numerical care: log-sum-exp over the data; the differences $x-X_n$ themselves are squared, as $\|x\|^2-2x^\top X+\|X\|^2$ cancels.
//! - Shapes: queries × dim and objects × dim. Units: nats. Domain: a positive bandwidth.
//! - Source: lecture 1; Parzen, On Estimation of a Probability Density Function and Mode, 1962.

use crate::formulas::domain::{index, whole};
use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::logsumexp::{logmeanexp_axis, logsumexp_axis};
use crate::task::prelude::*;

ports! { KdeLogProb:
    Inputs {
        x: f64["query", "dim"] "Points where the density is asked for.";
        data: f64["object", "dim"] "The data.";
        bandwidth: f64[] "Standard deviation of the kernel.";
    }
    Outputs {
        log_prob: f64["query"] "The logarithm of the estimate at every query, in nats.";
    }
}

impl Task for KdeLogProb {
    const LECTURES: &'static [u8] = &[1];
    const SIZES: &'static [Size] = sizes![
        "query" 10 in 1..=256, "object" 15 in 1..=256, "dim" 3 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "bandwidth_to_the_first_power" =>
            log_prob(i, i.bandwidth) + (i.x.ncols() as f64 - 1.0) * i.bandwidth.ln(),
        "missing_log_n" => logsumexp_axis(&log_kernels(i, i.bandwidth), Axis(1)),
        "bandwidth_as_variance" => log_prob(i, i.bandwidth.sqrt()),
        "mean_of_log_kernels" =>
            log_kernels(i, i.bandwidth).sum_axis(Axis(1)) / i.data.nrows() as f64,
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (object, dim) = (sizes.get("object"), sizes.get("dim"));
        let data = normal(rng, (object, dim));
        let bandwidth = uniform1(rng, 0.35, 0.6);
        let mut x = Array2::zeros((sizes.get("query"), dim));
        for mut row in x.outer_iter_mut() {
            let n = index(integer1(rng, 0, whole(object) - 1));
            let offset = bandwidth * signed_uniform(rng, dim, 0.5, 1.5);
            row.assign(&(offset + data.row(n)));
        }
        Inputs { x, data, bandwidth }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Positive("bandwidth".into())
            .require(inputs.bandwidth.is_finite() && inputs.bandwidth > 0.0)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(log_prob(inputs, inputs.bandwidth))
    }
}

fn log_prob(i: &Inputs, std: f64) -> Array1<f64> {
    logmeanexp_axis(&log_kernels(i, std), Axis(1))
}

/// log N(x; X, std²·I) of every query and data point.
fn log_kernels(i: &Inputs, std: f64) -> Array2<f64> {
    let level = -(i.x.ncols() as f64) * (0.5 * LOG_2PI + std.ln());
    Array2::from_shape_fn((i.x.nrows(), i.data.nrows()), |(m, n)| {
        let offset = (&i.x.row(m) - &i.data.row(n)) / std;
        level - 0.5 * offset.dot(&offset)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn estimate(x: Array2<f64>, data: Array2<f64>, bandwidth: f64) -> Array1<f64> {
        KdeLogProb::reference(&Inputs { x, data, bandwidth }).log_prob
    }

    #[test]
    fn one_data_point_is_a_gaussian() {
        // Two dimensions, σ = ½, one standard deviation off in each.
        let got = estimate(arr2(&[[0.5, -0.5]]), arr2(&[[0.0, 0.0]]), 0.5);
        assert!((got[0] - (-LOG_2PI + 2.0 * 2.0_f64.ln() - 1.0)).abs() < 1e-15);
    }

    #[test]
    fn two_equal_points_are_one() {
        let once = estimate(arr2(&[[0.3]]), arr2(&[[1.0]]), 0.7);
        let twice = estimate(arr2(&[[0.3]]), arr2(&[[1.0], [1.0]]), 0.7);
        assert!((once[0] - twice[0]).abs() < 1e-15);
    }

    #[test]
    fn a_query_far_from_the_data_and_a_tiny_bandwidth() {
        let far = estimate(arr2(&[[100.0]]), arr2(&[[0.0], [-1.0]]), 1.0);
        assert!((far[0] + 5000.0 + 0.5 * LOG_2PI + 2.0_f64.ln()).abs() < 1e-9);
        let on_a_point = estimate(arr2(&[[1.0]]), arr2(&[[1.0]]), 1e-300);
        assert!((on_a_point[0] - (300.0 * 10.0_f64.ln() - 0.5 * LOG_2PI)).abs() < 1e-9);
    }

    #[test]
    fn bandwidths_must_be_positive() {
        for bandwidth in [0.0, -1.0, f64::NAN, f64::INFINITY] {
            let inputs = Inputs {
                x: arr2(&[[0.0]]),
                data: arr1(&[0.0]).insert_axis(Axis(0)),
                bandwidth,
            };
            assert!(KdeLogProb::validate(&inputs).is_err());
        }
    }
}

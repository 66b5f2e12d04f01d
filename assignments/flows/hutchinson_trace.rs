//! # Hutchinson's trace estimator
//!
//! A continuous flow needs the trace of its field's Jacobian $J=\partial f/\partial z$. For probes with $\mathbb E\,\epsilon\epsilon^T=I$ the
//! quadratic form has the trace as its expectation, and one product of a vector with the Jacobian is far cheaper than the Jacobian:
//! $$\operatorname{tr}J=\mathbb E\,\epsilon^TJ\epsilon\approx\frac{1}{K}\sum_{k=1}^{K}\epsilon_k^TJ\epsilon_k.$$
//!
//! For $f(z)=\tanh(zW_1+b_1)W_2$ with $h=\tanh(zW_1+b_1)$ both sides are explicit:
//! $$\operatorname{tr}J=\sum_j(1-h_j^2)\sum_d(W_1)_{dj}(W_2)_{jd},\qquad
//! \epsilon^TJ\epsilon=\sum_d\Big(\big((\epsilon W_1)\odot(1-h^2)\big)W_2\Big)_d\,\epsilon_d.$$
//!
//! - Shapes: objects are rows; weights are (in, out); every object has its own $K$ probes. Domain: any real numbers.
//! - Source: lecture 13; Grathwohl et al., FFJORD: Free-form continuous dynamics for scalable reversible generative models, 2019.

use crate::formulas::small_network::{activation, slope, trace_weights};
use crate::task::prelude::*;

ports! { HutchinsonTrace:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        z: f64["batch", "dim"] "Points at which the trace is taken.";
        eps: f64["probe", "batch", "dim"] "Probes.";
        W1: f64["dim", "hidden"] "First weights of the field, (in, out).";
        b1: f64["hidden"] "First biases.";
        W2: f64["hidden", "dim"] "Second weights.";
    }
    Outputs {
        trace: f64["batch"] "The exact trace of the Jacobian at every object.";
        estimate: f64["batch"] "The estimate from the probes at every object.";
    }
}

impl Task for HutchinsonTrace {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 1..=64, "dim" 4 in 1..=32, "hidden" 5 in 1..=32, "probe" 3 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 2e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "sum_over_probes" => Outputs {
            estimate: right.estimate * i.eps.len_of(Axis(0)) as f64,
            ..right
        },
        "divided_by_dim" => Outputs {
            estimate: right.estimate / i.z.ncols() as f64,
            ..right
        },
        "derivative_missing" => {
            let linear = Array2::ones((i.z.nrows(), i.b1.len()));
            estimated(i, &linear, |product, eps| product * eps)
        }
        "probe_used_once" => estimated(i, &slopes(i), |product, _| product),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, hidden] = sizes.all(["batch", "dim", "hidden"]);
        Inputs {
            z: normal(rng, (batch, dim)),
            eps: normal(rng, (sizes.get("probe"), batch, dim)),
            W1: normal(rng, (dim, hidden)) * (1.3 / (dim as f64).sqrt()),
            b1: normal(rng, hidden) * 0.4,
            W2: normal(rng, (hidden, dim)) * (1.5 / (hidden as f64).sqrt()),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        estimated(inputs, &slopes(inputs), |product, eps| product * eps)
    }
}

/// tanh′ = 1 − h² of every hidden unit.
fn slopes(i: &Inputs) -> Array2<f64> {
    activation(i.z.view(), i.W1.view(), i.b1.view()).mapv(slope)
}

/// The exact trace, and the average over probes of the sum over dimensions of `term((Jε)_d, ε_d)`.
fn estimated(i: &Inputs, slopes: &Array2<f64>, term: impl Fn(f64, f64) -> f64) -> Outputs {
    let mut total = Array1::zeros(i.z.nrows());
    for eps in i.eps.outer_iter() {
        let product = (eps.dot(&i.W1) * slopes).dot(&i.W2);
        let terms = Zip::from(&product)
            .and(&eps)
            .map_collect(|&p, &e| term(p, e));
        total += &terms.sum_axis(Axis(1));
    }
    Outputs {
        trace: slopes.dot(&trace_weights(i.W1.view(), i.W2.view())),
        estimate: total / i.eps.len_of(Axis(0)) as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, array};

    #[test]
    fn by_hand_at_rest() {
        // tanh′ = 1, the trace of W₁·W₂ is 5; ε = (1, −1) gives 1 − 2 − 3 + 4 = 0 and ε = (1, 1) gives 10.
        let i = Inputs {
            z: arr2(&[[0.0, 0.0]]),
            eps: array![[[1.0, -1.0]], [[1.0, 1.0]]],
            W1: arr2(&[[1.0, 0.0], [0.0, 1.0]]),
            b1: arr1(&[0.0, 0.0]),
            W2: arr2(&[[1.0, 2.0], [3.0, 4.0]]),
        };
        let out = HutchinsonTrace::reference(&i);
        assert_eq!((out.trace[0], out.estimate[0]), (5.0, 5.0));
    }

    #[test]
    fn unit_probes_of_every_sign_are_exact_in_one_dimension() {
        let i = Inputs {
            z: arr2(&[[0.4]]),
            eps: array![[[1.0]], [[-1.0]]],
            W1: arr2(&[[0.7, -2.0]]),
            b1: arr1(&[0.1, 0.2]),
            W2: arr2(&[[1.5], [0.3]]),
        };
        let out = HutchinsonTrace::reference(&i);
        assert!((out.trace[0] - out.estimate[0]).abs() < 1e-15);
    }

    #[test]
    fn nearly_saturated_units_keep_their_digits() {
        // sech²20 = 4e⁻⁴⁰ up to a factor 1 − 2e⁻⁴⁰.
        let i = Inputs {
            z: arr2(&[[20.0]]),
            eps: array![[[2.0]]],
            W1: arr2(&[[1.0]]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[3.0]]),
        };
        let out = HutchinsonTrace::reference(&i);
        assert!((out.trace[0] / (12.0 * (-40.0_f64).exp()) - 1.0).abs() < 1e-14);
        assert!((out.estimate[0] / out.trace[0] - 4.0).abs() < 1e-14);
    }

    #[test]
    fn saturated_units_have_no_slope() {
        let i = Inputs {
            z: arr2(&[[1e6]]),
            eps: array![[[2.0]]],
            W1: arr2(&[[1e6]]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[1.0]]),
        };
        let out = HutchinsonTrace::reference(&i);
        assert_eq!((out.trace[0], out.estimate[0]), (0.0, 0.0));
    }
}

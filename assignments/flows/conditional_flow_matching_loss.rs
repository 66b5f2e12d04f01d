//! # Conditional flow matching on straight paths
//!
//! Time 0 is noise, time 1 is data. A point moves from its noise to its datum on a straight line, and the field learns its velocity:
//! $$x_t=(1-t)x_0+t\,x_1,\qquad u=\frac{dx_t}{dt}=x_1-x_0,\qquad \text{loss}=\frac1B\sum_b\sum_d\bigl(v(x_t,t)-u\bigr)_d^2.$$
//!
//! The field here is affine, $v(x,t)=xA+t\,c+b$. The velocity is also $(x_1-x_t)/(1-t)$, which is 0/0 at $t=1$.
//!
//! - Domain: $0\le t\le1$.
//! - Source: Lipman et al., Flow Matching for Generative Modeling, 2023; Liu et al., Rectified Flow, 2023.

use crate::formulas::domain::within;
use crate::formulas::mean::mean;
use crate::task::prelude::*;

ports! { ConditionalFlowMatchingLoss:
    #[expect(non_snake_case, reason = "the matrix keeps the name of the formula in files")]
    Inputs {
        x0: f64["batch", "dim"] "Noise.";
        x1: f64["batch", "dim"] "Data.";
        t: f64["batch"] "The time of every pair, from 0 to 1.";
        A: f64["dim", "dim"] "Weights of the field, (in, out).";
        c: f64["dim"] "Weights of the time.";
        b: f64["dim"] "Biases.";
    }
    Outputs {
        x_t: f64["batch", "dim"] "Points of the paths.";
        per_sample: f64["batch"] "Squared error of the field at every point.";
        loss: f64[] "Its mean.";
    }
}

impl Task for ConditionalFlowMatchingLoss {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 7 in 3..=40, "dim" 4 in 2..=12];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "time_reversed" => matched(i, path(i, &i.x1, &i.x0), &i.x1 - &i.x0, 1.0),
        "target_sign" => matched(i, path(i, &i.x0, &i.x1), &i.x0 - &i.x1, 1.0),
        "target_is_data" => matched(i, path(i, &i.x0, &i.x1), i.x1.clone(), 1.0),
        "remaining_way_not_divided" => {
            let x_t = path(i, &i.x0, &i.x1);
            let way = &i.x1 - &x_t;
            matched(i, x_t, way, 1.0)
        }
        "mean_over_dimensions" => {
            let share = 1.0 / i.x0.ncols() as f64;
            matched(i, path(i, &i.x0, &i.x1), &i.x1 - &i.x0, share)
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "The first row is at t = 0, the second at t = 1.",
            ru: "У первой строки t = 0, у второй t = 1.",
        },
        |i| i.t[0] == 0.0 && i.t[1] == 1.0,
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let mut t = uniform(rng, batch, 0.1, 0.9);
        (t[0], t[1]) = (0.0, 1.0);
        let centre = signed_uniform(rng, dim, 1.0, 2.0);
        Inputs {
            x0: normal(rng, (batch, dim)),
            x1: 0.7 * normal(rng, (batch, dim)) + centre,
            t,
            A: 0.5 * normal(rng, (dim, dim)),
            c: signed_uniform(rng, dim, 0.5, 1.5),
            b: 0.5 * normal(rng, dim),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        inputs.t.iter().try_for_each(|&t| within("t", t, 0.0..=1.0))
    }

    fn reference(i: &Inputs) -> Outputs {
        matched(i, path(i, &i.x0, &i.x1), &i.x1 - &i.x0, 1.0)
    }
}

/// The points of the straight paths.
fn path(i: &Inputs, from: &Array2<f64>, to: &Array2<f64>) -> Array2<f64> {
    let t = i.t.view().insert_axis(Axis(1));
    from * &t.mapv(|t| 1.0 - t) + to * &t
}

/// The outputs with this target of the field; every squared error counts `share`.
fn matched(i: &Inputs, x_t: Array2<f64>, target: Array2<f64>, share: f64) -> Outputs {
    let t = i.t.view().insert_axis(Axis(1));
    let error = x_t.dot(&i.A) + &t * &i.c + &i.b - target;
    let per_sample = error.mapv(|e| e * e).sum_axis(Axis(1)) * share;
    Outputs {
        x_t,
        loss: mean(&per_sample),
        per_sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: f64) -> Inputs {
        Inputs {
            x0: arr2(&[[1.0]]),
            x1: arr2(&[[5.0]]),
            t: arr1(&[t]),
            A: arr2(&[[2.0]]),
            c: arr1(&[1.0]),
            b: arr1(&[-1.0]),
        }
    }

    #[test]
    fn both_ends_and_a_quarter_by_hand() {
        for (t, x_t) in [(0.0, 1.0), (0.25, 2.0), (1.0, 5.0)] {
            let out = ConditionalFlowMatchingLoss::reference(&inputs(t));
            assert_eq!(out.x_t[(0, 0)], x_t);
            assert_eq!(out.loss, (2.0 * x_t + t - 1.0 - 4.0_f64).powi(2));
        }
    }

    #[test]
    fn times_outside_are_refused() {
        assert!(ConditionalFlowMatchingLoss::validate(&inputs(1.5)).is_err());
        assert!(ConditionalFlowMatchingLoss::validate(&inputs(f64::NAN)).is_err());
    }
}

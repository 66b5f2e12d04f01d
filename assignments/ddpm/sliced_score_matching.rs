//! # Sliced score matching
//!
//! The trace of a network's Jacobian costs one backward pass a dimension; a random projection costs one in all. With $\mathbb E\,vv^\top=I$, Hutchinson's
//! $\operatorname{tr}J=\mathbb E\,v^\top Jv$ turns the implicit objective into
//! $$\mathbb E\Bigl[v^\top J(x)\,v+\tfrac12\lVert s(x)\rVert^2\Bigr],\qquad J=\nabla_xs(x),$$
//! the variance-reduced form, which keeps the exact norm: the first form of the paper projects it too, $\frac12(v^\top s)^2$.
//!
//! The network is $s(x)=W_2h+b_2$, $h=\tanh(W_1x+b_1)$, so $J=W_2\operatorname{diag}(1-h^2)W_1$ and $v^\top Jv=(W_2^\top v)^\top\bigl((1-h^2)\odot W_1v\bigr)$.
//!
//! - Domain: any finite numbers. Averaged over the batch, one projection an object.
//! - Source: lecture 13; Song, Garg, Shi and Ermon, Sliced Score Matching, 2019, equation 8.

use crate::formulas::small_critic::tanh_derivative;
use crate::task::prelude::*;

ports! { SlicedScoreMatching:
    Inputs {
        x: f64["batch", "dim"] "Points of the data.";
        v: f64["batch", "dim"] "The projection of every object.";
        w1: f64["hidden", "dim"] "The first matrix; its rows belong to the hidden units.";
        b1: f64["hidden"] "The first bias.";
        w2: f64["dim", "hidden"] "The second matrix; its rows belong to the outputs.";
        b2: f64["dim"] "The second bias.";
    }
    Outputs {
        per_sample: f64["batch"] "Its value at every object.";
        loss: f64[] "The mean over the batch.";
    }
}

impl Task for SlicedScoreMatching {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 1..=256, "dim" 4 in 1..=64, "hidden" 5 in 1..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_half" => objective(i, |p| p.projected_jacobian() + p.score.dot(&p.score)),
        "projected_norm" => objective(i, |p| {
            let projected = p.v.dot(&p.score);
            p.projected_jacobian() + 0.5 * projected * projected
        }),
        "left_projection_missing" => objective(i, |p| {
            p.jacobian_v(tanh_derivative).sum() + p.half_squared_norm()
        }),
        "tanh_derivative_not_squared" => objective(i, |p| {
            p.v.dot(&p.jacobian_v(|a| 1.0 - a.tanh())) + p.half_squared_norm()
        }),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, hidden] = sizes.all(["batch", "dim", "hidden"]);
        Inputs {
            x: normal(rng, (batch, dim)),
            v: normal(rng, (batch, dim)),
            w1: normal(rng, (hidden, dim)) * 0.6,
            b1: normal(rng, hidden) * 0.5,
            w2: normal(rng, (dim, hidden)) * 0.6,
            b2: normal(rng, dim) * 0.5,
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        objective(inputs, |p| p.projected_jacobian() + p.half_squared_norm())
    }
}

/// The network at one point, with the point's projection.
struct Point<'a> {
    inputs: &'a Inputs,
    v: ArrayView1<'a, f64>,
    /// Of the activation.
    argument: Array1<f64>,
    score: Array1<f64>,
}

impl Point<'_> {
    /// J·v, with the derivative of the activation as a function of its argument.
    fn jacobian_v(&self, slope: impl Fn(f64) -> f64) -> Array1<f64> {
        let inner = self.inputs.w1.dot(&self.v) * self.argument.mapv(slope);
        self.inputs.w2.dot(&inner)
    }

    fn projected_jacobian(&self) -> f64 {
        self.v.dot(&self.jacobian_v(tanh_derivative))
    }

    fn half_squared_norm(&self) -> f64 {
        0.5 * self.score.dot(&self.score)
    }
}

fn objective(inputs: &Inputs, at: impl Fn(&Point<'_>) -> f64) -> Outputs {
    let per_sample = Array1::from_shape_fn(inputs.x.nrows(), |row| {
        let argument = inputs.w1.dot(&inputs.x.row(row)) + &inputs.b1;
        at(&Point {
            inputs,
            v: inputs.v.row(row),
            score: inputs.w2.dot(&argument.mapv(f64::tanh)) + &inputs.b2,
            argument,
        })
    });
    Outputs {
        loss: per_sample.sum() / per_sample.len() as f64,
        per_sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(x: f64, v: f64) -> Inputs {
        Inputs {
            x: arr2(&[[x]]),
            v: arr2(&[[v]]),
            w1: arr2(&[[2.0]]),
            b1: arr1(&[0.0]),
            w2: arr2(&[[3.0]]),
            b2: arr1(&[1.0]),
        }
    }

    #[test]
    fn the_slope_at_the_origin() {
        // J = 6, s = 1.
        let o = SlicedScoreMatching::reference(&inputs(0.0, 0.5));
        assert!((o.loss - 2.0).abs() < 1e-15);
    }

    #[test]
    fn a_saturated_unit_and_no_projection() {
        let saturated = SlicedScoreMatching::reference(&inputs(1e3, 1.0));
        assert_eq!(saturated.per_sample[0], 8.0);
        let unprojected = SlicedScoreMatching::reference(&inputs(0.0, 0.0));
        assert_eq!(unprojected.per_sample[0], 0.5);
    }
}

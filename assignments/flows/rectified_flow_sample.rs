//! # Euler sampling of a rectified flow
//!
//! With $h=1/n$, $t_k=k/n$ and $v_k=v(X_k,t_k)$ the sample is $X_n$ and the straightness of its path is what the velocities differ from the
//! whole way:
//! $$X_{k+1}=X_k+h\,v_k,\qquad \text{straightness}=\frac1n\sum_{k=0}^{n-1}\bigl\|(X_n-X_0)-v_k\bigr\|_2^2.$$
//!
//! As $X_n-X_0$ is the mean of the $v_k$, this is their variance over the steps, summed over the coordinates: 0 for a straight path
//! travelled at constant speed. The field here is affine, $v(x,t)=xA+t\,c+b$.
//!
//! - Domain: at least one step.
//! - Source: Liu, Gong and Liu, Flow Straight and Fast: Rectified Flow, 2023, equation 6.

use crate::formulas::runge_kutta::check_steps;
use crate::task::prelude::*;

ports! { RectifiedFlowSample:
    #[expect(non_snake_case, reason = "the matrix keeps the name of the formula in files")]
    Inputs {
        x0: f64["batch", "dim"] "Noise, where the paths begin.";
        A: f64["dim", "dim"] "Weights of the field, (in, out).";
        c: f64["dim"] "Weights of the time.";
        b: f64["dim"] "Biases.";
        n_steps: i64[] "The number of Euler steps.";
    }
    Outputs {
        x1: f64["batch", "dim"] "Where the paths end.";
        straightness: f64["batch"] "How far every path is from straight.";
    }
}

impl Task for RectifiedFlowSample {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 9 in 1..=20, "dim" 3 in 2..=6];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "time_at_the_end_of_the_step" => sampled(i, i.n_steps, |k, n| (k + 1.0) / n),
        "one_step_too_few" => sampled(i, i.n_steps - 1, |k, n| k / n),
        "time_not_advanced" => sampled(i, i.n_steps, |_, _| 0.0),
        "weight_transposed" => {
            let transposed = Inputs {
                A: i.A.t().to_owned(),
                ..i.clone()
            };
            RectifiedFlowSample::reference(&transposed)
        }
        "straightness_summed" => Outputs {
            straightness: right.straightness * i.n_steps as f64,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        Inputs {
            x0: normal(rng, (batch, dim)),
            A: 0.8 * normal(rng, (dim, dim)) - Array2::<f64>::eye(dim) * 0.3,
            c: signed_uniform(rng, dim, 1.0, 2.0),
            b: 0.7 * normal(rng, dim),
            n_steps: integer1(rng, 4, 7),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(inputs.n_steps)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        sampled(inputs, inputs.n_steps, |k, n| k / n)
    }
}

/// Both outputs after so many steps, whose times are a function of the step and of their number.
fn sampled(i: &Inputs, n_steps: i64, time: impl Fn(f64, f64) -> f64) -> Outputs {
    let n = n_steps as f64;
    // The paths are walked twice, so that no step has to be kept.
    let walk = |visit: &mut dyn FnMut(&Array2<f64>)| {
        let mut x = i.x0.clone();
        for k in 0..n_steps {
            let v = x.dot(&i.A) + &(&i.c * time(k as f64, n)) + &i.b;
            visit(&v);
            x.scaled_add(1.0 / n, &v);
        }
        x
    };
    let x1 = walk(&mut |_| ());
    let way = &x1 - &i.x0;
    let mut squares = Array1::zeros(i.x0.nrows());
    walk(&mut |v| squares += &(&way - v).mapv(|d| d * d).sum_axis(Axis(1)));
    Outputs {
        x1,
        straightness: squares / n.max(1.0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(a: f64, c: f64, n_steps: i64) -> Inputs {
        Inputs {
            x0: arr2(&[[1.0]]),
            A: arr2(&[[a]]),
            c: arr1(&[c]),
            b: arr1(&[2.0]),
            n_steps,
        }
    }

    #[test]
    fn a_constant_field_is_straight() {
        let out = RectifiedFlowSample::reference(&inputs(0.0, 0.0, 4));
        assert_eq!((out.x1[(0, 0)], out.straightness[0]), (3.0, 0.0));
    }

    #[test]
    fn two_steps_by_hand() {
        // Velocities 2 and 2 + ½·2 = 3: half a step each, mean 2½, variance ¼.
        let out = RectifiedFlowSample::reference(&inputs(0.0, 2.0, 2));
        assert_eq!((out.x1[(0, 0)], out.straightness[0]), (3.5, 0.25));
    }

    #[test]
    fn no_steps_are_refused() {
        assert!(RectifiedFlowSample::validate(&inputs(0.0, 0.0, 0)).is_err());
    }
}

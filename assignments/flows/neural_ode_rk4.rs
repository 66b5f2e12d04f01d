//! # Neural ODE by the classical Runge-Kutta method
//!
//! A neural ODE gives the output as the solution of $\dot z=f(z,t)$ at $t_1$, with a network for the field:
//! $f(z,t)=\tanh(zW_1+t\,a+b_1)W_2+b_2$. The solver takes $n$ equal steps of $h=(t_1-t_0)/n$ from $t=t_0$:
//! $$k_1=f(z,t),\quad k_2=f\big(z+\tfrac{h}{2}k_1,t+\tfrac{h}{2}\big),\quad k_3=f\big(z+\tfrac{h}{2}k_2,t+\tfrac{h}{2}\big),\quad k_4=f(z+hk_3,t+h),$$
//! $$z\leftarrow z+\tfrac{h}{6}\,(k_1+2k_2+2k_3+k_4),\qquad t\leftarrow t+h.$$
//!
//! The method is of order 4: the error of the whole interval falls as $h^4$. Other methods of order 4 exist and agree only in the limit;
//! the one that some libraries offer under the name `rk4` is Kutta's 3/8 rule.
//!
//! - Shapes: objects are rows; weights are (in, out). Domain: at least one step; $t_1$ may lie before $t_0$ or on it.
//! - Source: lecture 12; Chen, Rubanova, Bettencourt and Duvenaud, Neural ordinary differential equations, 2018.

use crate::formulas::neural_field::Field;
use crate::formulas::runge_kutta::{
    CLASSICAL, EULER, THREE_EIGHTHS, Tableau, check_steps, exact_steps, integrate,
};
use crate::formulas::small_network::{Network, of_norm};
use crate::task::prelude::*;

ports! { NeuralOdeRk4:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        z0: f64["batch", "dim"] "States at t0.";
        W1: f64["dim", "hidden"] "First weights of the field, (in, out).";
        a: f64["hidden"] "Weights of the time.";
        b1: f64["hidden"] "First biases.";
        W2: f64["hidden", "dim"] "Second weights.";
        b2: f64["dim"] "Second biases.";
        t0: f64[] "The time of the start.";
        t1: f64[] "The time of the end.";
        n_steps: i64[] "The number of steps, at least 1.";
    }
    Outputs {
        z1: f64["batch", "dim"] "States at t1.";
    }
}

impl Task for NeuralOdeRk4 {
    const LECTURES: &'static [u8] = &[12];
    const SIZES: &'static [Size] = sizes![
        "batch" 5 in 1..=128, "dim" 3 in 1..=16, "hidden" 8 in 1..=32, "n_steps" 2 in 1..=3,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "euler" => solve(i, &EULER),
        "equal_weights" => {
            let averaged = Tableau {
                weights: &[0.25; 4],
                ..CLASSICAL
            };
            solve(i, &averaged)
        }
        "time_frozen" => {
            let f = |z: &Array2<f64>, _| field(i).at(z.view(), i.t0);
            integrate(&CLASSICAL, f, i.z0.clone(), (i.t0, i.t1), i.n_steps)
        }
        "three_eighths_rule" => solve(i, &THREE_EIGHTHS),
        "exact_solution" => solve_in(i, &CLASSICAL, exact_steps(i.n_steps)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, hidden] = sizes.all(["batch", "dim", "hidden"]);
        let t0 = uniform1(rng, -0.5, 0.5);
        Inputs {
            z0: normal(rng, (batch, dim)),
            W1: of_norm(normal(rng, (dim, hidden)), 1.4 * (hidden as f64).sqrt()),
            a: signed_uniform(rng, hidden, 0.7, 1.5),
            b1: normal(rng, hidden) * 0.5,
            W2: of_norm(normal(rng, (hidden, dim)), 1.7 * (dim as f64).sqrt()),
            b2: normal(rng, dim) * 0.3,
            t0,
            t1: t0 + uniform1(rng, 1.9, 2.4),
            n_steps: i64::try_from(sizes.get("n_steps")).unwrap_or(i64::MAX),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(inputs.n_steps)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        solve(inputs, &CLASSICAL)
    }
}

fn field(i: &Inputs) -> Field<'_> {
    Field {
        net: Network {
            w1: i.W1.view(),
            b1: i.b1.view(),
            w2: i.W2.view(),
            b2: i.b2.view(),
        },
        a: i.a.view(),
    }
}

fn solve(i: &Inputs, method: &Tableau) -> Outputs {
    solve_in(i, method, i.n_steps)
}

fn solve_in(i: &Inputs, method: &Tableau, n_steps: i64) -> Outputs {
    let f = |z: &Array2<f64>, t| field(i).at(z.view(), t);
    Outputs::from(integrate(method, f, i.z0.clone(), (i.t0, i.t1), n_steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    /// f(z, t) = tanh(z + t·a)·`gain` + `drift` in one dimension.
    fn inputs(a: f64, gain: f64, drift: f64) -> Inputs {
        Inputs {
            z0: arr2(&[[0.0]]),
            W1: arr2(&[[1.0]]),
            a: arr1(&[a]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[gain]]),
            b2: arr1(&[drift]),
            t0: 0.0,
            t1: 1.0,
            n_steps: 1,
        }
    }

    #[test]
    fn one_step_by_hand() {
        // z0 = 0, t0 = 0, h = 1, f = tanh(z + t).
        let k1: f64 = 0.0;
        let k2 = (k1 / 2.0 + 0.5).tanh();
        let k3 = (k2 / 2.0 + 0.5).tanh();
        let k4 = (k3 + 1.0).tanh();
        let expected = (k1 + 2.0 * k2 + 2.0 * k3 + k4) / 6.0;
        let out = NeuralOdeRk4::reference(&inputs(1.0, 1.0, 0.0));
        assert!((out.z1[(0, 0)] - expected).abs() < 1e-15);
    }

    #[test]
    fn there_and_back_again() {
        let mut i = inputs(0.5, 1.0, 0.3);
        i.n_steps = 200;
        let there = NeuralOdeRk4::reference(&i).z1;
        (i.t0, i.t1) = (i.t1, i.t0);
        i.z0 = there;
        assert!(NeuralOdeRk4::reference(&i).z1[(0, 0)].abs() < 1e-9);
    }

    #[test]
    fn a_constant_field_is_a_straight_line_and_no_time_no_change() {
        let mut i = inputs(1.0, 0.0, 2.5);
        assert!((NeuralOdeRk4::reference(&i).z1[(0, 0)] - 2.5).abs() < 1e-15);
        i.t1 = i.t0;
        assert_eq!(NeuralOdeRk4::reference(&i).z1, i.z0);
    }

    #[test]
    fn impossible_step_counts_are_refused() {
        for n_steps in [0, -3, i64::MIN, i64::MAX] {
            let i = Inputs {
                n_steps,
                ..inputs(1.0, 1.0, 0.0)
            };
            assert!(NeuralOdeRk4::validate(&i).is_err());
        }
    }
}

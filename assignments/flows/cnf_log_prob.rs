//! # Log-density of a continuous normalizing flow
//!
//! A continuous flow moves noise $z(t_0)\sim\mathcal N(0,I)$ along $\dot z=f(z,t)$ to data $z(t_1)=x$. By the instantaneous change of
//! variables the log-density changes along a trajectory as $\frac{d}{dt}\log p(z(t))=-\operatorname{tr}\frac{\partial f}{\partial z}$, so
//! $$\log p(x)=\log\mathcal N(z(t_0);0,I)-\int_{t_0}^{t_1}\operatorname{tr}\frac{\partial f}{\partial z}\,dt.$$
//!
//! State and integral are solved together, backwards: from $(x,0)$ at $t_1$ the pair $(z,\ell)$ with $\dot z=f$ and
//! $\dot\ell=\operatorname{tr}\partial f/\partial z$ goes to $t_0$ in $n$ steps of $h=(t_0-t_1)/n$ by the classical Runge-Kutta method, the
//! same stages for both. Then $\ell(t_0)$ is minus the integral from $t_0$ to $t_1$, and $\log p(x)=\log\mathcal N(z(t_0);0,I)+\ell(t_0)$.
//!
//! The field is $f(z,t)=\tanh(zW_1+t\,a+b_1)W_2+b_2$, the trace of its Jacobian
//! $$\operatorname{tr}\frac{\partial f}{\partial z}=\sum_j\big(1-\tanh^2(\cdot)_j\big)\sum_d(W_1)_{dj}(W_2)_{jd}.$$
//!
//! - Shapes: objects are rows; weights are (in, out). Units: nats. Domain: at least one step; $t_1$ may lie before $t_0$ or on it.
//! - Source: lecture 13; Chen, Rubanova, Bettencourt and Duvenaud, Neural ordinary differential equations, 2018, section 4.

use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::neural_field::Field;
use crate::formulas::runge_kutta::{CLASSICAL, check_steps, exact_steps, integrate};
use crate::formulas::small_network::{Network, of_norm};
use crate::formulas::standard_normal;
use crate::task::prelude::*;
use ndarray::concatenate;

ports! { CnfLogProb:
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    Inputs {
        x: f64["batch", "dim"] "Data, states at t1.";
        W1: f64["dim", "hidden"] "First weights of the field, (in, out).";
        a: f64["hidden"] "Weights of the time.";
        b1: f64["hidden"] "First biases.";
        W2: f64["hidden", "dim"] "Second weights.";
        b2: f64["dim"] "Second biases.";
        t0: f64[] "The time of the base distribution.";
        t1: f64[] "The time of the data.";
        n_steps: i64[] "The number of steps, at least 1.";
    }
    Outputs {
        z0: f64["batch", "dim"] "Noise, states at t0.";
        log_prob: f64["batch"] "Log-density of every object, in nats.";
    }
}

impl Task for CnfLogProb {
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = sizes![
        "batch" 5 in 1..=64, "dim" 4 in 1..=16, "hidden" 6 in 1..=32, "n_steps" 2 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "trace_sign" => density(i, (i.t1, i.t0), -1.0),
        "trace_missing" => density(i, (i.t1, i.t0), 0.0),
        "integrated_forward" => density(i, (i.t0, i.t1), 1.0),
        "log_2pi_missing" => Outputs {
            log_prob: right.log_prob + 0.5 * LOG_2PI * i.x.ncols() as f64,
            ..right
        },
        "exact_solution" => density_in(i, (i.t1, i.t0), 1.0, exact_steps(i.n_steps)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, hidden] = sizes.all(["batch", "dim", "hidden"]);
        let t0 = uniform1(rng, -0.3, 0.3);
        let w1 = of_norm(normal(rng, (dim, hidden)), 1.5 * (hidden as f64).sqrt());
        // A common sign of W₁ᵀ in W₂ makes the trace of one sign: the volume changes on every draw.
        let common = &w1.t() * (0.4 * sign1(rng));
        Inputs {
            x: normal(rng, (batch, dim)),
            a: signed_uniform(rng, hidden, 0.7, 1.5),
            b1: normal(rng, hidden) * 0.5,
            W2: of_norm(normal(rng, (hidden, dim)), 1.2 * (dim as f64).sqrt()) + common,
            b2: normal(rng, dim) * 0.3,
            W1: w1,
            t0,
            t1: t0 + uniform1(rng, 1.5, 2.0),
            n_steps: i64::try_from(sizes.get("n_steps")).unwrap_or(i64::MAX),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(inputs.n_steps)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        density(inputs, (inputs.t1, inputs.t0), 1.0)
    }
}

/// Carries (x, 0) over this span of time to (z, ℓ); the log-density is that of the base at z plus `share`·ℓ.
fn density(i: &Inputs, span: (f64, f64), share: f64) -> Outputs {
    density_in(i, span, share, i.n_steps)
}

fn density_in(i: &Inputs, span: (f64, f64), share: f64, n_steps: i64) -> Outputs {
    let field = Field {
        net: Network {
            w1: i.W1.view(),
            b1: i.b1.view(),
            w2: i.W2.view(),
            b2: i.b2.view(),
        },
        a: i.a.view(),
    };
    let dim = i.x.ncols();
    // The last column is ℓ.
    let nothing = Array2::zeros((i.x.nrows(), 1));
    let start = concatenate![Axis(1), i.x, nothing];
    let f = |state: &Array2<f64>, t| {
        let (z, _) = state.view().split_at(Axis(1), dim);
        let (slope, trace) = field.with_trace(z, t);
        concatenate![Axis(1), slope, trace.insert_axis(Axis(1))]
    };
    let end = integrate(&CLASSICAL, f, start, span, n_steps);
    let z0 = end.view().split_at(Axis(1), dim).0.to_owned();
    Outputs {
        log_prob: standard_normal::log_prob(z0.view()) + &(&end.column(dim) * share),
        z0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    /// f(z, t) = `gain`·tanh(z) + `drift` in one dimension.
    fn inputs(gain: f64, drift: f64) -> Inputs {
        Inputs {
            x: arr2(&[[0.5]]),
            W1: arr2(&[[1.0]]),
            a: arr1(&[0.0]),
            b1: arr1(&[0.0]),
            W2: arr2(&[[gain]]),
            b2: arr1(&[drift]),
            t0: 0.0,
            t1: 1.0,
            n_steps: 1,
        }
    }

    #[test]
    fn a_translation_keeps_the_volume() {
        // x = z₀ + 2.
        let out = CnfLogProb::reference(&inputs(0.0, 2.0));
        assert!((out.z0[(0, 0)] + 1.5).abs() < 1e-15);
        assert!((out.log_prob[0] - (-1.125 - 0.5 * LOG_2PI)).abs() < 1e-15);
    }

    #[test]
    fn the_exact_solution_in_the_limit() {
        // dz/dt = tanh z: sinh z(1) = e·sinh z(0), and the density of x is that of z₀ times dz₀/dx.
        let i = Inputs {
            n_steps: 300,
            ..inputs(1.0, 0.0)
        };
        let out = CnfLogProb::reference(&i);
        let sinh0 = 0.5_f64.sinh() * (-1.0_f64).exp();
        let z0 = sinh0.asinh();
        let slope = 0.5_f64.cosh() * (-1.0_f64).exp() / sinh0.hypot(1.0);
        assert!((out.z0[(0, 0)] - z0).abs() < 1e-9);
        assert!((out.log_prob[0] - (-0.5 * z0 * z0 - 0.5 * LOG_2PI + slope.ln())).abs() < 1e-9);
    }

    #[test]
    fn no_time_is_the_base_density() {
        let i = Inputs {
            t1: 0.0,
            ..inputs(3.0, 1.0)
        };
        let out = CnfLogProb::reference(&i);
        assert_eq!(out.z0, i.x);
        assert!((out.log_prob[0] - (-0.125 - 0.5 * LOG_2PI)).abs() < 1e-15);
    }

    #[test]
    fn impossible_step_counts_are_refused() {
        for n_steps in [0, -1, i64::MAX] {
            let i = Inputs {
                n_steps,
                ..inputs(1.0, 1.0)
            };
            assert!(CnfLogProb::validate(&i).is_err());
        }
    }
}

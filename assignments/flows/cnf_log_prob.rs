//! # Log-density of a continuous normalizing flow
//!
//! A continuous flow moves noise $z(t_0)\sim\mathcal N(0,I)$ along $\dot z=f(z,t)$ to data $z(t_1)=x$. By the instantaneous change of
//! variables the log-density changes along a trajectory as $\frac{d}{dt}\log p(z(t))=-\operatorname{tr}\frac{\partial f}{\partial z}$, so
//!
//! $$\log p(x)=\log\mathcal N(z(t_0);0,I)-\int_{t_0}^{t_1}\operatorname{tr}\frac{\partial f}{\partial z}\,dt.$$
//!
//! State and integral are solved together, backwards: from $(x,0)$ at $t_1$ the pair $(z,\ell)$ with $\dot z=f$ and
//! $\dot\ell=\operatorname{tr}\partial f/\partial z$ goes to $t_0$ in $n$ steps of $h=(t_0-t_1)/n$ by the classical Runge-Kutta method, the
//! same stages for both. Then $\ell(t_0)$ is minus the integral from $t_0$ to $t_1$, and $\log p(x)=\log\mathcal N(z(t_0);0,I)+\ell(t_0)$.
//!
//! The field is $f(z,t)=\tanh(zW_1+t\,a+b_1)W_2+b_2$, the trace of its Jacobian
//! $$\operatorname{tr}\frac{\partial f}{\partial z}=\sum_j\big(1-\tanh^2(\cdot)_j\big)\sum_d(W_1)_{dj}(W_2)_{jd}.$$
//!
//! Shapes: objects are rows; weights are (in, out). Units: nats. Domain: at least one step; $t_1$ may lie before $t_0$ or on it.
//!
//! Source: lecture 13; Chen, Rubanova, Bettencourt and Duvenaud, Neural ordinary differential equations, 2018, section 4.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, sign1, signed_uniform, uniform1};
use crate::formulas::gaussian::LOG_2PI;
use crate::formulas::neural_field::Field;
use crate::formulas::runge_kutta::{CLASSICAL, check_steps, integrate};
use crate::formulas::small_network::Network;
use crate::formulas::standard_normal;
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis, concatenate};

ports! {
    /// Data and the field.
    #[expect(non_snake_case, reason = "the weights keep the names of the formula in files")]
    pub struct Inputs {
        /// Data, states at t1.
        x: Array2<f64> ["batch", "dim"],
        /// First weights of the field, (in, out).
        W1: Array2<f64> ["dim", "hidden"],
        /// Weights of the time.
        a: Array1<f64> ["hidden"],
        /// First biases.
        b1: Array1<f64> ["hidden"],
        /// Second weights.
        W2: Array2<f64> ["hidden", "dim"],
        /// Second biases.
        b2: Array1<f64> ["dim"],
        /// The time of the base distribution.
        t0: f64 [],
        /// The time of the data.
        t1: f64 [],
        /// The number of steps, at least 1.
        n_steps: i64 [],
    }
}

ports! {
    /// The noise and the density.
    pub struct Outputs {
        /// Noise, states at t0.
        z0: Array2<f64> ["batch", "dim"],
        /// Log-density of every object, in nats.
        log_prob: Array1<f64> ["batch"],
    }
}

/// The density by integrating backwards, see the module's page.
pub struct CnfLogProb;

impl Task for CnfLogProb {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("cnf_log_prob.rs");
    const LECTURES: &'static [u8] = &[13];
    const SIZES: &'static [Size] = &[
        Size::new("batch", 6, 1, 64),
        Size::new("dim", 3, 1, 16),
        Size::new("hidden", 6, 1, 32),
        Size::new("n_steps", 3, 1, 16),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "trace_sign",
            hint: Text {
                en: "$\\log p(x)$ is $\\log p(z_0)$ minus the integral of the trace from $t_0$ to $t_1$; integrating backwards already flips the sign.",
                ru: "$\\log p(x)$ — это $\\log p(z_0)$ минус интеграл следа от $t_0$ до $t_1$; интегрирование назад уже меняет знак.",
            },
            answer: |i| density(i, (i.t1, i.t0), -1.0),
        },
        Mistake {
            id: "trace_missing",
            hint: Text {
                en: "The change of volume along the trajectory is missing.",
                ru: "Не учтено изменение объёма вдоль траектории.",
            },
            answer: |i| density(i, (i.t1, i.t0), 0.0),
        },
        Mistake {
            id: "integrated_forward",
            hint: Text {
                en: "$x$ lives at $t_1$: integrate back to $t_0$ to reach the base distribution.",
                ru: "$x$ находится в момент $t_1$: чтобы попасть в базовое распределение, интегрируйте назад к $t_0$.",
            },
            answer: |i| density(i, (i.t0, i.t1), 1.0),
        },
        Mistake {
            id: "log_2pi_missing",
            hint: Text {
                en: "The standard normal's constant is missing: $-\\tfrac{1}{2}\\log 2\\pi$ for every dimension.",
                ru: "Потеряна константа стандартного нормального распределения: $-\\tfrac{1}{2}\\log 2\\pi$ на каждое измерение.",
            },
            answer: |i| {
                let right = CnfLogProb::reference(i);
                Outputs {
                    log_prob: right.log_prob + 0.5 * LOG_2PI * i.x.ncols() as f64,
                    ..right
                }
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let hidden = sizes.get("hidden");
        let t0 = uniform1(rng, -0.3, 0.3);
        let w1 = normal(rng, (dim, hidden)) * (1.2 / (dim as f64).sqrt());
        // A common sign of W₁ᵀ in W₂ makes the trace of one sign: the volume changes on every draw.
        let common = &w1.t() * (0.4 * sign1(rng));
        Inputs {
            x: normal(rng, (batch, dim)),
            a: signed_uniform(rng, hidden, 0.7, 1.5),
            b1: normal(rng, hidden) * 0.5,
            W2: normal(rng, (hidden, dim)) * (0.5 / (hidden as f64).sqrt()) + common,
            b2: normal(rng, dim) * 0.3,
            W1: w1,
            t0,
            t1: t0 + uniform1(rng, 0.8, 1.2),
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
    let end = integrate(&CLASSICAL, f, start, span, i.n_steps);
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

//! # One step of the probability-flow ODE by Heun's method
//!
//! The data are $\mathcal N(m,\operatorname{diag}\sigma^2)$ and the process is variance preserving, with $b(t)=\int_0^t\beta$, $a=e^{-b/2}$ and
//! $v=a^2\sigma^2+1-a^2$. The score is known, $s(x,t)=(a\,m-x)/v$, and the ODE with the same marginals is
//! $$\dot x=f(x,t)=-\tfrac12\beta(t)\bigl(x+s(x,t)\bigr).$$
//!
//! One step of the explicit trapezoidal rule from $t$ to $t'$, $h=t'-t$: $k_1=f(x,t)$, the Euler point $x+hk_1$, $k_2=f(x+hk_1,t')$ and
//! $x+\frac h2(k_1+k_2)$. Numerical care: $1-a^2=-\operatorname{expm1}(-b)$.
//!
//! - Domain: times from 0 up.
//! - Source: Song et al., 2021, equation 13; Karras et al., Elucidating the Design Space of Diffusion-Based Generative Models, 2022, algorithm 1.

use crate::formulas::domain::not_negative;
use crate::task::prelude::*;

ports! { ProbabilityFlowStep:
    Inputs {
        x: f64["batch", "dim"] "States at time t.";
        t: f64["batch"] "The time of every object.";
        t_next: f64["batch"] "The time to go to.";
        beta_min: f64[] "The noise rate at time 0.";
        beta_max: f64[] "The noise rate at time 1.";
        mean: f64["dim"] "Means of the data.";
        log_std: f64["dim"] "Logarithms of the data's standard deviations.";
    }
    Outputs {
        x_euler: f64["batch", "dim"] "The Euler points at t_next.";
        x_next: f64["batch", "dim"] "The states at t_next.";
    }
}

impl Task for ProbabilityFlowStep {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["batch" 6 in 3..=30, "dim" 3 in 2..=8];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "euler_only" => Outputs {
            x_next: right.x_euler.clone(),
            ..right
        },
        "score_not_halved" => heun(i, |x, t, d| -0.5 * i.beta(t) * (x + 2.0 * i.score(x, t, d))),
        "time_not_advanced" => {
            let x_next = each(i, |x, (t, next), d| {
                let first = i.slope(x, t, d);
                let euler = x + (next - t) * first;
                x + 0.5 * (next - t) * (first + i.slope(euler, t, d))
            });
            Outputs { x_next, ..right }
        }
        "midpoint_rule" => {
            let x_next = each(i, |x, (t, next), d| {
                let half = x + 0.5 * (next - t) * i.slope(x, t, d);
                x + (next - t) * i.slope(half, f64::midpoint(t, next), d)
            });
            Outputs { x_next, ..right }
        }
        "score_of_the_data" => heun(i, |x, t, d| -0.5 * i.beta(t) * (x + i.score(x, 0.0, d))),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "The first row goes down to the data, $t'=0$; the last row goes up, $t'>t$.",
            ru: "Первая строка идёт вниз до данных, $t'=0$; последняя строка идёт вверх, $t'>t$.",
        },
        |i| {
            let last = i.t.len() - 1;
            i.t_next[0] == 0.0 && i.t_next[last] > i.t[last]
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let mut t = uniform(rng, batch, 0.5, 0.95);
        let mut t_next = &t - &uniform(rng, batch, 0.2, 0.35);
        (t[0], t_next[0]) = (uniform1(rng, 0.15, 0.25), 0.0);
        std::mem::swap(&mut t[batch - 1], &mut t_next[batch - 1]);
        let mut inputs = Inputs {
            x: signed_uniform(rng, (batch, dim), 0.5, 1.5),
            t,
            t_next,
            beta_min: uniform1(rng, 0.2, 0.6),
            beta_max: uniform1(rng, 2.5, 5.0),
            mean: signed_uniform(rng, dim, 0.7, 2.0),
            log_std: uniform(rng, dim, -0.6, -0.2),
        };
        let scaled = each(&inputs, |u, (t, _), d| {
            let (mean, variance) = inputs.marginal(t, d);
            mean + variance.sqrt() * u
        });
        inputs.x = scaled;
        inputs
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("beta_min", inputs.beta_min)?;
        not_negative("beta_max", inputs.beta_max)?;
        let mut times = inputs.t.iter().chain(&inputs.t_next);
        times.try_for_each(|&t| not_negative("t, t_next", t))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        heun(inputs, |x, t, d| inputs.slope(x, t, d))
    }
}

impl Inputs {
    fn beta(&self, t: f64) -> f64 {
        self.beta_min + t * (self.beta_max - self.beta_min)
    }

    /// Mean and variance of coordinate d at time t.
    fn marginal(&self, t: f64, d: usize) -> (f64, f64) {
        let b = t * (self.beta_min + 0.5 * (self.beta_max - self.beta_min) * t);
        let signal = (-b).exp() * (2.0 * self.log_std[d]).exp();
        ((-0.5 * b).exp() * self.mean[d], signal - (-b).exp_m1())
    }

    fn score(&self, x: f64, t: f64, d: usize) -> f64 {
        let (mean, variance) = self.marginal(t, d);
        (mean - x) / variance
    }

    fn slope(&self, x: f64, t: f64, d: usize) -> f64 {
        -0.5 * self.beta(t) * (x + self.score(x, t, d))
    }
}

/// A number of every element: a function of it, of its row's two times and of its coordinate.
fn each(i: &Inputs, f: impl Fn(f64, (f64, f64), usize) -> f64) -> Array2<f64> {
    Array2::from_shape_fn(i.x.raw_dim(), |(row, d)| {
        f(i.x[(row, d)], (i.t[row], i.t_next[row]), d)
    })
}

/// Both outputs with this slope of (x, t, coordinate).
fn heun(i: &Inputs, slope: impl Fn(f64, f64, usize) -> f64) -> Outputs {
    let euler = |x: f64, (t, next): (f64, f64), d| x + (next - t) * slope(x, t, d);
    Outputs {
        x_euler: each(i, euler),
        x_next: each(i, |x, (t, next), d| {
            let ends = slope(x, t, d) + slope(euler(x, (t, next), d), next, d);
            x + 0.5 * (next - t) * ends
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(t: f64, t_next: f64) -> Inputs {
        Inputs {
            x: arr2(&[[2.0]]),
            t: arr1(&[t]),
            t_next: arr1(&[t_next]),
            beta_min: 1.0,
            beta_max: 1.0,
            mean: arr1(&[0.0]),
            log_std: arr1(&[0.0]),
        }
    }

    #[test]
    fn standard_normal_data_stay_where_they_are() {
        // v = 1 and s = −x at every time: nothing moves.
        let out = ProbabilityFlowStep::reference(&inputs(0.7, 0.2));
        assert!((out.x_euler[(0, 0)] - 2.0).abs() < 1e-15);
        assert!((out.x_next[(0, 0)] - 2.0).abs() < 1e-15);
    }

    #[test]
    fn a_small_step_follows_the_exact_flow() {
        let wide = Inputs {
            log_std: arr1(&[2.0_f64.ln()]),
            ..inputs(0.5, 0.49)
        };
        // The flow keeps (x − am)/√v.
        let ratio = wide.marginal(0.49, 0).1 / wide.marginal(0.5, 0).1;
        let out = ProbabilityFlowStep::reference(&wide);
        assert!((out.x_next[(0, 0)] - 2.0 * ratio.sqrt()).abs() < 1e-7);
    }

    #[test]
    fn negative_times_are_refused() {
        assert!(ProbabilityFlowStep::validate(&inputs(0.5, -0.1)).is_err());
    }
}

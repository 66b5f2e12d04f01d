//! # The cosine noise schedule
//!
//! The linear schedule destroys images too early; the cosine schedule prescribes the remaining signal instead of the steps. With
//! $$f(k)=\cos^2\Bigl(\frac{k/T+s}{1+s}\cdot\frac\pi2\Bigr),\qquad \beta_t=\min\Bigl(1-\frac{f(t+1)}{f(t)},\ \beta_{\max}\Bigr),\qquad \bar\alpha_t=\prod_{s'\le t}(1-\beta_{s'}),$$
//! $t=0,\dots,T-1$: the offset $s$ keeps the first steps from being too small, the clip keeps the last from removing everything.
//! $\bar\alpha$ is the product of the clipped steps, so that it belongs to the $\beta$ that are used.
//!
//! - Numerical care: with the angles $u<v$ of $f(t)$ and $f(t+1)$, $1-\cos^2v/\cos^2u=\sin(v-u)\sin(v+u)/\cos^2u$ does not cancel where the steps are small.
//! - Domain: from 1 to 100,000 steps. `squaredcos_cap_v2` of diffusers is this with $s=0.008$ and $\beta_{\max}=0.999$.
//! - Source: lecture 14; Nichol and Dhariwal, Improved Denoising Diffusion Probabilistic Models, 2021, equation 17.

use crate::formulas::domain::{not_negative, within};
use crate::formulas::noise_schedule::{check_length, index, running_product};
use crate::task::prelude::*;
use std::f64::consts::FRAC_PI_2;

ports! { CosineSchedule:
    Inputs {
        n_steps: i64[] "The number of steps T.";
        s: f64[] "The offset s of the angle.";
        max_beta: f64[] "The bound at which beta is clipped.";
    }
    Outputs {
        beta: f64["n_steps"] "Variances of the single steps, clipped.";
        alpha_bar: f64["n_steps"] "Running products of 1 − beta.";
    }
}

impl Task for CosineSchedule {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes!["n_steps" 24 in 2..=4000];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-6);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "alpha_bar_before_clipping" => {
            let f = |k| angle(i.n_steps, i.s, k).cos().powi(2);
            Outputs {
                alpha_bar: Array1::from_shape_fn(index(i.n_steps), |t| f(t + 1) / f(0)),
                ..right
            }
        }
        "not_clipped" => schedule(squared_cosine(i.n_steps, i.s)),
        "cosine_not_squared" => {
            let beta = Array1::from_shape_fn(index(i.n_steps), |t| {
                1.0 - angle(i.n_steps, i.s, t + 1).cos() / angle(i.n_steps, i.s, t).cos()
            });
            schedule(clipped(beta, i.max_beta))
        }
        "offset_ignored" => schedule(clipped(squared_cosine(i.n_steps, 0.0), i.max_beta)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            n_steps: i64::try_from(sizes.get("n_steps")).unwrap_or(i64::MAX),
            s: uniform1(rng, 0.005, 0.03),
            max_beta: uniform1(rng, 0.85, 0.95),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_length(inputs.n_steps)?;
        not_negative("s", inputs.s)?;
        within("max_beta", inputs.max_beta, 0.0..=1.0)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        schedule(clipped(
            squared_cosine(inputs.n_steps, inputs.s),
            inputs.max_beta,
        ))
    }
}

/// The angle of f(k).
fn angle(n_steps: i64, s: f64, k: usize) -> f64 {
    (k as f64 / index(n_steps) as f64 + s) / (1.0 + s) * FRAC_PI_2
}

/// 1 − f(t + 1)/f(t) of every step.
///
/// With the angles u, v that are left to a right angle, f = sin², and sin²u − sin²v = sin(u − v)·sin(u + v). The last angles are small
/// and with a large s all are: measured from the right angle they keep their digits.
fn squared_cosine(n_steps: i64, s: f64) -> Array1<f64> {
    let steps = index(n_steps);
    let unit = FRAC_PI_2 / (steps as f64 * (1.0 + s));
    Array1::from_shape_fn(steps, |t| {
        let left = (steps - t) as f64;
        let u = left * unit;
        // Beyond a right angle the sine of the sum falls: there the distance of both from the start, s included, has the digits.
        let sum = if u < FRAC_PI_2 / 2.0 {
            (2.0 * left - 1.0) * unit
        } else {
            (2.0 * (t as f64 + s * steps as f64) + 1.0) * unit
        };
        unit.sin() * sum.sin() / u.sin().powi(2)
    })
}

fn clipped(beta: Array1<f64>, max_beta: f64) -> Array1<f64> {
    beta.mapv_into(|b| if b > max_beta { max_beta } else { b })
}

fn schedule(beta: Array1<f64>) -> Outputs {
    Outputs {
        alpha_bar: running_product(&beta.mapv(|b| 1.0 - b)),
        beta,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(n_steps: i64, s: f64, max_beta: f64) -> Outputs {
        CosineSchedule::reference(&Inputs {
            n_steps,
            s,
            max_beta,
        })
    }

    #[test]
    fn two_steps_without_offset_by_hand() {
        // f = 1, ½, 0.
        let o = run(2, 0.0, 0.9);
        assert!((o.beta[0] - 0.5).abs() < 1e-15);
        assert_eq!(o.beta[1], 0.9);
        assert!((o.alpha_bar[1] - 0.05).abs() < 1e-15);
    }

    #[test]
    fn one_step_is_the_bound() {
        assert_eq!(run(1, 0.008, 0.999).beta.to_vec(), [0.999]);
    }

    #[test]
    fn small_steps_keep_their_digits() {
        // tan²(π/2/10⁵) = 2.46740110037e-10 to first order; the naive difference has an error of 1e-16.
        let small = (FRAC_PI_2 / 1e5).sin().powi(2);
        assert!((run(100_000, 0.0, 0.999).beta[0] / small - 1.0).abs() < 1e-12);
    }
}

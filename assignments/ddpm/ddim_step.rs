//! # One step of DDIM
//!
//! DDIM keeps the marginals of diffusion but may jump over steps and choose how random each jump is. With $a=\bar\alpha_t$ and $a'=\bar\alpha_{t_{\mathrm{prev}}}$,
//! $$\hat x_0=\frac{x_t-\sqrt{1-a}\,\hat\epsilon}{\sqrt a},\qquad \sigma^2=\eta^2\,\frac{1-a'}{1-a}\Bigl(1-\frac a{a'}\Bigr),\qquad x_{\mathrm{prev}}=\sqrt{a'}\,\hat x_0+\sqrt{1-a'-\sigma^2}\,\hat\epsilon+\sigma z.$$
//!
//! $\eta=0$ is deterministic; $\eta=1$ with $t_{\mathrm{prev}}=t-1$ is the ancestral step with the small variance. $t_{\mathrm{prev}}=-1$ is the data, $a'=1$: the step returns $\hat x_0$.
//!
//! - Numerical care: $1-a'-\sigma^2=(1-a')\Bigl[(1-\eta^2)+\eta^2\,\frac{a\,(1-a')}{a'(1-a)}\Bigr]$ is a sum of positive numbers and never below 0.
//! - Domain: $-1\le t_{\mathrm{prev}}<t<T$, $0\le\eta\le1$, $\bar\alpha\in(0,1)$ decreasing. Nothing is clipped.
//! - Source: lecture 14; Song, Meng and Ermon, Denoising Diffusion Implicit Models, 2020, equations 12 and 16.

use crate::formulas::noise_schedule::{
    check_noise, check_signal, check_steps, draw_alpha_bar, draw_t,
};
use crate::task::prelude::*;

ports! { DdimStep:
    Inputs {
        x_t: f64["batch", "dim"] "The state at step t.";
        eps_pred: f64["batch", "dim"] "The network's prediction of the noise.";
        t: i64["batch"] "The 0-based step of every object.";
        t_prev: i64["batch"] "The step to go to; −1 is the data.";
        alpha_bar: f64["step"] "Running products of alpha.";
        eta: f64[] "How random the step is, from 0 to 1.";
        noise: f64["batch", "dim"] "Fresh standard normal noise.";
    }
    Outputs {
        x_prev: f64["batch", "dim"] "The state at step t_prev.";
    }
}

impl Task for DdimStep {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 2..=256, "dim" 4 in 1..=64, "step" 20 in 7..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "direction_without_sigma" => step(i, &i.t_prev, |now, prev| Weights {
            direction: (1.0 - prev).sqrt(),
            ..weights(now, prev, i.eta)
        }),
        "x0_not_rescaled" => step(i, &i.t_prev, |now, prev| Weights {
            divisor: 1.0,
            ..weights(now, prev, i.eta)
        }),
        "eta_ignored" => step(i, &i.t_prev, |now, prev| weights(now, prev, 0.0)),
        "variance_not_rooted" => step(i, &i.t_prev, |now, prev| {
            let right = weights(now, prev, i.eta);
            Weights {
                sigma: right.sigma * right.sigma,
                ..right
            }
        }),
        "previous_is_t_minus_one" => {
            let previous = i.t.mapv(|t| t - 1);
            step(i, &previous, |now, prev| weights(now, prev, i.eta))
        }
        "index_minus_one_wraps" => {
            // Going up the root of a negative number leaves NaN.
            let read = |t_prev: i64| usize::try_from(t_prev).unwrap_or(i.alpha_bar.len() - 1);
            let previous = |row| i.alpha_bar[read(i.t_prev[row])];
            step_to(i, previous, |now, prev| weights(now, prev, i.eta))
        }
        "zero_taken_for_the_data" => {
            let shifted = i.t_prev.mapv(|t| if t == 0 { -1 } else { t });
            step(i, &shifted, |now, prev| weights(now, prev, i.eta))
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        let t = draw_t(rng, batch, 6, step);
        let mut t_prev = &t - &integers(rng, batch, 2, 5);
        t_prev[batch - 1] = -1;
        if batch > 2 {
            t_prev[batch - 2] = 0;
        }
        Inputs {
            x_t: normal(rng, (batch, dim)),
            eps_pred: normal(rng, (batch, dim)),
            t,
            t_prev,
            alpha_bar: draw_alpha_bar(rng, step),
            eta: uniform1(rng, 0.4, 0.9),
            noise: normal(rng, (batch, dim)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(&inputs.alpha_bar, &inputs.t)?;
        check_signal(&inputs.alpha_bar, &inputs.t)?;
        check_noise(&inputs.alpha_bar, &inputs.t)?;
        let mut pairs = inputs.t.iter().zip(&inputs.t_prev);
        Domain::special(
            "every element of t_prev must be at least −1 and less than that of t",
            "каждый элемент t_prev не меньше −1 и меньше соответствующего элемента t",
        )
        .refuse_if(pairs.any(|(t, t_prev)| t_prev < &-1 || t_prev >= t))?;
        let mut pairs = inputs.t.iter().zip(&inputs.t_prev);
        Domain::special(
            "alpha_bar must not rise from a step in t_prev to that in t",
            "alpha_bar не возрастает от шага из t_prev к шагу из t",
        )
        .refuse_if(pairs.any(|(&t, &t_prev)| alpha_bar(inputs, t_prev) < alpha_bar(inputs, t)))?;
        Domain::Within("eta".into(), 0.0, 1.0, None).require((0.0..=1.0).contains(&inputs.eta))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        step(inputs, &inputs.t_prev, |now, prev| {
            weights(now, prev, inputs.eta)
        })
    }
}

/// ᾱ of a step, 1 before the first one.
fn alpha_bar(i: &Inputs, t: i64) -> f64 {
    usize::try_from(t).map_or(1.0, |t| i.alpha_bar[t])
}

/// What the parts of the step are multiplied by.
struct Weights {
    /// Divides the predicted data.
    divisor: f64,
    /// Of the predicted noise.
    direction: f64,
    /// Of the fresh noise.
    sigma: f64,
}

/// The weights from ᾱ of the present step and of the one to go to.
fn weights(now: f64, prev: f64, eta: f64) -> Weights {
    let noise_share = (1.0 - prev) / (1.0 - now);
    let kept = (1.0 - eta) * (1.0 + eta) + eta * eta * now / prev * noise_share;
    Weights {
        divisor: now.sqrt(),
        direction: ((1.0 - prev) * kept).sqrt(),
        sigma: eta * (noise_share * ((prev - now) / prev)).sqrt(),
    }
}

fn step(i: &Inputs, t_prev: &Array1<i64>, weights: impl Fn(f64, f64) -> Weights) -> Outputs {
    step_to(i, |row| alpha_bar(i, t_prev[row]), weights)
}

/// The step to where ᾱ of every row is `previous`.
fn step_to(
    i: &Inputs,
    previous: impl Fn(usize) -> f64,
    weights: impl Fn(f64, f64) -> Weights,
) -> Outputs {
    let mut x_prev = Array2::zeros(i.x_t.raw_dim());
    for ((row, column), value) in x_prev.indexed_iter_mut() {
        let (now, prev) = (alpha_bar(i, i.t[row]), previous(row));
        let Weights {
            divisor,
            direction,
            sigma,
        } = weights(now, prev);
        let at = (row, column);
        let x0 = (i.x_t[at] - (1.0 - now).sqrt() * i.eps_pred[at]) / divisor;
        *value = prev.sqrt() * x0 + direction * i.eps_pred[at] + sigma * i.noise[at];
    }
    Outputs { x_prev }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ddpm::ddpm_step;
    use ndarray::{arr1, arr2};

    fn inputs(t_prev: i64, eta: f64) -> Inputs {
        Inputs {
            x_t: arr2(&[[1.0]]),
            eps_pred: arr2(&[[0.5]]),
            t: arr1(&[1]),
            t_prev: arr1(&[t_prev]),
            alpha_bar: arr1(&[0.81, 0.5184]),
            eta,
            noise: arr2(&[[2.0]]),
        }
    }

    #[test]
    fn full_randomness_one_step_back_is_the_ancestral_step() {
        let ancestral = ddpm_step::DdpmStep::reference(&ddpm_step::Inputs {
            x_t: arr2(&[[1.0]]),
            eps_pred: arr2(&[[0.5]]),
            t: arr1(&[1]),
            beta: arr1(&[0.19, 0.36]),
            noise: arr2(&[[2.0]]),
        });
        let got = DdimStep::reference(&inputs(0, 1.0)).x_prev[(0, 0)];
        assert!((got - ancestral.x_prev_small[(0, 0)]).abs() < 1e-14);
    }

    #[test]
    fn the_step_to_the_data_is_the_predicted_data() {
        for eta in [0.0, 1.0] {
            let got = DdimStep::reference(&inputs(-1, eta)).x_prev[(0, 0)];
            let expected = (1.0 - 0.5 * (1.0 - 0.5184_f64).sqrt()) / 0.5184_f64.sqrt();
            assert!((got - expected).abs() < 1e-15);
        }
    }

    #[test]
    fn illegal_steps_and_eta_are_refused() {
        assert!(DdimStep::validate(&inputs(0, 0.0)).is_ok());
        for (t_prev, eta) in [(1, 0.5), (-2, 0.5), (0, 1.5), (0, -0.1), (0, f64::NAN)] {
            assert!(DdimStep::validate(&inputs(t_prev, eta)).is_err());
        }
    }

    #[test]
    fn schedules_outside_the_domain_are_refused() {
        for alpha_bar in [
            [0.5, 0.81],
            [0.81, 0.0],
            [1.0, 1.0],
            [1.2, 0.5],
            [f64::NAN, 0.5],
        ] {
            let mut i = inputs(0, 0.5);
            i.alpha_bar = arr1(&alpha_bar);
            assert!(DdimStep::validate(&i).is_err(), "{alpha_bar:?}");
        }
    }
}

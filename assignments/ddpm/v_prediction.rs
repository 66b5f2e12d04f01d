//! # The velocity parametrization
//!
//! With $a=\sqrt{\bar\alpha_t}$, $s=\sqrt{1-\bar\alpha_t}$ and $a=\cos\phi$, $s=\sin\phi$ the noised data $x_t=a\,x_0+s\,\epsilon$ moves along a circle; its velocity is
//! $$v=\frac{dx_t}{d\phi}=a\,\epsilon-s\,x_0,\qquad x_0=a\,x_t-s\,v,\qquad \epsilon=s\,x_t+a\,v.$$
//!
//! The pair $(x_t,v)$ is $(x_0,\epsilon)$ rotated by $\phi$, so the recoveries are the inverse rotation. Neither divides by a small number at either end of the schedule,
//! which is what $v$ is for.
//!
//! - Domain: $0\le t<T$, $\bar\alpha\in[0,1]$.
//! - Source: lecture 14; Salimans and Ho, Progressive Distillation for Fast Sampling of Diffusion Models, 2022, appendix D.

use crate::formulas::noise_schedule::{
    check_steps, draw_alpha_bar, draw_t_with_the_first, per_row,
};
use crate::task::prelude::*;

ports! { VPrediction:
    Inputs {
        x0: f64["batch", "dim"] "Data.";
        eps: f64["batch", "dim"] "Noise.";
        x_t: f64["batch", "dim"] "A noised state.";
        v_pred: f64["batch", "dim"] "The network's prediction of the velocity at it.";
        t: i64["batch"] "The 0-based step of every object.";
        alpha_bar: f64["step"] "Running products of alpha.";
    }
    Outputs {
        v: f64["batch", "dim"] "The velocity of `x0` and `eps`.";
        x0_from_v: f64["batch", "dim"] "The data that `x_t` and `v_pred` imply.";
        eps_from_v: f64["batch", "dim"] "The noise that they imply.";
    }
}

impl Task for VPrediction {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 4 in 1..=64, "step" 20 in 1..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "sign_flipped" => Outputs {
            v: -right.v,
            ..rotate(i, &-&i.v_pred, signal, noise)
        },
        "not_rooted" => rotate(
            i,
            &i.v_pred,
            |alpha_bar| alpha_bar,
            |alpha_bar| 1.0 - alpha_bar,
        ),
        "coefficients_swapped" => rotate(i, &i.v_pred, noise, signal),
        "recovery_sign" => rotate(i, &-&i.v_pred, signal, noise),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        Inputs {
            x0: normal(rng, (batch, dim)),
            eps: normal(rng, (batch, dim)),
            x_t: normal(rng, (batch, dim)),
            v_pred: normal(rng, (batch, dim)),
            t: draw_t_with_the_first(rng, batch, 0, step),
            alpha_bar: draw_alpha_bar(rng, step),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(&inputs.alpha_bar, &inputs.t)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        rotate(inputs, &inputs.v_pred, signal, noise)
    }
}

fn signal(alpha_bar: f64) -> f64 {
    alpha_bar.sqrt()
}

fn noise(alpha_bar: f64) -> f64 {
    (1.0 - alpha_bar).sqrt()
}

/// The rotation and its inverse, with a and s as functions of ᾱ.
fn rotate(
    i: &Inputs,
    v_pred: &Array2<f64>,
    signal: impl Fn(f64) -> f64,
    noise: impl Fn(f64) -> f64,
) -> Outputs {
    let a = per_row(&i.t, |t| signal(i.alpha_bar[t]));
    let s = per_row(&i.t, |t| noise(i.alpha_bar[t]));
    Outputs {
        v: &i.eps * &a - &i.x0 * &s,
        x0_from_v: &i.x_t * &a - v_pred * &s,
        eps_from_v: &i.x_t * &s + v_pred * &a,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(alpha_bar: f64, x_t: f64, v_pred: f64) -> Inputs {
        Inputs {
            x0: arr2(&[[2.0]]),
            eps: arr2(&[[-1.0]]),
            x_t: arr2(&[[x_t]]),
            v_pred: arr2(&[[v_pred]]),
            t: arr1(&[0]),
            alpha_bar: arr1(&[alpha_bar]),
        }
    }

    #[test]
    fn a_three_four_five_triangle_and_back() {
        let v = VPrediction::reference(&inputs(0.64, 0.0, 0.0)).v[(0, 0)];
        assert!((v + 2.0).abs() < 1e-14);
        let o = VPrediction::reference(&inputs(0.64, 0.8 * 2.0 - 0.6, v));
        assert!((o.x0_from_v[(0, 0)] - 2.0).abs() < 1e-14);
        assert!((o.eps_from_v[(0, 0)] + 1.0).abs() < 1e-14);
    }

    #[test]
    fn both_ends_of_the_schedule() {
        assert_eq!(
            VPrediction::reference(&inputs(1.0, 0.0, 0.0)).v[(0, 0)],
            -1.0
        );
        assert_eq!(
            VPrediction::reference(&inputs(0.0, 0.0, 0.0)).v[(0, 0)],
            -2.0
        );
    }
}

//! # The simple loss
//!
//! DDPM trains a network to predict the noise that was added, every step with the same weight:
//! $$\mathcal L_{\mathrm{simple}}=\mathbb E_{t,x_0,\epsilon}\bigl\lVert\hat\epsilon\bigl(\sqrt{\bar\alpha_t}\,x_0+\sqrt{1-\bar\alpha_t}\,\epsilon,\;t\bigr)-\epsilon\bigr\rVert^2.$$
//!
//! The weights of the variational bound, $\beta_t^2/(2\sigma_t^2\alpha_t(1-\bar\alpha_t))$, are dropped: they would favour the steps with little noise, which are easy.
//! The network of this task is affine with a bias of its own at every step, $\hat\epsilon(x,t)=Wx+b_t$, so that the loss can be computed by hand.
//!
//! The squared error is summed over dimensions, and the batch is averaged.
//!
//! - Domain: $0\le t<T$, $\bar\alpha\in[0,1]$.
//! - Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 14.

use crate::formulas::noise_schedule::{
    check_steps, draw_alpha_bar, draw_t_with_the_first, index, per_row,
};
use crate::task::prelude::*;

ports! { SimpleLoss:
    Inputs {
        x0: f64["batch", "dim"] "Data.";
        t: i64["batch"] "The 0-based step of every object.";
        eps: f64["batch", "dim"] "Standard normal noise.";
        alpha_bar: f64["step"] "Running products of alpha.";
        weight: f64["dim", "dim"] "The network's matrix W; its rows belong to the outputs.";
        bias: f64["step", "dim"] "The network's bias of every step.";
    }
    Outputs {
        per_sample: f64["batch"] "The squared error of every object, summed over dimensions.";
        loss: f64[] "Its mean over the batch.";
    }
}

impl Task for SimpleLoss {
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 4 in 2..=64, "step" 20 in 2..=1000,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "mean_over_dimensions" => {
            let dim = i.x0.ncols() as f64;
            averaged(square(error(i, &noised(i), &i.eps)) / dim)
        }
        "one_half_added" => averaged(square(error(i, &noised(i), &i.eps)) * 0.5),
        "absolute_error" => averaged(error(i, &noised(i), &i.eps).mapv(f64::abs)),
        "network_sees_clean_data" => averaged(square(error(i, &i.x0, &i.eps))),
        "target_is_x0" => averaged(square(error(i, &noised(i), &i.x0))),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, step] = sizes.all(["batch", "dim", "step"]);
        Inputs {
            x0: normal(rng, (batch, dim)),
            t: draw_t_with_the_first(rng, batch, 0, step),
            eps: normal(rng, (batch, dim)),
            alpha_bar: draw_alpha_bar(rng, step),
            weight: normal(rng, (dim, dim)) * 0.5,
            bias: normal(rng, (step, dim)) * 0.5,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_steps(&inputs.alpha_bar, &inputs.t)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        averaged(square(error(inputs, &noised(inputs), &inputs.eps)))
    }
}

/// x_t of every object.
fn noised(i: &Inputs) -> Array2<f64> {
    let signal = per_row(&i.t, |t| i.alpha_bar[t].sqrt());
    let noise = per_row(&i.t, |t| (1.0 - i.alpha_bar[t]).sqrt());
    &i.x0 * &signal + &i.eps * &noise
}

/// The network's output at x minus the target.
fn error(i: &Inputs, x: &Array2<f64>, target: &Array2<f64>) -> Array2<f64> {
    let steps: Vec<usize> = i.t.iter().map(|&t| index(t)).collect();
    x.dot(&i.weight.t()) + i.bias.select(Axis(0), &steps) - target
}

fn square(error: Array2<f64>) -> Array2<f64> {
    error.mapv_into(|e| e * e)
}

/// The sum over dimensions of every object and its mean over the batch.
fn averaged(per_dim: Array2<f64>) -> Outputs {
    let per_sample = per_dim.sum_axis(Axis(1));
    Outputs {
        loss: per_sample.sum() / per_sample.len() as f64,
        per_sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs() -> Inputs {
        Inputs {
            x0: arr2(&[[1.0, 0.0], [0.0, 0.0]]),
            t: arr1(&[0, 1]),
            eps: arr2(&[[0.0, 1.0], [0.0, 0.0]]),
            alpha_bar: arr1(&[0.64, 0.36]),
            weight: arr2(&[[0.0, 1.0], [0.0, 0.0]]),
            bias: arr2(&[[0.0, 0.0], [3.0, 4.0]]),
        }
    }

    #[test]
    fn a_shift_matrix_and_a_bias_by_hand() {
        // The first object: x_t = (0.8, 0.6), the network gives (0.6, 0). The second sees only the bias of its step.
        let o = SimpleLoss::reference(&inputs());
        assert!((o.per_sample[0] - 1.36).abs() < 1e-14);
        assert!((o.per_sample[1] - 25.0).abs() < 1e-14);
        assert!((o.loss - 13.18).abs() < 1e-14);
    }

    #[test]
    fn steps_outside_the_schedule_are_refused() {
        let t = arr1(&[0, 2]);
        assert!(SimpleLoss::validate(&Inputs { t, ..inputs() }).is_err());
    }
}

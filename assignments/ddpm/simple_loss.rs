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
//! Domain: $0\le t<T$, $\bar\alpha\in[0,1]$.
//!
//! Source: lecture 14; Ho, Jain and Abbeel, Denoising Diffusion Probabilistic Models, 2020, equation 14.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::normal;
use crate::formulas::noise_schedule::{
    check_alpha_bar, check_indices, draw_alpha_bar, draw_t, index, per_row,
};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis};

ports! {
    /// Data, noise, the schedule and the network.
    pub struct Inputs {
        /// Data.
        x0: Array2<f64> ["batch", "dim"],
        /// The 0-based step of every object.
        t: Array1<i64> ["batch"],
        /// Standard normal noise.
        eps: Array2<f64> ["batch", "dim"],
        /// Running products of alpha.
        alpha_bar: Array1<f64> ["step"],
        /// The network's matrix W; its rows belong to the outputs.
        weight: Array2<f64> ["dim", "dim"],
        /// The network's bias of every step.
        bias: Array2<f64> ["step", "dim"],
    }
}

ports! {
    /// The loss.
    pub struct Outputs {
        /// The squared error of every object, summed over dimensions.
        per_sample: Array1<f64> ["batch"],
        /// Its mean over the batch.
        loss: f64 [],
    }
}

/// ‖ε̂(x_t, t) − ε‖², see the module's page.
pub struct SimpleLoss;

impl Task for SimpleLoss {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("simple_loss.rs");
    const LECTURES: &'static [u8] = &[14];
    const SIZES: &'static [Size] = &[
        Size::new("batch", 8, 1, 256),
        Size::new("dim", 4, 2, 64),
        Size::new("step", 20, 2, 1000),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "mean_over_dimensions",
            hint: Text {
                en: "Sum the squared error over dimensions; only the batch is averaged.",
                ru: "По измерениям квадрат ошибки суммируется; усредняется только по объектам.",
            },
            answer: |i| {
                let dim = i.x0.ncols() as f64;
                averaged(square(error(i, &noised(i), &i.eps)) / dim)
            },
        },
        Mistake {
            id: "one_half_added",
            hint: Text {
                en: "The simple loss has no factor 1/2.",
                ru: "В упрощённой функции потерь нет множителя 1/2.",
            },
            answer: |i| averaged(square(error(i, &noised(i), &i.eps)) * 0.5),
        },
        Mistake {
            id: "absolute_error",
            hint: Text {
                en: "The error is squared, not taken in absolute value.",
                ru: "Ошибка возводится в квадрат, а не берётся по модулю.",
            },
            answer: |i| averaged(error(i, &noised(i), &i.eps).mapv(f64::abs)),
        },
        Mistake {
            id: "network_sees_clean_data",
            hint: Text {
                en: "The network has to be given the noised x_t.",
                ru: "На вход сети подаётся зашумлённый x_t, а не чистые данные.",
            },
            answer: |i| averaged(square(error(i, &i.x0, &i.eps))),
        },
        Mistake {
            id: "target_is_x0",
            hint: Text {
                en: "The target is the noise that was added, not x0.",
                ru: "Сеть предсказывает добавленный шум, а не x0.",
            },
            answer: |i| averaged(square(error(i, &noised(i), &i.x0))),
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim, step) = (sizes.get("batch"), sizes.get("dim"), sizes.get("step"));
        Inputs {
            x0: normal(rng, (batch, dim)),
            t: draw_t(rng, batch, 0, step),
            eps: normal(rng, (batch, dim)),
            alpha_bar: draw_alpha_bar(rng, step),
            weight: normal(rng, (dim, dim)) * 0.5,
            bias: normal(rng, (step, dim)) * 0.5,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        check_alpha_bar(&inputs.alpha_bar)?;
        check_indices("t", &inputs.t, inputs.alpha_bar.len())
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

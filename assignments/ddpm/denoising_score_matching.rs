//! # Denoising score matching
//!
//! The score of noised data can be learnt without the data's density, for the minimum of
//! $$\mathcal L=\mathbb E\,\tfrac12\sigma_l^2\Bigl\lVert s(\tilde x,l)-\nabla_{\tilde x}\log\mathcal N(\tilde x\mid x,\sigma_l^2I)\Bigr\rVert^2=\mathbb E\,\tfrac12\sigma_l^2\Bigl\lVert s(\tilde x,l)+\frac{\epsilon}{\sigma_l}\Bigr\rVert^2,\qquad \tilde x=x+\sigma_l\epsilon,$$
//! over $s$ is the score of the marginal of $\tilde x$: the conditional score averages to it.
//!
//! Typical targets are $1/\sigma_l$ in size; the weight $\sigma_l^2$ makes all noise levels count alike.
//! The network of this task is affine at every level, $s(x,l)=W_lx+b_l$.
//!
//! Summed over dimensions, averaged over the batch. Domain: $0\le l<L$, $\sigma>0$.
//!
//! - Source: lectures 13 and 14; Vincent, A Connection Between Score Matching and Denoising Autoencoders, 2010; Song and Ermon, 2019, equation 5.

use crate::formulas::domain::positive;
use crate::formulas::noise_schedule::{check_indices, draw_t, index};
use crate::task::prelude::*;

ports! { DenoisingScoreMatching:
    Inputs {
        x: f64["batch", "dim"] "Data.";
        eps: f64["batch", "dim"] "Standard normal noise.";
        level: i64["batch"] "The 0-based noise level of every object.";
        sigmas: f64["noise_level"] "Standard deviations of the noise levels.";
        weight: f64["noise_level", "dim", "dim"] "The network's matrix of every level; its rows belong to the outputs.";
        bias: f64["noise_level", "dim"] "The network's bias of every level.";
    }
    Outputs {
        per_sample: f64["batch"] "The weighted squared error of every object.";
        loss: f64[] "Its mean over the batch.";
    }
}

impl Task for DenoisingScoreMatching {
    const LECTURES: &'static [u8] = &[13, 14];
    const SIZES: &'static [Size] = sizes![
        "batch" 8 in 1..=256, "dim" 3 in 1..=32, "noise_level" 5 in 1..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "missing_half" => loss(i, |sigma| sigma * sigma, |sigma| 1.0 / sigma),
        "no_sigma_weight" => loss(i, |_| 0.5, |sigma| 1.0 / sigma),
        "weight_sigma_not_squared" => loss(i, |sigma| 0.5 * sigma, |sigma| 1.0 / sigma),
        "target_sign" => loss(i, |sigma| 0.5 * sigma * sigma, |sigma| -1.0 / sigma),
        "target_divided_by_variance" => loss(
            i,
            |sigma| 0.5 * sigma * sigma,
            |sigma| 1.0 / (sigma * sigma),
        ),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, levels] = sizes.all(["batch", "dim", "noise_level"]);
        let first = uniform1(rng, 1.5, 2.5);
        let last = uniform1(rng, 0.1, 0.3);
        Inputs {
            x: normal(rng, (batch, dim)),
            eps: normal(rng, (batch, dim)),
            level: draw_t(rng, batch, 0, levels),
            sigmas: Array1::linspace(first.ln(), last.ln(), levels).mapv(f64::exp),
            weight: normal(rng, (levels, dim, dim)) * 0.5 - Array2::<f64>::eye(dim),
            bias: normal(rng, (levels, dim)) * 0.5,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let mut sigmas = inputs.sigmas.iter();
        sigmas.try_for_each(|&sigma| positive("sigmas", sigma))?;
        check_indices("level", &inputs.level, inputs.sigmas.len())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        // σ²‖s + ε/σ‖² = ‖σs + ε‖²: nothing is divided by a small σ.
        let per_sample = per_sample(inputs, |sigma, score, eps| {
            let error = score * sigma + eps;
            0.5 * error.dot(&error)
        });
        averaged(per_sample)
    }
}

/// The mean of weight(σ)·‖s(x̃) + scale(σ)·ε‖².
fn loss(i: &Inputs, weight: impl Fn(f64) -> f64, scale: impl Fn(f64) -> f64) -> Outputs {
    averaged(per_sample(i, |sigma, score, eps| {
        let error = score + &eps * scale(sigma);
        weight(sigma) * error.dot(&error)
    }))
}

/// A term of every object, from σ of its level, s(x̃) and ε.
fn per_sample(
    i: &Inputs,
    term: impl Fn(f64, Array1<f64>, ArrayView1<'_, f64>) -> f64,
) -> Array1<f64> {
    Array1::from_shape_fn(i.level.len(), |row| {
        let level = index(i.level[row]);
        let sigma = i.sigmas[level];
        let (x, eps) = (i.x.row(row), i.eps.row(row));
        let noised = &x + &(&eps * sigma);
        let score = i.weight.index_axis(Axis(0), level).dot(&noised) + i.bias.row(level);
        term(sigma, score, eps)
    })
}

fn averaged(per_sample: Array1<f64>) -> Outputs {
    Outputs {
        loss: per_sample.sum() / per_sample.len() as f64,
        per_sample,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2, arr3};

    fn inputs(level: i64) -> Inputs {
        Inputs {
            x: arr2(&[[1.0]]),
            eps: arr2(&[[0.5]]),
            level: arr1(&[level]),
            sigmas: arr1(&[2.0, 0.25]),
            weight: arr3(&[[[-0.5]], [[0.0]]]),
            bias: arr2(&[[0.0], [-2.0]]),
        }
    }

    #[test]
    fn both_levels_by_hand() {
        // x̃ = 2, s = −1, target −0.25: ½·4·0.75².
        assert!((DenoisingScoreMatching::reference(&inputs(0)).loss - 1.125).abs() < 1e-15);
        // s = −2 is the target.
        assert_eq!(DenoisingScoreMatching::reference(&inputs(1)).loss, 0.0);
    }

    #[test]
    fn levels_outside_the_table_are_refused() {
        assert!(DenoisingScoreMatching::validate(&inputs(2)).is_err());
        assert!(DenoisingScoreMatching::validate(&inputs(-1)).is_err());
    }
}

//! # Annealed Langevin dynamics
//!
//! Langevin dynamics hardly crosses the void between modes. Noised data has no void, so sampling starts with the score of strongly noised data and lowers the noise level by level:
//! $$x\leftarrow x+\frac{a_l}2s_l(x)+\sqrt{a_l}\,z,\qquad a_l=\eta\,\frac{\sigma_l^2}{\sigma_{L-1}^2},\qquad l=0,\dots,L-1,$$
//! some steps at every level, each level from where the last one ended. Steps proportional to $\sigma_l^2$ keep the ratio of drift and noise the same at all levels.
//!
//! The data here is a mixture of isotropic Gaussians; noised with $\mathcal N(0,\sigma_l^2I)$ it is the mixture with the same weights and means and with variances $\sigma_k^2+\sigma_l^2$,
//! whose score $s_l$ is exact.
//!
//! - Numerical care: responsibilities by log-sum-exp; $\log\sqrt{\sigma_k^2+\sigma_l^2}$ with `hypot`. Levels are taken in the given order, and no denoising step is added.
//! - Domain: $\sigma>0$, $\eta\ge0$.
//! - Source: lectures 13 and 14; Song and Ermon, Generative Modeling by Estimating Gradients of the Data Distribution, 2019, algorithm 1.

use crate::formulas::domain::{not_negative, positive};
use crate::formulas::gaussian_mixture::GaussianMixture;
use crate::task::prelude::*;

ports! { AnnealedLangevin:
    Inputs {
        x_init: f64["batch", "dim"] "The start of every chain.";
        noise: f64["noise_level", "step", "batch", "dim"] "Standard normal noise of every level and step.";
        sigmas: f64["noise_level"] "Standard deviations of the noise levels, in the order of their use.";
        step_size: f64[] "The step at the last level.";
        logits: f64["component"] "Logits of the mixture's weights.";
        mean: f64["component", "dim"] "Means of the components.";
        log_std: f64["component"] "Logarithms of the standard deviations, one a component.";
    }
    Outputs {
        x_levels: f64["noise_level", "batch", "dim"] "The states after every level.";
    }
}

impl Task for AnnealedLangevin {
    const LECTURES: &'static [u8] = &[13, 14];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 1..=32, "dim" 2 in 1..=16, "noise_level" 4 in 2..=10, "step" 5 in 1..=20,
        "component" 3 in 1..=16,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(5e-4, 1e-4);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "constant_step" => chain(i, |l| Level {
            step: i.step_size,
            ..right_level(i, l)
        }),
        "step_ratio_not_squared" => chain(i, |l| Level {
            step: i.step_size * i.sigmas[l] / last(i),
            ..right_level(i, l)
        }),
        "missing_half" => chain(i, |l| Level {
            drift_share: 1.0,
            ..right_level(i, l)
        }),
        "score_of_the_clean_mixture" => chain(i, |l| Level {
            blur: 0.0,
            ..right_level(i, l)
        }),
        "levels_in_rising_order" => chain(i, |l| right_level(i, i.sigmas.len() - 1 - l)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (batch, dim) = (sizes.get("batch"), sizes.get("dim"));
        let (levels, steps) = (sizes.get("noise_level"), sizes.get("step"));
        let components = sizes.get("component");
        let first = uniform1(rng, 1.2, 1.6);
        let last = uniform1(rng, 0.2, 0.3);
        Inputs {
            x_init: normal(rng, (batch, dim)) * 2.0,
            noise: normal(rng, (levels, steps, batch, dim)),
            sigmas: Array1::linspace(first.ln(), last.ln(), levels).mapv(f64::exp),
            step_size: uniform1(rng, 0.008, 0.015),
            logits: normal(rng, components) * 0.5,
            mean: normal(rng, (components, dim)) * 1.5,
            log_std: uniform(rng, components, -0.5, 0.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        not_negative("step_size", inputs.step_size)?;
        let mut sigmas = inputs.sigmas.iter();
        sigmas.try_for_each(|&sigma| positive("sigmas", sigma))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        chain(inputs, |l| right_level(inputs, l))
    }
}

/// What the steps of one level depend on.
struct Level {
    /// The deviation of the noise that the data is blurred with.
    blur: f64,
    /// The variance of the noise of a step.
    step: f64,
    /// The drift's share of the step.
    drift_share: f64,
}

fn last(i: &Inputs) -> f64 {
    i.sigmas[i.sigmas.len() - 1]
}

fn right_level(i: &Inputs, l: usize) -> Level {
    let ratio = i.sigmas[l] / last(i);
    Level {
        blur: i.sigmas[l],
        step: i.step_size * ratio * ratio,
        drift_share: 0.5,
    }
}

fn blurred(i: &Inputs, blur: f64) -> GaussianMixture {
    let log_std = i.log_std.mapv(|s| s.exp().hypot(blur).ln());
    let every_dim = Array2::from_shape_fn(i.mean.raw_dim(), |(k, _)| log_std[k]);
    GaussianMixture::new(&i.logits, &i.mean, &every_dim)
}

/// The states after every level of the chain.
fn chain(i: &Inputs, level: impl Fn(usize) -> Level) -> Outputs {
    let mut x = i.x_init.clone();
    let (batch, dim) = x.dim();
    let mut x_levels = Array3::zeros((i.sigmas.len(), batch, dim));
    for (l, mut state) in x_levels.outer_iter_mut().enumerate() {
        let Level {
            blur,
            step,
            drift_share,
        } = level(l);
        let mixture = blurred(i, blur);
        for noise in i.noise.index_axis(Axis(0), l).outer_iter() {
            for (mut x, z) in x.rows_mut().into_iter().zip(noise.rows()) {
                let drift = mixture.score(x.view()) * (drift_share * step);
                x += &(drift + &z * step.sqrt());
            }
        }
        state.assign(&x);
    }
    Outputs { x_levels }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(levels: usize, steps: usize) -> Inputs {
        Inputs {
            x_init: arr2(&[[2.0]]),
            noise: Array4::from_elem((levels, steps, 1, 1), 1.0),
            sigmas: Array1::from_shape_fn(levels, |l| if l + 1 == levels { 1.0 } else { 2.0 }),
            step_size: 0.01,
            logits: arr1(&[0.0]),
            mean: arr2(&[[0.0]]),
            log_std: arr1(&[0.0]),
        }
    }

    #[test]
    fn one_level_and_one_step_by_hand() {
        // Variance 1 + 1: the score is −1.
        let o = AnnealedLangevin::reference(&inputs(1, 1));
        assert!((o.x_levels[(0, 0, 0)] - (2.0 - 0.005 + 0.1)).abs() < 1e-14);
    }

    #[test]
    fn a_level_goes_on_where_the_last_one_ended() {
        let o = AnnealedLangevin::reference(&inputs(2, 1));
        // Level 0: the step 0.04, variance 1 + 4.
        let first = 2.0 - 0.02 * 2.0 / 5.0 + 0.2;
        assert!((o.x_levels[(0, 0, 0)] - first).abs() < 1e-14);
        let second = first - 0.005 * first / 2.0 + 0.1;
        assert!((o.x_levels[(1, 0, 0)] - second).abs() < 1e-14);
    }

    #[test]
    fn no_step_size_stays() {
        let o = AnnealedLangevin::reference(&Inputs {
            step_size: 0.0,
            ..inputs(3, 4)
        });
        assert!(o.x_levels.iter().all(|&x| x == 2.0));
    }
}

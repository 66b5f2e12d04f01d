//! # Truncated normal noise by resampling
//!
//! Noise is drawn again until it falls within the threshold, which gives the normal law conditioned on the range:
//! $$z\sim p(z)\propto\mathcal N(z\,|\,0,1)\,\mathbf 1\bigl[|z|\le\tau\bigr].$$
//! With the draws given as a pool, $z_{nd}$ is the first of `noise_pool[0, n, d]`, `noise_pool[1, n, d]`, … whose absolute value is at most $\tau$.
//!
//! Clipping instead would put atoms of probability on both edges, and scaling would change the shape inside.
//!
//! Shapes: a pool of R draws for every element of an N × D batch. Domain: every element has a draw within the threshold.
//!
//! Source: lecture 11; Brock et al., Large Scale GAN Training for High Fidelity Natural Image Synthesis (BigGAN), 2018.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform, uniform1};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array2, Array3, Axis};

ports! {
    /// Candidates and the threshold.
    pub struct Inputs {
        /// Candidates for every element, tried in the order of the first axis.
        noise_pool: Array3<f64> ["draw", "batch", "latent"],
        /// The largest absolute value accepted.
        threshold: f64 [],
    }
}

ports! {
    /// Truncated noise.
    pub struct Outputs {
        /// The first accepted candidate of every element.
        z: Array2<f64> ["batch", "latent"],
    }
}

/// Noise drawn again outside the threshold, see the module's page.
pub struct TruncatedNormal;

impl Task for TruncatedNormal {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("truncated_normal.rs");
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = &[
        Size::new("draw", 10, 2, 32),
        Size::new("batch", 6, 1, 64),
        Size::new("latent", 8, 2, 64),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "clipped_instead_of_resampled",
            hint: Text {
                en: "Values outside the range are drawn again, not moved to its edge.",
                ru: "Значения вне отрезка генерируются заново, а не сдвигаются на его край.",
            },
            answer: |i| Outputs {
                // `f64::clamp` would panic on a threshold that is not a positive number.
                z: first_slice(i).mapv(|z| z.min(i.threshold).max(-i.threshold)),
            },
        },
        Mistake {
            id: "one_sided",
            hint: Text {
                en: "Truncation is two-sided: test the absolute value.",
                ru: "Усечение двустороннее: сравнивать с порогом нужно модуль.",
            },
            answer: |i| first_accepted(i, |z| z <= i.threshold),
        },
        Mistake {
            id: "scaled_by_threshold",
            hint: Text {
                en: "Truncation does not rescale the noise; it redraws what falls outside.",
                ru: "Усечение не масштабирует шум, а заново генерирует то, что не попало в отрезок.",
            },
            answer: |i| Outputs {
                z: first_slice(i) * i.threshold,
            },
        },
    ];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (draws, batch, latent) = (sizes.get("draw"), sizes.get("batch"), sizes.get("latent"));
        let threshold = uniform1(rng, 0.7, 1.3);
        let mut noise_pool = normal(rng, (draws, batch, latent));
        // The last draw is always accepted, and the first one is refused once on either side.
        noise_pool
            .index_axis_mut(Axis(0), draws - 1)
            .assign(&uniform(rng, (batch, latent), -threshold, threshold));
        noise_pool[(0, 0, 0)] = -threshold - uniform1(rng, 0.3, 1.0);
        noise_pool[(0, 0, latent - 1)] = threshold + uniform1(rng, 0.3, 1.0);
        Inputs {
            noise_pool,
            threshold,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        let accepted = |z: &f64| z.abs() <= inputs.threshold;
        if inputs
            .noise_pool
            .lanes(Axis(0))
            .into_iter()
            .all(|lane| lane.iter().any(accepted))
        {
            return Ok(());
        }
        Err(InputsError::illegal(
            "every element of noise_pool must have a draw within the threshold",
        ))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        first_accepted(inputs, |z| z.abs() <= inputs.threshold)
    }
}

fn first_slice(i: &Inputs) -> Array2<f64> {
    i.noise_pool.index_axis(Axis(0), 0).to_owned()
}

fn first_accepted(i: &Inputs, accepted: impl Fn(f64) -> bool) -> Outputs {
    Outputs {
        z: i.noise_pool.map_axis(Axis(0), |lane| {
            lane.iter()
                .copied()
                .find(|z| accepted(*z))
                .unwrap_or(f64::NAN)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr2, arr3};

    #[test]
    fn the_first_draw_within_the_threshold_and_its_edges() {
        let inputs = Inputs {
            noise_pool: arr3(&[[[1.5, -1.0, 0.2]], [[-2.0, 0.0, 0.3]], [[0.5, 0.1, 0.4]]]),
            threshold: 1.0,
        };
        TruncatedNormal::validate(&inputs).expect("legal");
        assert_eq!(
            TruncatedNormal::reference(&inputs).z,
            arr2(&[[0.5, -1.0, 0.2]])
        );
    }

    #[test]
    fn a_pool_that_runs_out_is_refused() {
        for threshold in [0.9, -1.0, f64::NAN] {
            let inputs = Inputs {
                noise_pool: arr3(&[[[1.0]], [[-1.0]]]),
                threshold,
            };
            assert!(TruncatedNormal::validate(&inputs).is_err(), "{threshold}");
        }
        let zero = Inputs {
            noise_pool: arr3(&[[[0.0]]]),
            threshold: 0.0,
        };
        TruncatedNormal::validate(&zero).expect("legal");
        assert_eq!(TruncatedNormal::reference(&zero).z, arr2(&[[0.0]]));
    }
}

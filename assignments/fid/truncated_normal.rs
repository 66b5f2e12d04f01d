//! # Truncated normal noise by resampling
//!
//! Noise is drawn again until it falls within the threshold, which gives the normal law conditioned on the range:
//! $$z\sim p(z)\propto\mathcal N(z\,|\,0,1)\,\mathbf 1\bigl[|z|\le\tau\bigr].$$
//! With the draws given as a pool, $z_{nd}$ is the first of `noise_pool[0, n, d]`, `noise_pool[1, n, d]`, … whose absolute value is at most $\tau$.
//!
//! Clipping instead would put atoms of probability on both edges, and scaling would change the shape inside.
//!
//! - Shapes: a pool of R draws for every element of an N × D batch. Domain: every element has a draw within the threshold.
//! - Source: lecture 11; Brock et al., Large Scale GAN Training for High Fidelity Natural Image Synthesis (BigGAN), 2018.

use crate::task::prelude::*;

ports! { TruncatedNormal:
    Inputs {
        noise_pool: f64["draw", "batch", "latent"] "Candidates for every element, tried in the order of the first axis.";
        threshold: f64[] "The largest absolute value accepted.";
    }
    Outputs {
        z: f64["batch", "latent"] "The first accepted candidate of every element.";
    }
}

impl Task for TruncatedNormal {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "draw" 10 in 2..=32, "batch" 6 in 1..=64, "latent" 8 in 2..=64,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "clipped_instead_of_resampled" => Outputs {
            // `f64::clamp` would panic on a threshold that is not a positive number.
            z: first_slice(i).mapv(|z| z.min(i.threshold).max(-i.threshold)),
        },
        "one_sided" => first_accepted(i, |z| z <= i.threshold),
        "scaled_by_threshold" => first_slice(i) * i.threshold,
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [draws, batch, latent] = sizes.all(["draw", "batch", "latent"]);
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
        Domain::special(
            "every element of noise_pool must have a draw within the threshold",
            "у каждого элемента noise_pool должен быть хотя бы один сэмпл в пределах threshold",
        )
        .require(
            inputs
                .noise_pool
                .lanes(Axis(0))
                .into_iter()
                .all(|lane| lane.iter().any(accepted)),
        )
    }

    fn reference(inputs: &Inputs) -> Outputs {
        first_accepted(inputs, |z| z.abs() <= inputs.threshold)
    }
}

fn first_slice(i: &Inputs) -> Array2<f64> {
    i.noise_pool.index_axis(Axis(0), 0).to_owned()
}

fn first_accepted(i: &Inputs, accepted: impl Fn(f64) -> bool) -> Outputs {
    Outputs::from(i.noise_pool.map_axis(Axis(0), |lane| {
        lane.iter()
            .copied()
            .find(|z| accepted(*z))
            .unwrap_or(f64::NAN)
    }))
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

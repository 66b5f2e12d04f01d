//! # Truncation trick in the latent space
//!
//! Latents are pulled towards their mean, which trades variety for quality:
//! $$w'=\hat w+\psi\,(w-\hat w),\qquad \hat w=\frac1M\sum_m w^{\mathrm{pool}}_m .$$
//!
//! The centre $\hat w$ estimates $\mathbb E\,f(z)$ from a large pool, not from the batch that is truncated.
//! $\psi=1$ changes nothing, $\psi=0$ gives the mean latent for every row, $\psi<0$ the opposite of a sample.
//!
//! - Shapes: a latent in a row. Domain: any real $\psi$.
//! - Source: lecture 11; Karras et al., A Style-Based Generator Architecture for Generative Adversarial Networks, 2018.

use crate::task::prelude::*;

ports! { TruncationTrick:
    Inputs {
        w: f64["batch", "latent"] "Latents to be truncated, in rows.";
        w_pool: f64["pool", "latent"] "Latents whose mean is the centre, in rows.";
        psi: f64[] "The factor of the deviation from the centre.";
    }
    Outputs {
        truncated: f64["batch", "latent"] "Latents pulled towards the centre.";
    }
}

impl Task for TruncationTrick {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "batch" 6 in 1..=256, "pool" 24 in 1..=1024, "latent" 8 in 1..=128,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "psi_and_one_minus_psi_swapped" => truncated(i, &mean(&i.w_pool), 1.0 - i.psi),
        "scaled_towards_zero" => &i.w * i.psi,
        "mean_of_the_batch" => truncated(i, &mean(&i.w), i.psi),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let latent = sizes.get("latent");
        let centre = signed_uniform(rng, latent, 0.5, 1.5);
        Inputs {
            w: &centre + normal(rng, (sizes.get("batch"), latent)),
            w_pool: &centre + normal(rng, (sizes.get("pool"), latent)),
            psi: uniform1(rng, 0.55, 0.85),
        }
    }

    fn reference(inputs: &Inputs) -> Outputs {
        truncated(inputs, &mean(&inputs.w_pool), inputs.psi)
    }
}

fn mean(rows: &Array2<f64>) -> Array1<f64> {
    rows.sum_axis(Axis(0)) / rows.nrows() as f64
}

fn truncated(i: &Inputs, centre: &Array1<f64>, psi: f64) -> Outputs {
    Outputs::from((&i.w - centre) * psi + centre)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn one_half_zero_one_and_beyond() {
        let at = |psi| {
            TruncationTrick::reference(&Inputs {
                w: arr2(&[[4.0, -2.0]]),
                w_pool: arr2(&[[1.0, 0.0], [3.0, 4.0]]),
                psi,
            })
            .truncated
        };
        assert_eq!(at(0.5), arr2(&[[3.0, 0.0]]));
        assert_eq!(at(0.0), arr2(&[[2.0, 2.0]]));
        assert_eq!(at(1.0), arr2(&[[4.0, -2.0]]));
        assert_eq!(at(-1.0), arr2(&[[0.0, 6.0]]));
    }
}

//! # Truncation trick in the latent space
//!
//! Latents are pulled towards their mean, which trades variety for quality:
//! $$w'=\hat w+\psi\,(w-\hat w),\qquad \hat w=\frac1M\sum_m w^{\mathrm{pool}}_m .$$
//!
//! The centre $\hat w$ estimates $\mathbb E\,f(z)$ from a large pool, not from the batch that is truncated.
//! $\psi=1$ changes nothing, $\psi=0$ gives the mean latent for every row, $\psi<0$ the opposite of a sample.
//!
//! Shapes: a latent in a row. Domain: any real $\psi$.
//!
//! Source: lecture 11; Karras et al., A Style-Based Generator Architecture for Generative Adversarial Networks, 2018.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, signed_uniform, uniform1};
use crate::ports;
use crate::text::Text;
use ndarray::{Array1, Array2, Axis};

ports! {
    /// Latents, the pool and the strength.
    pub struct Inputs {
        /// Latents to be truncated, in rows.
        w: Array2<f64> ["batch", "latent"],
        /// Latents whose mean is the centre, in rows.
        w_pool: Array2<f64> ["pool", "latent"],
        /// The factor of the deviation from the centre.
        psi: f64 [],
    }
}

ports! {
    /// Truncated latents.
    pub struct Outputs {
        /// Latents pulled towards the centre.
        truncated: Array2<f64> ["batch", "latent"],
    }
}

/// Truncation towards the mean latent, see the module's page.
pub struct TruncationTrick;

impl Task for TruncationTrick {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("truncation_trick.rs");
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = &[
        Size::new("batch", 6, 1, 256),
        Size::new("pool", 24, 1, 1024),
        Size::new("latent", 8, 1, 128),
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "psi_and_one_minus_psi_swapped",
            hint: Text {
                en: "$\\psi$ multiplies the deviation from the mean: $\\psi=1$ must leave $w$ unchanged.",
                ru: "На $\\psi$ умножается отклонение от среднего: при $\\psi=1$ вектор $w$ не должен меняться.",
            },
            answer: |i| truncated(i, &mean(&i.w_pool), 1.0 - i.psi),
        },
        Mistake {
            id: "scaled_towards_zero",
            hint: Text {
                en: "Shrink towards the mean latent, not towards zero.",
                ru: "Стягивать нужно к среднему скрытому вектору, а не к нулю.",
            },
            answer: |i| Outputs {
                truncated: &i.w * i.psi,
            },
        },
        Mistake {
            id: "mean_of_the_batch",
            hint: Text {
                en: "The centre is the mean of `w_pool`, not of the batch being truncated.",
                ru: "Центр — среднее по `w_pool`, а не по самой обрабатываемой выборке.",
            },
            answer: |i| truncated(i, &mean(&i.w), i.psi),
        },
    ];

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
    Outputs {
        truncated: (&i.w - centre) * psi + centre,
    }
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

//! # Moving-average update of a codebook
//!
//! The codebook without a gradient: a code is the running sum of the vectors assigned to it over their running number. With $n_k$ vectors of sum $s_k$ nearest to the old code $k$
//! and the decay $\gamma$
//! $$N_k=\gamma N_k^{\mathrm{old}}+(1-\gamma)n_k,\qquad m_k=\gamma m_k^{\mathrm{old}}+(1-\gamma)s_k,\qquad
//! e_k=\frac{m_k}{\hat N_k},\quad\hat N_k=\frac{N_k+\varepsilon}{N+K\varepsilon}\,N,\quad N=\sum_kN_k .$$
//!
//! The codebook loss is a k-means objective, and this is its online minimisation: at $\gamma=0$ and $\varepsilon=0$ a used code becomes the mean of its vectors.
//! Laplace smoothing keeps the count of an unused code away from 0 and leaves the total $N$ as it is.
//!
//! - Numerical care: none beyond a nearest-code search on direct differences; ties go to the smallest index.
//! - Shapes: `z_e` (batch, dim), `codebook` and `ema_sum` (code, dim), `ema_count` (code), `decay` and `epsilon` numbers.
//! - Domain: $0\le\gamma\le1$, $\varepsilon\ge0$, every $\hat N_k>0$.
//! - Source: lecture 12; van den Oord et al. 2017 (arXiv:1711.00937), appendix A.1; Razavi, van den Oord and Vinyals,
//!   Generating Diverse High-Fidelity Images with VQ-VAE-2, 2019 (arXiv:1906.00446); the smoothing is that of Sonnet's `VectorQuantizerEMA`.

use crate::formulas::vector_quantization::nearest;
use crate::task::prelude::*;

ports! { VqEmaUpdate:
    Inputs {
        z_e: f64["batch", "dim"] "The encoder's outputs.";
        codebook: f64["code", "dim"] "The old codes, a row each.";
        ema_count: f64["code"] "Running counts of the codes.";
        ema_sum: f64["code", "dim"] "Running sums of the vectors assigned to the codes.";
        decay: f64[] "The weight of the old statistics, from 0 to 1.";
        epsilon: f64[] "The constant of the smoothing, not negative.";
    }
    Outputs {
        ema_count_new: f64["code"] "Running counts after the batch, not smoothed.";
        ema_sum_new: f64["code", "dim"] "Running sums after the batch.";
        codebook_new: f64["code", "dim"] "The new codes.";
    }
}

impl Task for VqEmaUpdate {
    const LECTURES: &'static [u8] = &[12];
    // Smoothing does nothing to a single code, and a sum differs from a mean only where two vectors share a code.
    const SIZES: &'static [Size] = sizes![
        "batch" 24 in 4..=256, "dim" 3 in 1..=64, "code" 5 in 2..=128,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "decay_swapped" => {
            let swapped = Averages::new(i, &Batch::of(i), 1.0 - i.decay);
            swapped.update(&smoothed(&swapped.count, i.epsilon))
        }
        "smoothing_missing" => {
            let averages = Averages::new(i, &Batch::of(i), i.decay);
            averages.update(&averages.count)
        }
        "codes_averaged_directly" => {
            let batch = Batch::of(i);
            let mut codebook_new = i.codebook.clone();
            for (k, mean) in batch.means().outer_iter().enumerate() {
                if batch.count[k] > 0.0 {
                    let code = i.decay * &i.codebook.row(k) + (1.0 - i.decay) * &mean;
                    codebook_new.row_mut(k).assign(&code);
                }
            }
            Outputs {
                codebook_new,
                ..Self::reference(i)
            }
        }
        "batch_mean_not_sum" => {
            let batch = Batch::of(i);
            let sum = batch.means();
            let averages = Averages::new(i, &Batch { sum, ..batch }, i.decay);
            averages.update(&smoothed(&averages.count, i.epsilon))
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let [batch, dim, codes] = sizes.all(["batch", "dim", "code"]);
        let codebook = normal(rng, (codes, dim));
        let ranks = permutation(rng, codes);
        let ema_count: Array1<f64> = ranks
            .into_iter()
            .map(|rank| 1.0 + 2.0 * rank as f64 + uniform1(rng, 0.0, 1.0))
            .collect();
        let noise: Array2<f64> = normal(rng, (codes, dim));
        Inputs {
            z_e: normal(rng, (batch, dim)),
            ema_sum: &codebook * &ema_count.view().insert_axis(Axis(1)) + 0.3 * noise,
            codebook,
            ema_count,
            decay: uniform1(rng, 0.7, 0.9),
            epsilon: uniform1(rng, 0.5, 1.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Within("decay".into(), 0.0, 1.0, None)
            .require((0.0..=1.0).contains(&inputs.decay))?;
        Domain::NotNegative("epsilon".into())
            .refuse_if(inputs.epsilon.is_nan() || inputs.epsilon < 0.0)?;
        let averages = Averages::new(inputs, &Batch::of(inputs), inputs.decay);
        let counts = smoothed(&averages.count, inputs.epsilon);
        Domain::special(
            "the smoothed count of every code must be positive",
            "сглаженные счётчики всех кодов должны быть положительны",
        )
        .refuse_if(counts.iter().any(|n| n.is_nan() || *n <= 0.0))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let averages = Averages::new(inputs, &Batch::of(inputs), inputs.decay);
        averages.update(&smoothed(&averages.count, inputs.epsilon))
    }
}

/// What the batch assigns to every code.
struct Batch {
    count: Array1<f64>,
    sum: Array2<f64>,
}

impl Batch {
    fn of(i: &Inputs) -> Self {
        let mut batch = Self {
            count: Array1::zeros(i.codebook.nrows()),
            sum: Array2::zeros(i.codebook.dim()),
        };
        let codes = nearest(i.z_e.view(), &i.codebook);
        for (z, k) in i.z_e.outer_iter().zip(codes) {
            batch.count[k] += 1.0;
            let mut sum = batch.sum.row_mut(k);
            sum += &z;
        }
        batch
    }

    /// The mean of the vectors of every code; 0 for a code that has none.
    fn means(&self) -> Array2<f64> {
        &self.sum / &self.count.mapv(|n| n.max(1.0)).insert_axis(Axis(1))
    }
}

/// The statistics after the batch.
struct Averages {
    count: Array1<f64>,
    sum: Array2<f64>,
}

impl Averages {
    fn new(i: &Inputs, batch: &Batch, decay: f64) -> Self {
        Self {
            count: decay * &i.ema_count + (1.0 - decay) * &batch.count,
            sum: decay * &i.ema_sum + (1.0 - decay) * &batch.sum,
        }
    }

    /// The codes are the sums over these counts.
    fn update(&self, counts: &Array1<f64>) -> Outputs {
        Outputs {
            ema_count_new: self.count.clone(),
            ema_sum_new: self.sum.clone(),
            codebook_new: &self.sum / &counts.view().insert_axis(Axis(1)),
        }
    }
}

/// Laplace smoothing of counts that keeps their total.
fn smoothed(counts: &Array1<f64>, epsilon: f64) -> Array1<f64> {
    let total = counts.sum();
    let enlarged = total + counts.len() as f64 * epsilon;
    counts.mapv(|n| (n + epsilon) / enlarged * total)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(decay: f64, epsilon: f64) -> Inputs {
        Inputs {
            z_e: arr2(&[[1.0], [2.0], [9.0]]),
            codebook: arr2(&[[0.0], [10.0], [-50.0]]),
            ema_count: arr1(&[4.0, 2.0, 3.0]),
            ema_sum: arr2(&[[8.0], [20.0], [-150.0]]),
            decay,
            epsilon,
        }
    }

    #[test]
    fn half_and_half_by_hand() {
        let out = VqEmaUpdate::reference(&inputs(0.5, 1.0));
        assert_eq!(out.ema_count_new, arr1(&[3.0, 1.5, 1.5]));
        assert_eq!(out.ema_sum_new, arr2(&[[5.5], [14.5], [-75.0]]));
        // N = 6, N + Kε = 9: smoothed counts 4·6/9, 2.5·6/9, 2.5·6/9.
        let expected = arr2(&[
            [5.5 * 9.0 / 24.0],
            [14.5 * 9.0 / 15.0],
            [-75.0 * 9.0 / 15.0],
        ]);
        assert!(
            (out.codebook_new - expected)
                .iter()
                .all(|d| d.abs() < 1e-13)
        );
    }

    #[test]
    fn without_memory_a_code_is_the_mean_of_its_vectors() {
        let mut two_codes = inputs(0.0, 0.0);
        two_codes.codebook = arr2(&[[0.0], [10.0]]);
        two_codes.ema_count = arr1(&[0.0, 0.0]);
        two_codes.ema_sum = arr2(&[[0.0], [0.0]]);
        assert!(VqEmaUpdate::validate(&two_codes).is_ok());
        let out = VqEmaUpdate::reference(&two_codes);
        assert_eq!(out.codebook_new, arr2(&[[1.5], [9.0]]));
    }

    #[test]
    fn a_full_memory_ignores_the_batch() {
        let out = VqEmaUpdate::reference(&inputs(1.0, 0.0));
        assert_eq!(out.ema_count_new, arr1(&[4.0, 2.0, 3.0]));
        assert!(
            (out.codebook_new - arr2(&[[2.0], [10.0], [-50.0]]))
                .iter()
                .all(|d| d.abs() < 1e-13)
        );
    }

    #[test]
    fn an_empty_count_is_refused_only_without_smoothing() {
        let empty = |epsilon| Inputs {
            ema_count: arr1(&[4.0, 2.0, 0.0]),
            ..inputs(0.9, epsilon)
        };
        assert!(VqEmaUpdate::validate(&empty(0.0)).is_err());
        assert!(VqEmaUpdate::validate(&empty(1e-5)).is_ok());
        assert!(VqEmaUpdate::validate(&inputs(1.1, 0.5)).is_err());
        assert!(VqEmaUpdate::validate(&inputs(0.5, -1.0)).is_err());
        assert!(VqEmaUpdate::validate(&inputs(f64::NAN, 0.5)).is_err());
    }
}

//! # CMMD
//!
//! The squared maximum mean discrepancy of two sets of embeddings, each divided by its length, with a Gaussian kernel and a factor that makes
//! the number readable. With $\hat x=x/\lVert x\rVert$ and $k(u,v)=e^{-\lVert u-v\rVert^2/(2\sigma^2)}$ the published estimator is
//! $$\mathrm{scale}\cdot\Bigl(\frac1{M^2}\sum_{i,j}k(\hat x_i,\hat x_j)+\frac1{N^2}\sum_{i,j}k(\hat y_i,\hat y_j)-\frac2{MN}\sum_{i,j}k(\hat x_i,\hat y_j)\Bigr),$$
//! and the unbiased one leaves out $i=j$ in the first two sums. The published metric has $\sigma=10$ and the scale 1000.
//!
//! - Numerical care: with a wide kernel all values are near 1, and the constant cancels between the three means: $k-1$ is summed, by `expm1`.
//! - Domain: at least two samples in each set, no embedding of length 0, positive bandwidth.
//! - Source: Jayasumana et al., Rethinking FID: Towards a Better Evaluation Metric for Image Generation, 2024.

use crate::formulas::domain::positive;
use crate::formulas::kernel_means::{mean_over_distinct_pairs, mean_over_pairs, squared_distance};
use crate::formulas::norm::euclidean;
use crate::task::prelude::*;

ports! { Cmmd:
    Inputs {
        x: f64["sample_x", "dim"] "Embeddings of the first set, in rows.";
        y: f64["sample_y", "dim"] "Embeddings of the second set, in rows.";
        bandwidth: f64[] "Bandwidth σ of the kernel, not its logarithm.";
        scale: f64[] "The factor of the discrepancy.";
    }
    Outputs {
        cmmd_biased: f64[] "The published estimate.";
        cmmd_unbiased: f64[] "The unbiased estimate.";
    }
}

impl Task for Cmmd {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes![
        "sample_x" 14 in 3..=64, "sample_y" 11 in 3..=64, "dim" 6 in 2..=12,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-3);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "not_normalised" => estimates(&i.x, &i.y, i.bandwidth, |d| i.scale * d),
        "missing_two_in_kernel" => {
            let narrow = i.bandwidth / std::f64::consts::SQRT_2;
            estimates(&directions(&i.x), &directions(&i.y), narrow, |d| {
                i.scale * d
            })
        }
        "constants_of_the_paper" =>
            estimates(&directions(&i.x), &directions(&i.y), 10.0, |d| 1000.0 * d),
        "root_taken" => {
            let root = |d: f64| i.scale * d.max(0.0).sqrt();
            estimates(&directions(&i.x), &directions(&i.y), i.bandwidth, root)
        }
        "estimators_swapped" => Outputs {
            cmmd_biased: right.cmmd_unbiased,
            cmmd_unbiased: right.cmmd_biased,
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let p = signed_uniform(rng, dim, 0.5, 1.0);
        let mut q = p.clone();
        for turned in q.iter_mut().take(dim.div_ceil(2)) {
            *turned = -*turned;
        }
        let mut around = |centre: &Array1<f64>, n: usize, spread: f64| {
            let rows = spread * normal(rng, (n, dim)) + centre;
            rows * uniform(rng, n, 2.0, 6.0).insert_axis(Axis(1))
        };
        Inputs {
            x: around(&p, sizes.get("sample_x"), 0.7),
            y: around(&q, sizes.get("sample_y"), 0.9),
            bandwidth: uniform1(rng, 0.55, 0.85),
            scale: uniform1(rng, 300.0, 700.0),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Samples("x, y".into(), 2)
            .refuse_if(inputs.x.nrows() < 2 || inputs.y.nrows() < 2)?;
        let mut rows = inputs.x.rows().into_iter().chain(inputs.y.rows());
        Domain::special(
            "x and y must have no row of zeros: it has no direction",
            "в x и y не должно быть нулевых строк: у них нет направления",
        )
        .refuse_if(rows.any(|row| row.iter().all(|v| *v == 0.0)))?;
        positive("bandwidth", inputs.bandwidth)
    }

    fn reference(i: &Inputs) -> Outputs {
        let scaled = |d: f64| i.scale * d;
        estimates(&directions(&i.x), &directions(&i.y), i.bandwidth, scaled)
    }
}

/// Every row divided by its length.
fn directions(rows: &Array2<f64>) -> Array2<f64> {
    let lengths = rows.map_axis(Axis(1), |row| euclidean(&row));
    rows / &lengths.insert_axis(Axis(1))
}

/// Both estimates of points as they are; `report` makes the number of a discrepancy.
fn estimates(x: &Array2<f64>, y: &Array2<f64>, sigma: f64, report: impl Fn(f64) -> f64) -> Outputs {
    let (x, y) = (x.view(), y.view());
    let k = |a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>| {
        (-0.5 * squared_distance(a, b) / sigma / sigma).exp_m1()
    };
    let cross = 2.0 * mean_over_pairs(x, y, k);
    let biased = mean_over_pairs(x, x, k) + mean_over_pairs(y, y, k) - cross;
    let unbiased = mean_over_distinct_pairs(x, k) + mean_over_distinct_pairs(y, k) - cross;
    Outputs {
        cmmd_biased: report(biased),
        cmmd_unbiased: report(unbiased),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{Array2, arr2};

    fn inputs(x: Array2<f64>, y: Array2<f64>) -> Inputs {
        Inputs {
            x,
            y,
            bandwidth: 1.0,
            scale: 1000.0,
        }
    }

    #[test]
    fn lengths_do_not_count() {
        let same = inputs(
            arr2(&[[1.0, 0.0], [0.0, 2.0]]),
            arr2(&[[3.0, 0.0], [0.0, 0.5]]),
        );
        assert_eq!(Cmmd::reference(&same).cmmd_biased, 0.0);
    }

    #[test]
    fn opposite_directions_by_hand() {
        // All of x in one direction, all of y in the opposite one: 2 − 2e⁻².
        let far = inputs(arr2(&[[2.0], [3.0]]), arr2(&[[-1.0], [-4.0]]));
        let out = Cmmd::reference(&far);
        let expected = 2000.0 * (1.0 - (-2.0_f64).exp());
        assert!((out.cmmd_biased - expected).abs() < 1e-10);
        assert!((out.cmmd_unbiased - expected).abs() < 1e-10);
    }

    #[test]
    fn rows_of_zeros_and_single_samples_are_refused() {
        let zero = inputs(arr2(&[[0.0], [1.0]]), arr2(&[[1.0], [1.0]]));
        assert!(Cmmd::validate(&zero).is_err());
        let one = inputs(arr2(&[[1.0]]), arr2(&[[1.0], [1.0]]));
        assert!(Cmmd::validate(&one).is_err());
    }
}

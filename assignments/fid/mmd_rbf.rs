//! # Maximum mean discrepancy with a Gaussian kernel
//!
//! Two estimates of the squared maximum mean discrepancy of the laws of x and y, with $k(x,y)=e^{-\lVert x-y\rVert^2/(2\sigma^2)}$:
//! $$\widehat{\mathrm{MMD}}{}^2_b=\frac1{M^2}\sum_{i,j}k(x_i,x_j)+\frac1{N^2}\sum_{i,j}k(y_i,y_j)-\frac2{MN}\sum_{i,j}k(x_i,y_j),$$
//! and the unbiased one, where the first two sums leave out $i=j$ and are divided by $M(M-1)$ and $N(N-1)$.
//!
//! The biased estimate is a squared norm of a difference of mean embeddings: never negative, exactly 0 for equal sets, too large by
//! $O(1/M+1/N)$ on average. The unbiased one may be negative.
//! Squared distances come from differences, divided by $\sigma$ twice: no bandwidth is too small to be squared.
//!
//! - Domain: at least two samples in each set, positive bandwidth.
//! - Source: lecture 11; Gretton et al., A Kernel Two-Sample Test, 2012.

use crate::formulas::kernel_means::{mean_over_distinct_pairs, mean_over_pairs, squared_distance};
use crate::task::prelude::*;

ports! { MmdRbf:
    Inputs {
        x: f64["sample_x", "dim"] "Samples of the first law, in rows.";
        y: f64["sample_y", "dim"] "Samples of the second law, in rows.";
        sigma: f64[] "Bandwidth σ of the kernel, not its logarithm.";
    }
    Outputs {
        mmd2_biased: f64[] "Biased estimate of the squared discrepancy.";
        mmd2_unbiased: f64[] "Unbiased estimate of the squared discrepancy.";
    }
}

impl Task for MmdRbf {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "sample_x" 14 in 2..=64, "sample_y" 12 in 2..=64, "dim" 3 in 1..=8,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "missing_two_in_kernel" => estimates(i, |d2| (-d2 / i.sigma / i.sigma).exp()),
        "sigma_not_squared" => estimates(i, |d2| (-0.5 * d2 / i.sigma).exp()),
        "distance_not_squared" => estimates(i, |d2| gaussian(d2.sqrt(), i.sigma)),
        "estimators_swapped" => Outputs {
            mmd2_biased: right.mmd2_unbiased,
            mmd2_unbiased: right.mmd2_biased,
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let x = normal(rng, (sizes.get("sample_x"), dim));
        let centre = uniform1(rng, 0.5, 1.0);
        Inputs {
            x,
            y: centre + 1.2 * normal(rng, (sizes.get("sample_y"), dim)),
            sigma: uniform1(rng, 1.4, 1.8),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Samples("x, y".into(), 2)
            .refuse_if(inputs.x.nrows() < 2 || inputs.y.nrows() < 2)?;
        Domain::Positive("sigma".into()).refuse_if(inputs.sigma.is_nan() || inputs.sigma <= 0.0)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        // Divided by σ before it is squared: no distance of a few σ overflows or vanishes.
        let exponent = |a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>| {
            let scaled = a.iter().zip(b).map(|(a, b)| (a - b) / inputs.sigma);
            -0.5 * scaled.map(|d| d * d).sum::<f64>()
        };
        let cross = mean_over_pairs(inputs.x.view(), inputs.y.view(), |a, b| {
            exponent(a, b).exp()
        });
        if cross > 0.5 {
            // The kernel is near 1, and k − 1 has the same discrepancy: the constant cancels between the three means.
            discrepancies(inputs, |a, b| exponent(a, b).exp_m1())
        } else {
            discrepancies(inputs, |a, b| exponent(a, b).exp())
        }
    }
}

fn gaussian(d2: f64, sigma: f64) -> f64 {
    (-0.5 * d2 / sigma / sigma).exp()
}

/// Both estimates with a kernel of the squared distance.
fn estimates(i: &Inputs, kernel: impl Fn(f64) -> f64) -> Outputs {
    discrepancies(i, |a, b| kernel(squared_distance(a, b)))
}

/// Both estimates with a kernel of two points.
fn discrepancies(
    i: &Inputs,
    k: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
) -> Outputs {
    let (x, y) = (i.x.view(), i.y.view());
    let cross = 2.0 * mean_over_pairs(x, y, &k);
    Outputs {
        mmd2_biased: mean_over_pairs(x, x, &k) + mean_over_pairs(y, y, &k) - cross,
        mmd2_unbiased: mean_over_distinct_pairs(x, &k) + mean_over_distinct_pairs(y, &k) - cross,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn two_against_two_points_by_hand() {
        // Distances 1 within x, 2 within y; from 0: 3 and 5, from 1: 2 and 4.
        let inputs = Inputs {
            x: arr2(&[[0.0], [1.0]]),
            y: arr2(&[[3.0], [5.0]]),
            sigma: 0.5,
        };
        let k = |d: f64| (-2.0 * d * d).exp();
        let cross = 0.5 * (k(3.0) + k(5.0) + k(2.0) + k(4.0));
        let outputs = MmdRbf::reference(&inputs);
        let biased = 0.5 * (1.0 + k(1.0)) + 0.5 * (1.0 + k(2.0)) - cross;
        assert!((outputs.mmd2_biased - biased).abs() < 1e-15);
        assert!((outputs.mmd2_unbiased - (k(1.0) + k(2.0) - cross)).abs() < 1e-15);
    }

    #[test]
    fn equal_sets_are_at_exactly_zero_by_the_biased_estimate() {
        let x = arr2(&[[0.3, 1.0], [2.0, -0.7], [0.1, 0.2]]);
        for sigma in [1e-200, 0.3, 1.0, 1e200] {
            let outputs = MmdRbf::reference(&Inputs {
                x: x.clone(),
                y: x.clone(),
                sigma,
            });
            assert_eq!(outputs.mmd2_biased, 0.0);
            assert!(outputs.mmd2_unbiased <= 0.0);
        }
    }

    #[test]
    fn wide_kernels_and_huge_samples_keep_their_digits() {
        let of = |scale: f64, sigma: f64| {
            MmdRbf::reference(&Inputs {
                x: arr2(&[[0.0], [1.0]]) * scale,
                y: arr2(&[[2.0], [4.0]]) * scale,
                sigma,
            })
        };
        // For a wide kernel k = 1 − d²/2σ², and the biased estimate is (x̄ − ȳ)²/σ².
        let wide = of(1.0, 1e7).mmd2_biased;
        assert!((wide / 6.25e-14 - 1.0).abs() < 1e-12, "{wide}");
        let (plain, huge) = (of(1.0, 1.0), of(1e200, 1e200));
        assert!((plain.mmd2_biased - huge.mmd2_biased).abs() < 1e-15);
    }
}

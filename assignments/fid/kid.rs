//! # Kernel inception distance
//!
//! The unbiased estimate of the squared maximum mean discrepancy of two sets of features with the cubic kernel
//! $k(x,y)=\bigl(\tfrac1Dx^\top y+1\bigr)^3$:
//! $$\mathrm{kid}=\frac{1}{M(M-1)}\sum_{i\ne j}k(a_i,a_j)+\frac{1}{N(N-1)}\sum_{i\ne j}k(b_i,b_j)-\frac{2}{MN}\sum_{i,j}k(a_i,b_j).$$
//!
//! Unlike FID it assumes no Gaussians and has no bias at small samples: pairs of a sample with itself are left out,
//! which makes the expectation exact and single values negative at times. All samples are used once, without random subsets.
//!
//! - Domain: at least two samples in each set; the sets may differ in size.
//! - Source: lecture 11; Bińkowski et al., Demystifying MMD GANs, 2018.

use crate::formulas::kernel_means::{mean_over_distinct_pairs, mean_over_pairs};
use crate::task::prelude::*;

ports! { Kid:
    Inputs {
        features_a: f64["sample_a", "dim"] "Features of the first set, a sample in a row.";
        features_b: f64["sample_b", "dim"] "Features of the second set, a sample in a row.";
    }
    Outputs {
        kid: f64[] "Unbiased squared maximum mean discrepancy.";
    }
}

impl Task for Kid {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "sample_a" 14 in 2..=128, "sample_b" 12 in 2..=128, "dim" 5 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "biased_estimator" => {
            let (a, b) = (i.features_a.view(), i.features_b.view());
            let k = cubic(i);
            let same = mean_over_pairs(a, a, &k) + mean_over_pairs(b, b, &k);
            same - 2.0 * mean_over_pairs(a, b, &k)
        }
        "gamma_one" => estimate(i, polynomial(1.0, 1.0, 3), 2.0),
        "missing_factor_two" => estimate(i, cubic(i), 1.0),
        "degree_two" => estimate(i, polynomial(dim(i), 1.0, 2), 2.0),
        "no_offset" => estimate(i, polynomial(dim(i), 0.0, 3), 2.0),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let features_a = normal(rng, (sizes.get("sample_a"), dim));
        let centre = uniform1(rng, 0.6, 1.0);
        Inputs {
            features_a,
            features_b: centre + 1.3 * normal(rng, (sizes.get("sample_b"), dim)),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Samples("features_a, features_b".into(), 2)
            .refuse_if(inputs.features_a.nrows() < 2 || inputs.features_b.nrows() < 2)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        // (s + 1)³ − 1: the constant cancels between the three means, and for small features would take their digits with it.
        let divisor = dim(inputs);
        let less_one = |x: ArrayView1<'_, f64>, y: ArrayView1<'_, f64>| {
            let s = x.dot(&y) / divisor;
            s * (s * (s + 3.0) + 3.0)
        };
        estimate(inputs, less_one, 2.0)
    }
}

fn dim(i: &Inputs) -> f64 {
    i.features_a.ncols() as f64
}

fn cubic(i: &Inputs) -> impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64 {
    polynomial(dim(i), 1.0, 3)
}

/// (xᵀy / divisor + offset)^degree.
fn polynomial(
    divisor: f64,
    offset: f64,
    degree: i32,
) -> impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64 {
    move |x, y| (x.dot(&y) / divisor + offset).powi(degree)
}

fn estimate(
    i: &Inputs,
    k: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
    cross_weight: f64,
) -> Outputs {
    let (a, b) = (i.features_a.view(), i.features_b.view());
    let same = mean_over_distinct_pairs(a, &k) + mean_over_distinct_pairs(b, &k);
    Outputs::from(same - cross_weight * mean_over_pairs(a, b, &k))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn two_against_three_samples_of_one_feature_by_hand() {
        // a = 0, 1: k(0, 1) = 1. b = 1, 1, 2: pairs 8, 27, 27. Cross: 1, 1, 1 and 8, 8, 27.
        let inputs = Inputs {
            features_a: arr2(&[[0.0], [1.0]]),
            features_b: arr2(&[[1.0], [1.0], [2.0]]),
        };
        let expected = 1.0 + (8.0 + 27.0 + 27.0) / 3.0 - 2.0 * (3.0 + 8.0 + 8.0 + 27.0) / 6.0;
        assert!((Kid::reference(&inputs).kid - expected).abs() < 1e-14);
    }

    #[test]
    fn equal_sets_give_less_than_zero() {
        let x = arr2(&[[1.0, 0.0], [0.0, 1.0]]);
        let inputs = Inputs {
            features_a: x.clone(),
            features_b: x,
        };
        // k is 1 off the diagonal and 27/8 on it.
        assert!((Kid::reference(&inputs).kid - (2.0 - (1.0 + 27.0 / 8.0))).abs() < 1e-15);
    }

    #[test]
    fn small_features_keep_their_digits() {
        // With xy = s small the kernel is 1 + 3s: 3(ab + cd − ½(a + b)(c + d)) of the samples a, b and c, d.
        let e = 1e-10;
        let kid = Kid::reference(&Inputs {
            features_a: arr2(&[[e], [2.0 * e]]),
            features_b: arr2(&[[3.0 * e], [5.0 * e]]),
        })
        .kid;
        assert!((kid / (15.0 * e * e) - 1.0).abs() < 1e-14, "{kid}");
    }
}

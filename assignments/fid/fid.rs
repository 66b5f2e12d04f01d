//! # Fréchet inception distance
//!
//! The squared Fréchet distance of the Gaussians fitted to two sets of features, with sample means and unbiased covariances:
//! $$\mathrm{fid}=\lVert\bar a-\bar b\rVert^2+\operatorname{tr}\Sigma_a+\operatorname{tr}\Sigma_b-2\operatorname{tr}\bigl(\Sigma_a^{1/2}\Sigma_b\Sigma_a^{1/2}\bigr)^{1/2}.$$
//!
//! With $A$ and $B$ the centred feature matrices, the covariances are $A^\top A/(N-1)$ and $B^\top B/(M-1)$, and the trace of the root is a
//! nuclear norm (the sum of the singular values):
//! $$\mathrm{fid}=\lVert\bar a-\bar b\rVert^2+\frac{\lVert A\rVert_F^2}{N-1}+\frac{\lVert B\rVert_F^2}{M-1}-\frac{2\,\lVert AB^\top\rVert_*}{\sqrt{(N-1)(M-1)}}.$$
//! This holds for every $N$ and $D$: no covariance is formed and nothing is rooted, so fewer samples than features lose no digits.
//! Triangular factors of $A=Q_AR_A$ and $B=Q_BR_B$ shorten the product, $\lVert AB^\top\rVert_*=\lVert R_AR_B^\top\rVert_*$.
//! For many samples of many features the covariances, a Cholesky factor and symmetric eigenvalues are faster, and are used where
//! they are accurate. A set of features is at distance exactly 0 from itself, and the value is never below 0.
//!
//! - Domain: at least two samples in each set; $N<D$ and constant or repeated features are legal.
//! - Source: lecture 11; Heusel et al., GANs Trained by a Two Time-Scale Update Rule Converge to a Local Nash Equilibrium, 2017.

use crate::formulas::frechet::{Parts, distance_of_features, parts_of_features};
use crate::formulas::scatter::{Origin, with_view};
use crate::task::prelude::*;

ports! { Fid:
    Inputs {
        features_a: f64["sample_a", "dim"] "Features of the first set, a sample in a row.";
        features_b: f64["sample_b", "dim"] "Features of the second set, a sample in a row.";
    }
    Outputs {
        fid: f64[] "Squared Fréchet distance of the Gaussians fitted to the two sets.";
    }
}

impl Task for Fid {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "sample_a" 12 in 2..=32, "sample_b" 8 in 2..=32, "dim" 4 in 1..=32,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "biased_covariance" =>
            parts(i, Origin::Mean).distance(samples(&i.features_a), samples(&i.features_b)),
        "uncentered_covariance" => unbiased(i, Origin::Zero),
        "means_only" => parts(i, Origin::Mean).shift,
        "square_root_taken" => unbiased(i, Origin::Mean).sqrt(),
    });

    // Of singular covariances the roots of numbers near 0 are taken, in float32 of what rounding left of them.
    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Each set has more samples than features.",
            ru: "В каждом множестве объектов больше, чем признаков.",
        },
        |i| {
            let samples = i.features_a.nrows().min(i.features_b.nrows());
            samples > i.features_a.ncols()
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let dim = sizes.get("dim");
        let mean_a = uniform(rng, dim, -0.1, 0.1);
        let features_a = features(rng, sizes.get("sample_a"), &mean_a, (0.4, 0.6));
        let mean_b = signed_uniform(rng, dim, 1.3, 1.7);
        let features_b = features(rng, sizes.get("sample_b"), &mean_b, (1.6, 2.0));
        Inputs {
            features_a,
            features_b,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        for (name, features) in [
            ("features_a", &inputs.features_a),
            ("features_b", &inputs.features_b),
        ] {
            Domain::Samples(name.into(), 2).refuse_if(features.nrows() < 2)?;
        }
        Ok(())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(unbiased(inputs, Origin::Mean))
    }
}

/// Samples with exactly this mean, and a scale from the range.
fn features(
    rng: &mut Rng,
    samples: usize,
    mean: &Array1<f64>,
    (least, most): (f64, f64),
) -> Array2<f64> {
    let dim = mean.len();
    let scale = uniform1(rng, least, most);
    let mix = Array2::eye(dim) + 0.2 * normal(rng, (dim, dim));
    let z = normal(rng, (samples, dim)).dot(&mix.t());
    let centre = z.sum_axis(Axis(0)) / samples as f64;
    (z - centre) * scale + mean
}

fn samples(features: &Array2<f64>) -> f64 {
    features.nrows() as f64
}

fn parts(i: &Inputs, origin: Origin) -> Parts {
    with_view(i.features_a.view(), |a| {
        with_view(i.features_b.view(), |b| parts_of_features(a, b, origin))
    })
}

fn unbiased(i: &Inputs, origin: Origin) -> f64 {
    let divisors = (samples(&i.features_a) - 1.0, samples(&i.features_b) - 1.0);
    with_view(i.features_a.view(), |a| {
        with_view(i.features_b.view(), |b| {
            distance_of_features(a, b, origin, divisors)
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{seed, stream};
    use crate::fid::frechet_distance::{self, FrechetDistance};
    use crate::formulas::scatter::{mean, scatter_over};
    use ndarray::arr2;

    fn fid(features_a: &Array2<f64>, features_b: &Array2<f64>) -> f64 {
        Fid::reference(&Inputs {
            features_a: features_a.clone(),
            features_b: features_b.clone(),
        })
        .fid
    }

    #[test]
    fn two_samples_of_one_feature_by_hand() {
        // Means 1 and 5, variances 2 and 8: 16 + 2 + 8 − 2·4.
        let d = fid(&arr2(&[[0.0], [2.0]]), &arr2(&[[3.0], [7.0]]));
        assert!((d - 18.0).abs() < 1e-14);
    }

    #[test]
    fn a_set_is_at_exactly_zero_from_itself() {
        let mut rng = stream(seed(2), "test");
        for shape in [(2, 1), (3, 9), (30, 4), (600, 520)] {
            let x = normal(&mut rng, shape);
            assert_eq!(fid(&x, &x), 0.0, "{shape:?}");
        }
        let constant = arr2(&[[1.0, 2.0], [1.0, 2.0]]);
        assert_eq!(fid(&constant, &constant), 0.0);
        assert_eq!(fid(&constant, &(constant.clone() + 1.0)), 2.0);
    }

    #[test]
    fn it_is_the_frechet_distance_of_the_fitted_gaussians() {
        let mut rng = stream(seed(3), "test");
        // Fewer samples than features in none, one or both of the sets, and enough for the scatter route.
        for (n, m, dim) in [(12, 8, 4), (5, 8, 6), (4, 3, 6), (700, 600, 520)] {
            let a = normal(&mut rng, (n, dim));
            let b = 0.5 + 2.0 * normal(&mut rng, (m, dim));
            let d = FrechetDistance::reference(&frechet_distance::Inputs {
                mu_a: with_view(a.view(), mean).into(),
                mu_b: with_view(b.view(), mean).into(),
                sigma_a: scatter_over(&a, Origin::Mean, n as f64 - 1.0),
                sigma_b: scatter_over(&b, Origin::Mean, m as f64 - 1.0),
            })
            .distance;
            assert!((fid(&a, &b) - d).abs() < 1e-11 * d, "{n} {m} {dim}");
        }
    }

    #[test]
    fn constant_and_repeated_features_do_not_break_the_large_route() {
        let mut rng = stream(seed(4), "test");
        let (mut a, mut b) = (normal(&mut rng, (620, 520)), normal(&mut rng, (600, 520)));
        for x in [&mut a, &mut b] {
            x.column_mut(3).fill(7.0);
            let copy = x.column(0).to_owned();
            x.column_mut(5).assign(&copy);
        }
        // Without the constant column, and with √2 times the repeated one, the distance is the same.
        let reduced = |x: &Array2<f64>| {
            let mut x = x.clone();
            x.column_mut(3).fill(0.0);
            x.column_mut(5).fill(0.0);
            x.column_mut(0).mapv_inplace(|v| v * 2.0_f64.sqrt());
            x
        };
        let (full, short) = (fid(&a, &b), fid(&reduced(&a), &reduced(&b)));
        assert!((full - short).abs() < 1e-11 * full, "{full} {short}");
    }

    #[test]
    fn one_sample_is_refused() {
        let one = arr2(&[[1.0, 2.0]]);
        let two = arr2(&[[1.0, 2.0], [3.0, 4.0]]);
        let refused = |a: &Array2<f64>, b: &Array2<f64>| {
            Fid::validate(&Inputs {
                features_a: a.clone(),
                features_b: b.clone(),
            })
            .is_err()
        };
        assert!(refused(&one, &two) && refused(&two, &one) && !refused(&two, &two));
    }

    #[test]
    fn nearly_equal_sets_keep_the_digits_of_their_distance() {
        let mut rng = stream(seed(5), "test");
        for (n, dim) in [(9, 3), (4, 6)] {
            let a = normal(&mut rng, (n, dim));
            // Scaled by 1 + e about zero: e²(‖ā‖² + tr Σa).
            let e = 2.0_f64.powi(-30);
            let b = &a * (1.0 + e);
            let mean = with_view(a.view(), mean);
            let squares: f64 = mean.iter().map(|m| m * m).sum();
            let spread = scatter_over(&a, Origin::Mean, n as f64 - 1.0).diag().sum();
            let d = fid(&a, &b) / (e * e * (squares + spread));
            assert!((d - 1.0).abs() < 1e-5, "{n} {dim}: {d}");
        }
    }
}

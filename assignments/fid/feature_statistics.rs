//! # Mean and covariance of features
//!
//! The Gaussian that stands for a set of images in FID: the sample mean and the unbiased sample covariance of their features,
//! $$\mathrm{mean}=\frac1N\sum_n x_n,\qquad \mathrm{cov}=\frac1{N-1}\sum_n (x_n-\mathrm{mean})(x_n-\mathrm{mean})^\top.$$
//!
//! The mean is subtracted before multiplying, in a second pass over the data: $\sum_n x_nx_n^\top-N\,\mathrm{mean}\,\mathrm{mean}^\top$
//! is the same on paper and loses the digits of a large mean. One triangle is computed and mirrored, so the result is exactly symmetric.
//!
//! - Shapes: N samples of D features give a mean of length D and a D × D covariance, 1 × 1 for one feature.
//! - Domain: at least two samples and at most 4096 features.
//! - Source: lecture 11; Heusel et al., GANs Trained by a Two Time-Scale Update Rule, 2017.

use crate::formulas::scatter::{Origin, mean, scatter_over, with_view};
use crate::task::prelude::*;

/// The covariance of more features would be out of proportion to a small set of samples.
const MOST_FEATURES: usize = 4096;

ports! { FeatureStatistics:
    Inputs {
        features: f64["sample", "dim"] "Features, a sample in a row.";
    }
    Outputs {
        mean: f64["dim"] "Mean of the samples.";
        cov: f64["dim", "dim"] "Unbiased covariance of the samples.";
    }
}

impl Task for FeatureStatistics {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes!["sample" 24 in 2..=64, "dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "biased_covariance" => statistics(i, Origin::Mean, samples(i)),
        "uncentered_covariance" => statistics(i, Origin::Zero, samples(i) - 1.0),
        "correlation_matrix" => {
            let mut outputs = right;
            let std = outputs.cov.diag().mapv(f64::sqrt);
            for ((row, column), v) in outputs.cov.indexed_iter_mut() {
                *v /= std[row] * std[column];
            }
            outputs
        }
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (samples, dim) = (sizes.get("sample"), sizes.get("dim"));
        let mean = uniform(rng, dim, -2.0, 2.0);
        let mix = Array2::eye(dim) + normal(rng, (dim, dim)) / (dim as f64).sqrt();
        let scale = uniform(rng, dim, 0.5, 2.0);
        let noise = normal(rng, (samples, dim));
        Inputs {
            features: noise.dot(&mix.t()) * &scale + &mean,
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Samples("features".into(), 2).refuse_if(inputs.features.nrows() < 2)?;
        Domain::TooLarge("features".into()).refuse_if(inputs.features.ncols() > MOST_FEATURES)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        statistics(inputs, Origin::Mean, samples(inputs) - 1.0)
    }
}

fn samples(i: &Inputs) -> f64 {
    i.features.nrows() as f64
}

fn statistics(i: &Inputs, origin: Origin, divisor: f64) -> Outputs {
    Outputs {
        mean: with_view(i.features.view(), mean).into(),
        cov: scatter_over(&i.features, origin, divisor),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn two_samples_by_hand() {
        let features = arr2(&[[1.0, 10.0], [3.0, 6.0]]);
        let outputs = FeatureStatistics::reference(&Inputs { features });
        assert_eq!(outputs.mean, arr1(&[2.0, 8.0]));
        assert_eq!(outputs.cov, arr2(&[[2.0, -4.0], [-4.0, 8.0]]));
    }

    #[test]
    fn one_feature_and_a_large_mean() {
        let features = arr2(&[[1e9 + 1.0], [1e9 + 2.0], [1e9 + 3.0]]);
        assert_eq!(
            FeatureStatistics::reference(&Inputs { features }).cov,
            arr2(&[[1.0]])
        );
    }

    #[test]
    fn many_samples_agree_with_the_definition_and_one_is_refused() {
        let mut rng = stream(seed(1), "test");
        let features = normal(&mut rng, (1300, 9));
        let outputs = FeatureStatistics::reference(&Inputs {
            features: features.clone(),
        });
        let centred = &features - &outputs.mean;
        let expected = centred.t().dot(&centred) / 1299.0;
        assert!((&outputs.cov - &expected).iter().all(|d| d.abs() < 1e-13));
        assert_eq!(outputs.cov, outputs.cov.t());
        let one = features.slice_axis(Axis(0), (..1).into()).to_owned();
        assert!(FeatureStatistics::validate(&Inputs { features: one }).is_err());
    }
}

//! # Mean and covariance of features
//!
//! The Gaussian that stands for a set of images in FID: the sample mean and the unbiased sample covariance of their features,
//! $$\mathrm{mean}=\frac1N\sum_n x_n,\qquad \mathrm{cov}=\frac1{N-1}\sum_n (x_n-\mathrm{mean})(x_n-\mathrm{mean})^\top.$$
//!
//! The mean is subtracted before multiplying, in a second pass over the data: $\sum_n x_nx_n^\top-N\,\mathrm{mean}\,\mathrm{mean}^\top$
//! is the same on paper and loses the digits of a large mean. One triangle is computed and mirrored, so the result is exactly symmetric.
//!
//! Shapes: N samples of D features give a mean of length D and a D × D covariance, 1 × 1 for one feature.
//! Domain: at least two samples and at most 4096 features.
//!
//! Source: lecture 11; Heusel et al., GANs Trained by a Two Time-Scale Update Rule, 2017.

use crate::contract::{Mistake, Rng, Size, Sizes, Task, Tolerance};
use crate::draw::{normal, uniform};
use crate::formulas::scatter::{Origin, mean, scatter_over, with_view};
use crate::ports;
use crate::ports::InputsError;
use crate::text::Text;
use ndarray::{Array1, Array2};

/// The covariance of more features would be out of proportion to a small set of samples.
const MOST_FEATURES: usize = 4096;

ports! {
    /// Features of a set of images.
    pub struct Inputs {
        /// Features, a sample in a row.
        features: Array2<f64> ["sample", "dim"],
    }
}

ports! {
    /// The Gaussian of the features.
    pub struct Outputs {
        /// Mean of the samples.
        mean: Array1<f64> ["dim"],
        /// Unbiased covariance of the samples.
        cov: Array2<f64> ["dim", "dim"],
    }
}

/// Mean and covariance of features, see the module's page.
pub struct FeatureStatistics;

impl Task for FeatureStatistics {
    type Inputs = Inputs;
    type Outputs = Outputs;

    const MODULE: &'static str = module_path!();
    const SOURCE: &'static str = include_str!("feature_statistics.rs");
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = &[Size::new("sample", 24, 2, 64), Size::new("dim", 6, 1, 64)];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = &[
        Mistake {
            id: "biased_covariance",
            hint: Text {
                en: "The covariance is divided by $N$; use $N-1$ (the default of `np.cov`).",
                ru: "Ковариация поделена на $N$; нужно делить на $N-1$ (так по умолчанию делает `np.cov`).",
            },
            answer: |i| statistics(i, Origin::Mean, samples(i)),
        },
        Mistake {
            id: "uncentered_covariance",
            hint: Text {
                en: "The mean was not subtracted before the outer products.",
                ru: "Перед внешними произведениями не вычтено среднее.",
            },
            answer: |i| statistics(i, Origin::Zero, samples(i) - 1.0),
        },
        Mistake {
            id: "correlation_matrix",
            hint: Text {
                en: "This is the correlation matrix (`np.corrcoef`); FID needs the covariance (`np.cov`).",
                ru: "Это корреляционная матрица (`np.corrcoef`), а для FID нужна ковариационная (`np.cov`).",
            },
            answer: |i| {
                let mut outputs = FeatureStatistics::reference(i);
                let std = outputs.cov.diag().mapv(f64::sqrt);
                for ((row, column), v) in outputs.cov.indexed_iter_mut() {
                    *v /= std[row] * std[column];
                }
                outputs
            },
        },
    ];

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
        if inputs.features.nrows() < 2 {
            return Err(InputsError::illegal(
                "features must have at least two samples",
            ));
        }
        if inputs.features.ncols() > MOST_FEATURES {
            return Err(InputsError::illegal(format!(
                "features must have at most {MOST_FEATURES} dimensions"
            )));
        }
        Ok(())
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
        let mut rng = crate::draw::stream(crate::draw::seed(1), "test");
        let features = normal(&mut rng, (1300, 9));
        let outputs = FeatureStatistics::reference(&Inputs {
            features: features.clone(),
        });
        let centred = &features - &outputs.mean;
        let expected = centred.t().dot(&centred) / 1299.0;
        assert!((&outputs.cov - &expected).iter().all(|d| d.abs() < 1e-13));
        assert_eq!(outputs.cov, outputs.cov.t());
        let one = features
            .slice_axis(ndarray::Axis(0), (..1).into())
            .to_owned();
        assert!(FeatureStatistics::validate(&Inputs { features: one }).is_err());
    }
}

//! # Posterior and prediction of a normal mean
//!
//! Group $g$ has the mean $\mu_g\sim\mathcal N(m_g,1/\lambda_g)$ and the observations $x_{gi}\sim\mathcal N(\mu_g,1/\lambda)$. The normal prior is
//! conjugate: precisions add, and the posterior mean is weighted by precisions,
//! $$\Lambda_g=\lambda_g+n_g\lambda,\qquad\hat m_g=\frac{\lambda_gm_g+\lambda\sum_ix_{gi}}{\Lambda_g},\qquad
//! x^{\mathrm{new}}\sim\mathcal N\Bigl(\hat m_g,\ \frac1\lambda+\frac1{\Lambda_g}\Bigr).$$
//!
//! Groups have different numbers of observations, possibly none; then the posterior is the prior. Numerical care: the sum of the
//! observations is used, their mean is 0/0 for an empty group.
//!
//! - Units: nats. Domain: positive precisions; counts from 0 to the length of a row.
//! - Source: lecture 2; Bishop, Pattern Recognition and Machine Learning, 2006, section 2.3.6.

use crate::formulas::domain::{index, positive, whole, whole_within};
use crate::formulas::gaussian::log_density;
use crate::task::prelude::*;

ports! { ConjugateNormalPosterior:
    Inputs {
        x: f64["group", "place"] "Observations of every group, a row each; only the first `count` of a row count, the rest is padding.";
        count: i64["group"] "The number of observations of every group.";
        precision: f64[] "Precision of an observation.";
        prior_mean: f64["group"] "Prior means.";
        prior_precision: f64["group"] "Prior precisions.";
        x_new: f64["point"] "Points at which one new observation is predicted, the same for all groups.";
    }
    Outputs {
        posterior_precision: f64["group"] "Posterior precisions.";
        posterior_mean: f64["group"] "Posterior means.";
        log_predictive: f64["group", "point"] "Log-density of a new observation of every group at every point, in nats.";
    }
}

impl Task for ConjugateNormalPosterior {
    const LECTURES: &'static [u8] = &[2];
    const SIZES: &'static [Size] = sizes![
        "group" 6 in 3..=20, "place" 9 in 3..=40, "point" 4 in 1..=10,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "precisions_as_variances" => {
            let inverted = Inputs {
                precision: 1.0 / i.precision,
                prior_precision: i.prior_precision.recip(),
                ..i.clone()
            };
            ConjugateNormalPosterior::reference(&inverted)
        }
        "padding_counted" => {
            let full = Inputs {
                count: i.count.mapv(|_| whole(i.x.ncols())),
                ..i.clone()
            };
            ConjugateNormalPosterior::reference(&full)
        }
        "count_missing" => {
            let once = i.prior_precision.mapv(|p| p + i.precision);
            predicted(i, once, |posterior| 1.0 / i.precision + 1.0 / posterior)
        }
        "noise_missing_in_predictive" =>
            predicted(i, posterior_precision(i), |posterior| 1.0 / posterior),
        "posterior_uncertainty_missing" =>
            predicted(i, posterior_precision(i), |_| 1.0 / i.precision),
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "One group has no observation, one has one, one has all $N$.",
            ru: "В одной группе нет наблюдений, в одной — одно, в одной — все $N$.",
        },
        |i| {
            let having = |n: usize| i.count.iter().filter(|c| **c == whole(n)).count();
            [0, 1, i.x.ncols()].into_iter().all(|n| having(n) == 1)
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (groups, places) = (sizes.get("group"), sizes.get("place"));
        let mut counts = vec![0, 1, whole(places)];
        counts.extend(integers(rng, groups - 3, 2, whole(places) - 1));
        let order = permutation(rng, groups);
        let precision = uniform1(rng, 1.5, 3.5);
        let prior_mean = signed_uniform(rng, groups, 0.5, 2.0);
        let prior_precision = uniform(rng, groups, 0.25, 0.6);
        let mean = &prior_mean + &(normal(rng, groups) / prior_precision.sqrt());
        Inputs {
            x: normal(rng, (groups, places)) / precision.sqrt() + mean.insert_axis(Axis(1)),
            count: order.into_iter().map(|g| counts[g]).collect(),
            precision,
            prior_mean,
            prior_precision,
            x_new: 2.0 * normal(rng, sizes.get("point")),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        whole_within("count", &inputs.count, 0..=whole(inputs.x.ncols()))?;
        positive("precision", inputs.precision)?;
        let mut prior = inputs.prior_precision.iter();
        prior.try_for_each(|&p| positive("prior_precision", p))
    }

    fn reference(i: &Inputs) -> Outputs {
        predicted(i, posterior_precision(i), |posterior| {
            1.0 / i.precision + 1.0 / posterior
        })
    }
}

fn posterior_precision(i: &Inputs) -> Array1<f64> {
    &i.prior_precision + &i.count.mapv(|n| n as f64 * i.precision)
}

/// The outputs with these posterior precisions and a variance of the prediction made of each.
fn predicted(i: &Inputs, precision: Array1<f64>, variance: impl Fn(f64) -> f64) -> Outputs {
    let sums = i.x.rows().into_iter().zip(&i.count);
    let sums: Array1<f64> = sums
        .map(|(row, &n)| row.iter().take(index(n)).sum())
        .collect();
    let mean = (&i.prior_precision * &i.prior_mean + i.precision * sums) / &precision;
    let shape = (mean.len(), i.x_new.len());
    let log_predictive = Array2::from_shape_fn(shape, |(g, j)| {
        log_density(i.x_new[j], mean[g], 0.5 * variance(precision[g]).ln())
    });
    Outputs {
        posterior_precision: precision,
        posterior_mean: mean,
        log_predictive,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn inputs(count: i64) -> Inputs {
        Inputs {
            x: arr2(&[[3.0, 100.0]]),
            count: arr1(&[count]),
            precision: 1.0,
            prior_mean: arr1(&[1.0]),
            prior_precision: arr1(&[0.5]),
            x_new: arr1(&[1.0]),
        }
    }

    #[test]
    fn without_observations_stands_the_prior() {
        let out = ConjugateNormalPosterior::reference(&inputs(0));
        assert_eq!(
            (out.posterior_precision[0], out.posterior_mean[0]),
            (0.5, 1.0)
        );
        let expected = log_density(0.0, 0.0, 0.5 * 3.0_f64.ln());
        assert!((out.log_predictive[(0, 0)] - expected).abs() < 1e-15);
    }

    #[test]
    fn one_observation_by_hand() {
        let out = ConjugateNormalPosterior::reference(&inputs(1));
        assert_eq!(out.posterior_precision[0], 1.5);
        assert!((out.posterior_mean[0] - 3.5 / 1.5).abs() < 1e-15);
    }

    #[test]
    fn counts_beyond_the_row_and_precisions_of_zero_are_refused() {
        assert!(ConjugateNormalPosterior::validate(&inputs(3)).is_err());
        assert!(ConjugateNormalPosterior::validate(&inputs(-1)).is_err());
        let flat = Inputs {
            precision: 0.0,
            ..inputs(1)
        };
        assert!(ConjugateNormalPosterior::validate(&flat).is_err());
    }
}

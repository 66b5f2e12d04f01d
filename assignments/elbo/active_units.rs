//! # Active units of a variational autoencoder
//!
//! The encoder is $q(z\mid x_n)=\mathcal N(\mu_n,e^{2s_n})$. A latent unit has collapsed where its posterior ignores the data; it is active
//! where the posterior mean varies over the data:
//! $$A_l=\frac1{N-1}\sum_n(\mu_{nl}-\bar\mu_l)^2>\text{threshold}.$$
//!
//! The mean KL of a unit to the prior, $\frac1N\sum_n\frac12(e^{2s_{nl}}-1-2s_{nl}+\mu_{nl}^2)$, is another number: a posterior that is the
//! same for all objects carries nothing of them and may be far from the prior.
//!
//! - Numerical care: the mean is subtracted before squares are taken; the KL is exactly 0 where $q$ is the prior.
//! - Units: nats. Domain: at least two objects, any real threshold.
//! - Source: lecture 4; Burda, Grosse and Salakhutdinov, Importance Weighted Autoencoders, 2015, section 4.

use crate::formulas::domain::whole;
use crate::formulas::gaussian::kl_to_standard;
use crate::task::prelude::*;

ports! { ActiveUnits:
    Inputs {
        mean: f64["object", "latent"] "Posterior means.";
        log_std: f64["object", "latent"] "Logarithms of the posterior standard deviations.";
        threshold: f64[] "The activity above which a unit is active.";
    }
    Outputs {
        activity: f64["latent"] "Variance over the objects of every unit's posterior mean.";
        active_units: i64[] "The number of active units.";
        kl_per_unit: f64["latent"] "KL to the prior of every unit, averaged over the objects, in nats.";
    }
}

/// How a unit is drawn: offset of its mean, spread of its mean over the objects, `log_std`.
type Kind = ((f64, f64), (f64, f64), (f64, f64));

const ACTIVE: Kind = ((0.2, 0.8), (0.7, 1.3), (-1.5, -0.5));
const WEAK: Kind = ((0.2, 0.8), (0.2, 0.4), (-0.6, -0.2));
const CONSTANT: Kind = ((0.8, 1.6), (0.03, 0.05), (-0.05, 0.05));
const FAINT: Kind = ((0.0, 0.0), (0.04, 0.07), (-0.05, 0.05));
const NARROW: Kind = ((0.0, 0.0), (0.02, 0.03), (-0.7, -0.3));
const COLLAPSED: Kind = ((0.0, 0.0), (0.003, 0.006), (-0.05, 0.05));
const KINDS: [Kind; 7] = [ACTIVE, WEAK, CONSTANT, FAINT, COLLAPSED, ACTIVE, NARROW];

impl Task for ActiveUnits {
    const LECTURES: &'static [u8] = &[4];
    const SIZES: &'static [Size] = sizes!["object" 40 in 2..=80, "latent" 7 in 7..=14];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "biased_variance" => {
            let n = i.mean.nrows() as f64;
            recounted(i, activity(i) * ((n - 1.0) / n))
        }
        "mean_not_subtracted" => {
            let squares = i.mean.mapv(|m| m * m).sum_axis(Axis(0));
            recounted(i, squares / (i.mean.nrows() as f64 - 1.0))
        }
        "standard_deviation" => recounted(i, activity(i).sqrt()),
        "variance_of_the_samples" => {
            let variance = i.log_std.mapv(|s| (2.0 * s).exp()).sum_axis(Axis(0));
            recounted(i, activity(i) + variance / i.mean.nrows() as f64)
        }
        "counted_by_kl" => Outputs {
            active_units: count(&right.kl_per_unit, i.threshold),
            ..right
        },
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "Some units have a posterior mean far from 0 that is the same for all objects.",
            ru: "У некоторых переменных апостериорное среднее далеко от 0, но почти одинаково у всех объектов.",
        },
        |i| {
            let far = |m: ArrayView1<'_, f64>| m.iter().all(|m| m.abs() > 0.5);
            let columns = i.mean.columns().into_iter().zip(activity(i));
            columns.into_iter().any(|(m, a)| far(m) && a < 0.01)
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (objects, units) = (sizes.get("object"), sizes.get("latent"));
        let mut mean = Array2::zeros((objects, units));
        let mut log_std = Array2::zeros((objects, units));
        for (n, unit) in permutation(rng, units).into_iter().enumerate() {
            let (offset, spread, scale) = KINDS[n % KINDS.len()];
            let e = normal(rng, objects);
            let centred = &e - e.sum() / objects as f64;
            let std = (centred.dot(&centred) / (objects as f64 - 1.0)).sqrt();
            let offset = sign1(rng) * uniform1(rng, offset.0, offset.1);
            let means = centred * (uniform1(rng, spread.0, spread.1) / std) + offset;
            mean.column_mut(unit).assign(&means);
            let scales = uniform(rng, objects, scale.0, scale.1);
            log_std.column_mut(unit).assign(&scales);
        }
        Inputs {
            mean,
            log_std,
            threshold: uniform1(rng, 0.009, 0.016),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::Samples("mean".into(), 2).refuse_if(inputs.mean.nrows() < 2)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        recounted(inputs, activity(inputs))
    }
}

fn activity(i: &Inputs) -> Array1<f64> {
    i.mean.map_axis(Axis(0), |means| {
        // From the first one: equal means are at exactly 0 from theirs.
        let shifted = &means - means[0];
        let centred = &shifted - shifted.sum() / shifted.len() as f64;
        centred.dot(&centred) / (means.len() as f64 - 1.0)
    })
}

fn count(values: &Array1<f64>, threshold: f64) -> i64 {
    whole(values.iter().filter(|v| **v > threshold).count())
}

/// The outputs with this activity.
fn recounted(i: &Inputs, activity: Array1<f64>) -> Outputs {
    let kl = Zip::from(&i.mean)
        .and(&i.log_std)
        .map_collect(|&mean, &log_std| kl_to_standard(mean, log_std));
    Outputs {
        active_units: count(&activity, i.threshold),
        activity,
        kl_per_unit: kl.sum_axis(Axis(0)) / i.mean.nrows() as f64,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn one_active_and_one_collapsed_unit_by_hand() {
        let inputs = Inputs {
            mean: arr2(&[[1.0, 0.0], [3.0, 0.0]]),
            log_std: arr2(&[[0.0, 0.0], [0.0, 0.0]]),
            threshold: 0.01,
        };
        let out = ActiveUnits::reference(&inputs);
        assert_eq!(out.activity, arr1(&[2.0, 0.0]));
        assert_eq!((out.active_units, out.kl_per_unit[1]), (1, 0.0));
        assert_eq!(out.kl_per_unit[0], 2.5);
    }

    #[test]
    fn one_object_has_no_variance() {
        let inputs = Inputs {
            mean: arr2(&[[1.0]]),
            log_std: arr2(&[[0.0]]),
            threshold: 0.01,
        };
        assert!(ActiveUnits::validate(&inputs).is_err());
    }
}

//! # Density and coverage
//!
//! Two answers to the weaknesses of precision and recall: both build balls around real samples only. A ball around $x_n$ reaches to its
//! $k$-th nearest other real sample, at distance $r_k(x_n,X)$; with $h_{nm}=\mathbf 1\bigl[\lVert x_n-y_m\rVert\le r_k(x_n,X)\bigr]$
//! $$\mathrm{density}=\frac{1}{kM}\sum_{n,m}h_{nm},\qquad \mathrm{coverage}=\frac1N\sum_n\max_m h_{nm}.$$
//!
//! Density counts in how many balls a fake sample lies, so that one outlier among the real samples no longer opens the whole space;
//! it may exceed 1. Coverage counts the real samples that have a fake one in their ball, and one outlier among the fake samples no longer helps.
//! The edge belongs to the ball; the authors' package compares strictly, which differs in ties only, and the draw has none.
//!
//! - Domain: $1\le k\le N-1$, at least one fake sample.
//! - Source: lecture 11; Naeem et al., Reliable Fidelity and Diversity Metrics for Generative Models, 2020.

use crate::formulas::neighbourhoods::{
    Balls, Fake, balls_over, draw_real_and_fake, held_by, of_one_scale, require_neighbours,
    share_of_positive, squared_radii,
};
use crate::task::prelude::*;

ports! { DensityCoverage:
    Inputs {
        features_real: f64["real", "dim"] "Features of real images, a sample in a row.";
        features_fake: f64["fake", "dim"] "Features of generated images, a sample in a row.";
        k: i64[] "Which neighbour a ball reaches to.";
    }
    Outputs {
        density: f64[] "Mean number of real balls around a generated sample, divided by k.";
        coverage: f64[] "Share of real samples with a generated one in their ball.";
    }
}

impl Task for DensityCoverage {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "real" 60 in 8..=120, "fake" 40 in 8..=80, "dim" 3 in 3..=8, "k" 4 in 1..=7,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    // Shares of some dozens of samples.
    const FEW_VALUES: bool = true;
    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "self_counted_as_neighbour" => {
            let counts = in_balls(i, rank(i).saturating_sub(1));
            metrics(i, &counts)
        }
        "density_not_divided_by_k" => {
            let counts = in_balls(i, rank(i));
            Outputs {
                density: total(&counts) / i.features_fake.nrows() as f64,
                ..metrics(i, &counts)
            }
        }
        "radii_of_the_fake_set" => {
            let (x, y) = of_one_scale(&i.features_real, &i.features_fake);
            let (x, y) = (x.view(), y.view());
            let radii = squared_radii(y, rank(i));
            if radii.iter().any(|r| r.is_nan()) {
                // Too few fake samples have no such radius.
                return Outputs {
                    density: f64::NAN,
                    coverage: f64::NAN,
                };
            }
            metrics(i, &balls_over(x, y, &radii))
        }
        "coverage_over_fake_points" => {
            let (x, y) = of_one_scale(&i.features_real, &i.features_fake);
            let (x, y) = (x.view(), y.view());
            let of_fake = balls_over(y, x, &squared_radii(x, rank(i)));
            Outputs {
                coverage: share_of_positive(&of_fake),
                ..right
            }
        }
        "one_neighbour_too_many" => metrics(i, &in_balls(i, rank(i) + 1)),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let k = sizes.get("k");
        let points = (sizes.get("real"), sizes.get("fake"));
        let law = |_: &mut Rng| Fake {
            shift: 0.3,
            scale: 0.5,
        };
        let tells = |real: Balls<'_>, fake: Balls<'_>| {
            let coverage = |radii| share_of_positive(&held_by(real.points, radii, fake.points));
            let [fewer, right, more] = real.squared_radii.each_ref().map(coverage);
            fewer != right && right != more && fewer != more
        };
        let (features_real, features_fake) =
            draw_real_and_fake(rng, points, sizes.get("dim"), law, k, tells);
        Inputs {
            features_real,
            features_fake,
            k: i64::try_from(k).unwrap_or(1),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        require_neighbours(inputs.k, inputs.features_real.nrows())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        metrics(inputs, &in_balls(inputs, rank(inputs)))
    }
}

fn rank(i: &Inputs) -> usize {
    usize::try_from(i.k).unwrap_or(0)
}

/// For every real sample the number of fake ones within its own ball.
fn in_balls(i: &Inputs, rank: usize) -> Vec<usize> {
    let (x, y) = of_one_scale(&i.features_real, &i.features_fake);
    held_by(x.view(), &squared_radii(x.view(), rank), y.view())
}

fn total(counts: &[usize]) -> f64 {
    counts.iter().sum::<usize>() as f64
}

/// Both metrics from the number of fake samples that count for every real one.
fn metrics(i: &Inputs, counts: &[usize]) -> Outputs {
    Outputs {
        density: total(counts) / (rank(i) as f64 * i.features_fake.nrows() as f64),
        coverage: share_of_positive(counts),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn outputs(features_real: Array2<f64>, features_fake: Array2<f64>, k: i64) -> (f64, f64) {
        let inputs = Inputs {
            features_real,
            features_fake,
            k,
        };
        DensityCoverage::validate(&inputs).expect("legal");
        let o = DensityCoverage::reference(&inputs);
        (o.density, o.coverage)
    }

    #[test]
    fn on_a_line_by_hand() {
        // Balls [-1, 1], [0, 2], [1, 7]; fake points lie in 2 (the edges), 1 and 0 of them.
        let real = arr2(&[[0.0], [1.0], [4.0]]);
        let fake = arr2(&[[0.5], [5.0], [9.0]]);
        let (density, coverage) = outputs(real.clone(), fake, 1);
        assert_eq!((density, coverage), (1.0, 1.0));
        // 1 lies on or in all three, and two neighbours make wider balls: [-4, 4], [-2, 4], [0, 8].
        assert_eq!(outputs(real.clone(), arr2(&[[1.0]]), 1), (3.0, 1.0));
        assert_eq!(outputs(real, arr2(&[[4.5]]), 2), (0.5, 1.0 / 3.0));
    }

    #[test]
    fn one_fake_sample_is_enough_and_the_mistake_has_no_radius_for_it() {
        let inputs = Inputs {
            features_real: arr2(&[[0.0], [1.0]]),
            features_fake: arr2(&[[0.5]]),
            k: 1,
        };
        DensityCoverage::validate(&inputs).expect("legal");
        let mistake = &DensityCoverage::MISTAKES[2];
        assert!(
            (mistake.1)(&inputs, DensityCoverage::reference(&inputs))
                .density
                .is_nan()
        );
    }

    #[test]
    fn impossible_ranks_are_refused() {
        for k in [0, 2, -1, i64::MAX, i64::MIN] {
            let inputs = Inputs {
                features_real: arr2(&[[0.0], [1.0]]),
                features_fake: arr2(&[[0.5], [0.6], [0.7]]),
                k,
            };
            assert!(DensityCoverage::validate(&inputs).is_err(), "{k}");
        }
    }
}

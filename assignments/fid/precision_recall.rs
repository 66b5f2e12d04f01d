//! # Precision and recall of generative models
//!
//! Every set of points spans a manifold: the union of balls around its points that reach to the k-th nearest other point of the set.
//! Precision is the share of fake samples inside the real manifold, recall the share of real samples inside the fake one.
//! With $r_k(g,G)$ the distance from $g\in G$ to its $k$-th nearest other point of $G$,
//! $$f(g,G)=\mathbf 1\bigl[\exists\,g'\in G:\ \lVert g-g'\rVert\le r_k(g',G)\bigr],\qquad
//! \mathrm{precision}=\frac1M\sum_m f(y_m,X),\qquad \mathrm{recall}=\frac1N\sum_n f(x_n,Y).$$
//!
//! The point itself is left out of its neighbours by its index: a duplicate of it counts, at distance 0. The edge of a ball belongs to it.
//! Squared distances are compared, computed from differences, so that ties are exact. Drawn points lie on a grid of step 1/64 where
//! squared distances are exact even in float32, and no distance equals a radius.
//!
//! - Domain: $1\le k\le\min(N,M)-1$.
//! - Source: lecture 11; Kynkäänniemi et al., Improved Precision and Recall Metric for Assessing Generative Models, 2019.

use crate::formulas::neighbourhoods::{
    Balls, Fake, draw_real_and_fake, held_by, of_one_scale, require_neighbours, share_covered,
    share_of_positive, squared_radii,
};
use crate::task::prelude::*;

ports! { PrecisionRecall:
    Inputs {
        features_real: f64["real", "dim"] "Features of real images, a sample in a row.";
        features_fake: f64["fake", "dim"] "Features of generated images, a sample in a row.";
        k: i64[] "Which neighbour a ball reaches to.";
    }
    Outputs {
        precision: f64[] "Share of generated samples inside the real manifold.";
        recall: f64[] "Share of real samples inside the generated manifold.";
    }
}

impl Task for PrecisionRecall {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes![
        "real" 80 in 8..=160, "fake" 60 in 8..=120, "dim" 3 in 3..=8, "k" 2 in 1..=7,
    ];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    // Shares of some dozens of samples.
    const FEW_VALUES: bool = true;
    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "self_counted_as_neighbour" => shares(i, rank(i).saturating_sub(1)),
        "precision_recall_swapped" => Outputs {
            precision: right.recall,
            recall: right.precision,
        },
        "radius_of_the_query_point" => {
            let (x, y) = of_one_scale(&i.features_real, &i.features_fake);
            let (x, y) = (x.view(), y.view());
            let (of_x, of_y) = (squared_radii(x, rank(i)), squared_radii(y, rank(i)));
            Outputs {
                precision: share_of_positive(&held_by(y, &of_y, x)),
                recall: share_of_positive(&held_by(x, &of_x, y)),
            }
        }
        "one_neighbour_too_many" => shares(i, rank(i) + 1),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let k = sizes.get("k");
        let points = (sizes.get("real"), sizes.get("fake"));
        // Shares of 60 and 80 samples have few values: a law that is the same for everybody would leave a dozen of them to be tried.
        let law = |rng: &mut Rng| Fake {
            shift: uniform1(rng, 0.2, 2.2),
            scale: uniform1(rng, 0.5, 1.7),
        };
        let tells = |real: Balls<'_>, fake: Balls<'_>| {
            let differ = |points: &Balls<'_>, of: &Balls<'_>| {
                let share = |radii| share_covered(points.points, of.points, radii);
                let [fewer, right, more] = of.squared_radii.each_ref().map(share);
                fewer != right && right != more && fewer != more
            };
            differ(&fake, &real) && differ(&real, &fake)
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
        let points = inputs
            .features_real
            .nrows()
            .min(inputs.features_fake.nrows());
        require_neighbours(inputs.k, points)
    }

    fn reference(inputs: &Inputs) -> Outputs {
        shares(inputs, rank(inputs))
    }
}

fn rank(i: &Inputs) -> usize {
    usize::try_from(i.k).unwrap_or(0)
}

fn shares(i: &Inputs, rank: usize) -> Outputs {
    let (x, y) = of_one_scale(&i.features_real, &i.features_fake);
    let (x, y) = (x.view(), y.view());
    Outputs {
        precision: share_covered(y, x, &squared_radii(x, rank)),
        recall: share_covered(x, y, &squared_radii(y, rank)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::task;
    use crate::draw::{instance, seed};
    use ndarray::arr2;
    use std::collections::BTreeMap;

    fn outputs(features_real: Array2<f64>, features_fake: Array2<f64>, k: i64) -> (f64, f64) {
        let inputs = Inputs {
            features_real,
            features_fake,
            k,
        };
        PrecisionRecall::validate(&inputs).expect("legal");
        let o = PrecisionRecall::reference(&inputs);
        (o.precision, o.recall)
    }

    #[test]
    fn on_a_line_by_hand() {
        // Real radii 1, 1, 3; the real manifold is [-1, 2] and [1, 7]. Fake radii 10 and 10: [-8, 12] and [2, 22].
        let real = arr2(&[[0.0], [1.0], [4.0]]);
        let fake = arr2(&[[2.0], [12.0]]);
        assert_eq!(outputs(real, fake, 1), (0.5, 1.0));
    }

    #[test]
    fn the_edge_belongs_to_the_ball_and_duplicates_are_neighbours() {
        let real = arr2(&[[0.0], [1.0]]);
        assert_eq!(outputs(real.clone(), arr2(&[[2.0], [2.5]]), 1), (0.5, 0.0));
        // Doubled fake points have balls of radius 0.
        assert_eq!(outputs(real, arr2(&[[1.0], [1.0]]), 1), (1.0, 0.5));
    }

    #[test]
    fn a_set_covers_itself_and_impossible_ranks_are_refused() {
        let x = arr2(&[[0.1, 0.2], [0.3, 0.4], [0.9, 0.1]]);
        assert_eq!(outputs(x.clone(), x.clone(), 2), (1.0, 1.0));
        for k in [0, 3, -1, i64::MAX, i64::MIN] {
            let inputs = Inputs {
                features_real: x.clone(),
                features_fake: x.clone(),
                k,
            };
            assert!(PrecisionRecall::validate(&inputs).is_err(), "{k}");
        }
    }

    /// Whoever tries twenty pairs of likely values earns next to nothing: both have to be right at once, and neither has a few likely values.
    #[test]
    fn there_are_many_values_to_try() {
        let task = task("fid/precision_recall").expect("it is listed");
        let sizes = Sizes::of(task.sizes(), &BTreeMap::new());
        let mut seen = [BTreeMap::new(), BTreeMap::new()];
        for number in 0..200 {
            let inputs = instance(task, seed(number), &sizes);
            let truth = task.reference(&inputs).expect("it is legal");
            for (seen, share) in seen.iter_mut().zip(["precision", "recall"]) {
                *seen
                    .entry(truth[share].to_float()[[]].to_bits())
                    .or_insert(0) += 1;
            }
        }
        let likeliest = seen.map(|seen| {
            let mut counts: Vec<u32> = seen.into_values().collect();
            counts.sort_unstable();
            counts.iter().rev().take(20).sum::<u32>()
        });
        // Of 200 draws: under one law it was all of them, and 162.
        assert!(likeliest[0] < 150 && likeliest[1] < 130, "{likeliest:?}");
    }
}

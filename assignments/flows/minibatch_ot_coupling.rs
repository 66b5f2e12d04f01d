//! # Optimal pairing of noise and data within a batch
//!
//! Straight paths cross less when noise and data are paired at least cost:
//! $$\pi=\arg\min_\pi\sum_i\|x_{0,i}-x_{1,\pi(i)}\|_2^2,\qquad\text{cost}=\frac1N\sum_i\|x_{0,i}-x_{1,\pi(i)}\|_2^2,$$
//! over all permutations; the cost is the squared Wasserstein distance of order 2 between the two point sets.
//!
//! An exact assignment algorithm is needed: entropic regularisation gives a plan, not a permutation. Differences are taken before squares.
//!
//! - Domain: the same number of points in both sets; the best pairing is unique.
//! - Source: Pooladian et al., Multisample Flow Matching, 2023; Tong et al., 2024; Kuhn, The Hungarian method, 1955.

use crate::formulas::assignment::cheapest_pairing;
use crate::formulas::domain::whole;
use crate::formulas::kernel_means::squared_distance;
use crate::task::prelude::*;

/// The most points that are paired, whose cubes of time are a moment.
const MOST_POINTS: usize = 400;

/// How much more the second best pairing of a draw costs.
const CLEAR: f64 = 0.01;

ports! { MinibatchOtCoupling:
    Inputs {
        x0: f64["point", "dim"] "Noise.";
        x1: f64["point", "dim"] "Data.";
    }
    Outputs {
        permutation: i64["point"] "The row of x1 that every row of x0 is paired with, from 0.";
        cost: f64[] "Mean squared distance of the pairs.";
    }
}

impl Task for MinibatchOtCoupling {
    const LECTURES: &'static [u8] = &[];
    const SIZES: &'static [Size] = sizes!["point" 8 in 6..=24, "dim" 2 in 2..=6];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i, right| match mistake {
        "greedy" => {
            let cost = costs(i);
            let mut free = vec![true; cost.ncols()];
            let mut nearest_free = |row: ArrayView1<'_, f64>| {
                let open = (0..row.len()).filter(|j| free[*j]);
                let column = open.min_by(|a, b| row[*a].total_cmp(&row[*b])).unwrap_or(0);
                free[column] = false;
                column
            };
            let columns = cost.rows().into_iter().map(&mut nearest_free).collect();
            paired(&cost, columns)
        }
        "nearest_neighbour" => {
            let cost = costs(i);
            let nearest = |row: ArrayView1<'_, f64>| {
                let columns = 0..row.len();
                columns
                    .min_by(|a, b| row[*a].total_cmp(&row[*b]))
                    .unwrap_or(0)
            };
            let columns = cost.rows().into_iter().map(nearest).collect();
            paired(&cost, columns)
        }
        "inverse_permutation" => {
            let mut inverse = right.permutation.clone();
            for (row, &column) in right.permutation.iter().enumerate() {
                inverse[usize::try_from(column).unwrap_or(0)] = whole(row);
            }
            Outputs {
                permutation: inverse,
                ..right
            }
        }
        "distance_not_squared" => {
            let distances = costs(i).sqrt();
            paired(&distances, cheapest_pairing(&distances))
        }
        "cost_summed" => Outputs {
            cost: right.cost * i.x0.nrows() as f64,
            ..right
        },
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let shape = (sizes.get("point"), sizes.get("dim"));
        loop {
            let inputs = Inputs {
                x0: normal(rng, shape),
                x1: 1.5 + 1.2 * normal(rng, shape),
            };
            if clearance(&costs(&inputs)) >= CLEAR {
                break inputs;
            }
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        Domain::TooLarge("x0, x1".into()).refuse_if(inputs.x0.nrows() > MOST_POINTS)?;
        Domain::Finite("x0, x1".into()).require(costs(inputs).iter().all(|c| c.is_finite()))
    }

    fn reference(inputs: &Inputs) -> Outputs {
        let cost = costs(inputs);
        let columns = cheapest_pairing(&cost);
        paired(&cost, columns)
    }
}

fn costs(i: &Inputs) -> Array2<f64> {
    let n = i.x0.nrows();
    Array2::from_shape_fn((n, n), |(a, b)| squared_distance(i.x0.row(a), i.x1.row(b)))
}

fn paired(cost: &Array2<f64>, columns: Vec<usize>) -> Outputs {
    let total: f64 = columns.iter().enumerate().map(|(i, &j)| cost[(i, j)]).sum();
    Outputs {
        cost: total / columns.len() as f64,
        permutation: columns.into_iter().map(whole).collect(),
    }
}

/// How much more the second best pairing costs: one of the best pairs is forbidden in it.
fn clearance(cost: &Array2<f64>) -> f64 {
    let best = cheapest_pairing(cost);
    let least = paired(cost, best.clone()).cost;
    let without = |(row, &column): (usize, &usize)| {
        let mut forbidden = cost.clone();
        forbidden[(row, column)] = 1e6;
        paired(cost, cheapest_pairing(&forbidden)).cost - least
    };
    best.iter()
        .enumerate()
        .map(without)
        .fold(f64::INFINITY, f64::min)
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn on_a_line_the_order_is_kept() {
        let inputs = Inputs {
            x0: arr2(&[[3.0], [0.0], [1.0]]),
            x1: arr2(&[[1.0], [5.0], [2.0]]),
        };
        let out = MinibatchOtCoupling::reference(&inputs);
        assert_eq!(out.permutation, arr1(&[1, 0, 2]));
        assert_eq!(out.cost, (4.0 + 1.0 + 1.0) / 3.0);
    }

    #[test]
    fn infinite_points_are_refused() {
        let inputs = Inputs {
            x0: arr2(&[[f64::INFINITY]]),
            x1: arr2(&[[0.0]]),
        };
        assert!(MinibatchOtCoupling::validate(&inputs).is_err());
    }
}

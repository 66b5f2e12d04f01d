//! # Earth mover's distance of two histograms
//!
//! $$\min_{\gamma\ge0}\sum_{i,j}\gamma_{ij}C_{ij}\quad\text{subject to}\quad\sum_j\gamma_{ij}=p_i,\quad\sum_i\gamma_{ij}=q_j.$$
//!
//! This is a linear programme, solved exactly by successive shortest paths: mass goes, path by path, where it is cheapest at the margin, and
//! later paths may take back what earlier ones have put. The least cost is unique; the plan that reaches it need not be, so it is not asked for.
//! Entropic approximations (Sinkhorn) do not reach the tolerance.
//!
//! - Domain: distributions (zeros are allowed) on at most 12 bins each; finite costs that are not negative, a metric or not.
//! - Source: lecture 9; Peyre and Cuturi, Computational Optimal Transport, 2019, chapter 3.

use crate::formulas::table::check;
use crate::formulas::transport::{draw_distances, optimal_plan};
use crate::task::prelude::*;

/// The most bins of a histogram.
const MOST_BINS: usize = 12;

ports! { WassersteinDiscrete:
    Inputs {
        p: f64["source"] "Probabilities of the bins that mass is taken from.";
        q: f64["target"] "Probabilities of the bins that mass is brought to.";
        cost: f64["source", "target"] "Cost of moving a unit of mass from one bin to another.";
    }
    Outputs {
        transport_cost: f64[] "Cost of the cheapest transport plan.";
    }
}

impl Task for WassersteinDiscrete {
    const LECTURES: &'static [u8] = &[9];
    const SIZES: &'static [Size] = sizes!["source" 7 in 3..=MOST_BINS, "target" 8 in 3..=MOST_BINS];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "independent_coupling" => i.p.dot(&i.cost.dot(&i.q)),
        "northwest_corner" => fill_by_rows(i, |row| (0..row.len()).collect()),
        "greedy_rows" => fill_by_rows(i, |row| {
            let mut columns: Vec<_> = (0..row.len()).collect();
            columns.sort_by(|&a, &b| row[a].total_cmp(&row[b]));
            columns
        }),
        "nearest_target" => {
            let nearest = |row: ArrayView1<'_, f64>| row.fold(f64::INFINITY, |m, &c| m.min(c));
            let rows = i.p.iter().zip(i.cost.rows());
            rows.map(|(p, row)| p * nearest(row)).sum::<f64>()
        }
    });

    const PROMISES: &'static [Promise<Self>] = &[(
        Text {
            en: "One bin on each side is empty.",
            ru: "С каждой стороны один столбец пуст.",
        },
        |i| {
            let zeros = |table: &Array1<f64>| table.iter().filter(|p| **p == 0.0).count();
            zeros(&i.p) == 1 && zeros(&i.q) == 1
        },
    )];

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        let (sources, targets) = (sizes.get("source"), sizes.get("target"));
        let mut histogram = |bins: usize| {
            let mut table = random_table(rng, 1, bins, 0.6);
            if sources.min(targets) > 2 {
                empty(&mut table.row_mut(0), index1(rng, bins));
            }
            table.row(0).to_owned()
        };
        let (p, q) = (histogram(sources), histogram(targets));
        Inputs {
            p,
            q,
            cost: draw_distances(rng, sources, targets, 0.5),
        }
    }

    fn validate(i: &Inputs) -> Result<(), InputsError> {
        check("p", i.p.view())?;
        check("q", i.q.view())?;
        Domain::TooLarge("p, q".into()).refuse_if(i.p.len().max(i.q.len()) > MOST_BINS)?;
        Domain::NotNegative("cost".into())
            .require(i.cost.iter().all(|c| *c >= 0.0 && c.is_finite()))
    }

    fn reference(i: &Inputs) -> Outputs {
        Outputs::from((optimal_plan(&i.p, &i.q, &i.cost) * &i.cost).sum())
    }
}

/// The cost of the plan that serves row after row, each putting as much as fits into its columns in the order given.
fn fill_by_rows(i: &Inputs, order: impl Fn(ArrayView1<'_, f64>) -> Vec<usize>) -> Outputs {
    let mut lacking = i.q.clone();
    let mut transport_cost = 0.0;
    for (&p, row) in i.p.iter().zip(i.cost.rows()) {
        let mut left = p;
        for j in order(row) {
            let moved = f64::min(left, lacking[j]);
            left -= moved;
            lacking[j] -= moved;
            transport_cost += moved * row[j];
        }
    }
    Outputs { transport_cost }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    fn of(p: &[f64], q: &[f64], cost: Array2<f64>) -> f64 {
        let inputs = Inputs {
            p: arr1(p),
            q: arr1(q),
            cost,
        };
        WassersteinDiscrete::validate(&inputs).unwrap();
        WassersteinDiscrete::reference(&inputs).transport_cost
    }

    #[test]
    fn greedy_is_not_optimal() {
        // Row 0 would take the free column, but row 1 needs it more.
        let cost = arr2(&[[0.0, 1.0], [0.0, 9.0]]);
        assert_eq!(of(&[0.5, 0.5], &[0.5, 0.5], cost), 0.5);
    }

    #[test]
    fn equal_histograms_cost_exactly_nothing() {
        let p = [0.1, 0.2, 0.0, 0.7];
        let cost = Array2::from_shape_fn((4, 4), |(i, j)| i.abs_diff(j) as f64);
        assert_eq!(of(&p, &p, cost), 0.0);
    }

    #[test]
    fn zeros_and_single_bins() {
        let cost = arr2(&[[3.0, 1.0, 2.0]]);
        assert_eq!(of(&[1.0], &[0.5, 0.0, 0.5], cost), 2.5);
    }

    #[test]
    fn too_many_bins_and_negative_costs_are_refused() {
        let inputs = |n: usize, cost: f64| Inputs {
            p: Array1::from_elem(n, 1.0 / n as f64),
            q: Array1::from_elem(n, 1.0 / n as f64),
            cost: Array2::from_elem((n, n), cost),
        };
        assert!(WassersteinDiscrete::validate(&inputs(12, 0.0)).is_ok());
        assert!(WassersteinDiscrete::validate(&inputs(13, 0.0)).is_err());
        assert!(WassersteinDiscrete::validate(&inputs(2, -1e-9)).is_err());
        assert!(WassersteinDiscrete::validate(&inputs(2, f64::INFINITY)).is_err());
    }
}

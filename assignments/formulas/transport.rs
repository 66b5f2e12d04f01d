//! Optimal transport between two tables of probabilities: a transportation problem, solved exactly.
//!
//! Successive shortest paths (Ahuja, Magnanti and Orlin, Network Flows, 1993, chapter 9.7): mass goes, path by path, from rows that
//! have some left to columns that lack some, each time along the cheapest path of the residual graph (a plan's cell that carries mass
//! can be walked backwards, which takes mass out of it). The plan is optimal for the mass moved so far at every step.

use crate::draw::normal;
use crate::formulas::norm::distance;
use crate::task::Rng;
use ndarray::{Array1, Array2};

/// More paths than any plan between tables of moderate size takes; it ends the search should rounding make one walk in circles.
const MOST_PATHS: usize = 20_000;

/// Random costs: Euclidean distances from `rows` points of the plane, N(0, 1) in every coordinate, to `columns` points N(shift, 1).
pub fn draw_distances(rng: &mut Rng, rows: usize, columns: usize, shift: f64) -> Array2<f64> {
    let from = normal(rng, (rows, 2));
    let to = normal(rng, (columns, 2)) + shift;
    Array2::from_shape_fn((rows, columns), |(i, j)| distance(from.row(i), to.row(j)))
}

/// A plan γ ≥ 0 of least cost Σγᵢⱼ·Cᵢⱼ with row sums `p` and column sums `q`, for finite costs that are not negative.
///
/// Where the sums of `p` and `q` differ by rounding, the smaller one is moved.
pub fn optimal_plan(p: &Array1<f64>, q: &Array1<f64>, cost: &Array2<f64>) -> Array2<f64> {
    let mut state = Residual {
        cost,
        plan: Array2::zeros(cost.dim()),
        supply: p.clone(),
        demand: q.clone(),
        potential: vec![0.0; p.len() + q.len()],
    };
    for _ in 0..MOST_PATHS {
        let Some(path) = state.cheapest_path() else {
            break;
        };
        state.send_along(&path);
    }
    state.plan
}

struct Residual<'a> {
    cost: &'a Array2<f64>,
    plan: Array2<f64>,
    /// What is left in every row.
    supply: Array1<f64>,
    /// What every column lacks.
    demand: Array1<f64>,
    /// Distance of every node, rows first and then columns, from the rows that have mass left. Reduced by them no edge is negative.
    potential: Vec<f64>,
}

impl Residual<'_> {
    /// The nodes of a cheapest path from a row with mass left to a column that lacks some; of equally cheap ones a path with the fewest edges,
    /// which bounds the number of paths (Edmonds and Karp). `None` when all is moved.
    fn cheapest_path(&mut self) -> Option<Vec<usize>> {
        let rows = self.supply.len();
        let nodes = rows + self.demand.len();
        // Dijkstra on (reduced length, edges).
        let mut distance = vec![(f64::INFINITY, 0_usize); nodes];
        let mut previous: Vec<Option<usize>> = vec![None; nodes];
        let mut settled = vec![false; nodes];
        for (start, &supply) in distance.iter_mut().zip(&self.supply) {
            if supply > 0.0 {
                *start = (0.0, 0);
            }
        }
        while let Some(u) = nearest(&distance, &settled) {
            settled[u] = true;
            for v in if u < rows { rows..nodes } else { 0..rows } {
                let Some(length) = self.reduced_length(u, v) else {
                    continue;
                };
                let candidate = (distance[u].0 + length, distance[u].1 + 1);
                if !settled[v] && candidate < distance[v] {
                    distance[v] = candidate;
                    previous[v] = Some(u);
                }
            }
        }
        for (potential, (d, _)) in self.potential.iter_mut().zip(&distance) {
            if d.is_finite() {
                *potential += d;
            }
        }
        let mut end: Option<usize> = None;
        for v in (rows..nodes).filter(|&v| self.demand[v - rows] > 0.0 && settled[v]) {
            let key = |v: usize| (self.potential[v], distance[v].1);
            if end.is_none_or(|best| key(v) < key(best)) {
                end = Some(v);
            }
        }
        let mut path = vec![end?];
        while let Some(node) = path.last().and_then(|&v| previous[v]) {
            path.push(node);
        }
        path.reverse();
        Some(path)
    }

    /// The length of an edge reduced by the potentials, not negative up to rounding; `None` where there is no edge.
    fn reduced_length(&self, u: usize, v: usize) -> Option<f64> {
        let rows = self.supply.len();
        let length = if u < rows {
            self.cost[(u, v - rows)]
        } else if self.plan[(v, u - rows)] > 0.0 {
            -self.cost[(v, u - rows)]
        } else {
            return None;
        };
        Some((length + self.potential[u] - self.potential[v]).max(0.0))
    }

    /// Moves as much as the path can carry. The tightest place is left with exactly 0.
    fn send_along(&mut self, path: &[usize]) {
        let rows = self.supply.len();
        let (first, last) = (path[0], path[path.len() - 1] - rows);
        let mut amount = self.supply[first].min(self.demand[last]);
        for pair in path.windows(2) {
            if pair[0] >= rows {
                amount = amount.min(self.plan[(pair[1], pair[0] - rows)]);
            }
        }
        self.supply[first] -= amount;
        self.demand[last] -= amount;
        for pair in path.windows(2) {
            if pair[0] < rows {
                self.plan[(pair[0], pair[1] - rows)] += amount;
            } else {
                self.plan[(pair[1], pair[0] - rows)] -= amount;
            }
        }
    }
}

/// The nearest node that is reached and not settled.
fn nearest(distance: &[(f64, usize)], settled: &[bool]) -> Option<usize> {
    let mut best: Option<usize> = None;
    for (u, &d) in distance.iter().enumerate() {
        if !settled[u] && d.0.is_finite() && best.is_none_or(|b| d < distance[b]) {
            best = Some(u);
        }
    }
    best
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{integer1, random_table, seed, stream, uniform};
    use ndarray::{Axis, arr1, arr2};

    fn cost_of(p: &Array1<f64>, q: &Array1<f64>, cost: &Array2<f64>) -> f64 {
        let plan = optimal_plan(p, q, cost);
        assert!(plan.iter().all(|g| *g >= 0.0));
        for (sums, table) in [(plan.sum_axis(Axis(1)), p), (plan.sum_axis(Axis(0)), q)] {
            assert!((sums - table).iter().all(|e| e.abs() < 1e-14));
        }
        (plan * cost).sum()
    }

    /// The least cost over all matchings, by trying them all.
    fn best_matching(cost: &Array2<f64>, row: usize, used: &mut [bool]) -> f64 {
        if row == cost.nrows() {
            return 0.0;
        }
        let mut best = f64::INFINITY;
        for column in 0..cost.ncols() {
            if !used[column] {
                used[column] = true;
                best = best.min(cost[(row, column)] + best_matching(cost, row + 1, used));
                used[column] = false;
            }
        }
        best
    }

    #[test]
    fn uniform_tables_give_the_best_matching() {
        for number in 0..40 {
            let mut rng = stream(seed(number), "matching");
            let cost = uniform(&mut rng, (6, 6), 0.0, 3.0);
            let table = Array1::from_elem(6, 1.0 / 6.0);
            let best = best_matching(&cost, 0, &mut [false; 6]) / 6.0;
            assert!((cost_of(&table, &table, &cost) - best).abs() < 1e-14);
        }
    }

    #[test]
    fn on_the_line_it_is_the_area_between_the_distribution_functions() {
        for number in 0..40 {
            let mut rng = stream(seed(number), "line");
            let tables = random_table(&mut rng, 2, 12, 2.0);
            let (p, q) = (tables.row(0).to_owned(), tables.row(1).to_owned());
            let cost = Array2::from_shape_fn((12, 12), |(i, j)| i.abs_diff(j) as f64);
            let (mut gap, mut area) = (0.0_f64, 0.0);
            for k in 0..11 {
                gap += p[k] - q[k];
                area += gap.abs();
            }
            assert!((cost_of(&p, &q, &cost) - area).abs() < 1e-13);
        }
    }

    #[test]
    fn many_ties_and_zeros_end() {
        for number in 0..60 {
            let mut rng = stream(seed(number), "ties");
            let cost = Array2::from_shape_simple_fn((12, 12), || integer1(&mut rng, 0, 2) as f64);
            let mut table = || {
                let counts = Array1::from_shape_simple_fn(12, || integer1(&mut rng, 0, 2) as f64);
                let total = counts.sum() + 1.0;
                let mut table = counts / total;
                table[0] += 1.0 / total;
                table
            };
            let (p, q) = (table(), table());
            assert!(cost_of(&p, &q, &cost) <= 2.0);
        }
        let one = arr1(&[1.0]);
        assert_eq!(cost_of(&one, &one, &arr2(&[[3.5]])), 3.5);
    }

    #[test]
    fn a_forbidding_cost_elsewhere_costs_no_digits() {
        let half = arr1(&[0.5, 0.5]);
        let cost = arr2(&[[1.0, 1e300], [1e300, 2.0]]);
        assert_eq!(cost_of(&half, &half, &cost), 1.5);
    }
}

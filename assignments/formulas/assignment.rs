//! The assignment problem: rows paired with columns at least cost.

use ndarray::Array2;

/// For every row of a square matrix of finite costs its column in the cheapest pairing (Kuhn and Munkres, with potentials, O(n³)).
pub fn cheapest_pairing(cost: &Array2<f64>) -> Vec<usize> {
    let n = cost.nrows();
    // Place 0 of rows and columns is a stand-in for "none yet".
    let (mut of_row, mut of_column) = (vec![0.0; n + 1], vec![0.0; n + 1]);
    let mut row_of = vec![0; n + 1];
    let mut came_from = vec![0; n + 1];
    for row in 1..=n {
        row_of[0] = row;
        let mut column = 0;
        let mut slack = vec![f64::INFINITY; n + 1];
        let mut visited = vec![false; n + 1];
        // A shortest augmenting path from the row to a free column.
        while row_of[column] != 0 {
            visited[column] = true;
            let at = row_of[column];
            let (mut least, mut next) = (f64::INFINITY, 0);
            for j in (1..=n).filter(|j| !visited[*j]) {
                let reduced = cost[(at - 1, j - 1)] - of_row[at] - of_column[j];
                if reduced < slack[j] {
                    slack[j] = reduced;
                    came_from[j] = column;
                }
                if slack[j] < least {
                    (least, next) = (slack[j], j);
                }
            }
            for j in 0..=n {
                if visited[j] {
                    of_row[row_of[j]] += least;
                    of_column[j] -= least;
                } else {
                    slack[j] -= least;
                }
            }
            column = next;
        }
        while column != 0 {
            row_of[column] = row_of[came_from[column]];
            column = came_from[column];
        }
    }
    let mut column_of = vec![0; n];
    for (column, &row) in row_of.iter().enumerate().skip(1) {
        column_of[row - 1] = column - 1;
    }
    column_of
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{seed, stream, uniform};

    #[test]
    fn nothing_is_cheaper_among_all_pairings() {
        fn least(cost: &Array2<f64>, row: usize, used: &mut [bool]) -> f64 {
            if row == used.len() {
                return 0.0;
            }
            let mut best = f64::INFINITY;
            for column in 0..used.len() {
                if !used[column] {
                    used[column] = true;
                    best = best.min(cost[(row, column)] + least(cost, row + 1, used));
                    used[column] = false;
                }
            }
            best
        }
        let mut rng = stream(seed(1), "assignment");
        for n in 1..=6 {
            for _ in 0..20 {
                let cost = uniform(&mut rng, (n, n), 0.0, 1.0);
                let pairing = cheapest_pairing(&cost);
                let total: f64 = pairing.iter().enumerate().map(|(i, &j)| cost[(i, j)]).sum();
                assert!((total - least(&cost, 0, &mut vec![false; n])).abs() < 1e-12);
            }
        }
    }
}

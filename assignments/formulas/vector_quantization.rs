//! The choice of a code for a vector.

use ndarray::{Array2, ArrayView1, ArrayView2};

/// ‖z − e‖². The differences are squared and summed directly: the expansion ‖z‖² − 2z·e + ‖e‖² cancels where both are far from 0.
pub fn squared_distance(z: ArrayView1<'_, f64>, e: ArrayView1<'_, f64>) -> f64 {
    z.iter().zip(e).map(|(z, e)| (z - e) * (z - e)).sum()
}

/// The index of the code (row) of least cost; of equal ones the smallest index.
pub fn cheapest(codebook: &Array2<f64>, cost: impl Fn(ArrayView1<'_, f64>) -> f64) -> usize {
    let mut best = (0, f64::INFINITY);
    for (k, code) in codebook.outer_iter().enumerate() {
        let cost = cost(code);
        if cost < best.1 {
            best = (k, cost);
        }
    }
    best.0
}

/// The code nearest to every row of `z`; of equally near ones the smallest index.
pub fn nearest(z: ArrayView2<'_, f64>, codebook: &Array2<f64>) -> Vec<usize> {
    z.outer_iter()
        .map(|z| cheapest(codebook, |code| squared_distance(z, code)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn ties_go_to_the_smallest_index() {
        let codebook = arr2(&[[3.0], [1.0], [-1.0], [1.0]]);
        assert_eq!(
            nearest(arr2(&[[0.0], [2.0], [2.5]]).view(), &codebook),
            [1, 0, 0]
        );
    }

    #[test]
    fn a_common_shift_changes_nothing() {
        let (z, codebook) = (arr2(&[[0.1, 0.2]]), arr2(&[[0.15, 0.3], [0.1, 0.25]]));
        assert_eq!(nearest(z.view(), &codebook), [1]);
        let shift = 1e8;
        assert_eq!(nearest((z + shift).view(), &(codebook + shift)), [1]);
    }
}

//! Means of a kernel over pairs of samples: the three terms of a squared maximum mean discrepancy.

use ndarray::{ArrayView1, ArrayView2, Axis};

/// The mean of k over all pairs of a row of `x` and a row of `y`.
pub fn mean_over_pairs(
    x: ArrayView2<'_, f64>,
    y: ArrayView2<'_, f64>,
    k: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
) -> f64 {
    sum_over_pairs(x, y, |_, _| true, k) / (x.nrows() as f64 * y.nrows() as f64)
}

/// The mean of k over the ordered pairs of two different rows of `x`; NaN for a single row.
pub fn mean_over_distinct_pairs(
    x: ArrayView2<'_, f64>,
    k: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
) -> f64 {
    let n = x.nrows() as f64;
    sum_over_pairs(x, x, |i, j| i != j, k) / (n * (n - 1.0))
}

fn sum_over_pairs(
    x: ArrayView2<'_, f64>,
    y: ArrayView2<'_, f64>,
    counted: impl Fn(usize, usize) -> bool,
    k: impl Fn(ArrayView1<'_, f64>, ArrayView1<'_, f64>) -> f64,
) -> f64 {
    // Row sums first: rounding grows with the number of rows, not with that of pairs.
    let row = |(i, a): (usize, ArrayView1<'_, f64>)| -> f64 {
        let pairs = y.axis_iter(Axis(0)).enumerate();
        pairs
            .filter(|&(j, _)| counted(i, j))
            .map(|(_, b)| k(a, b))
            .sum()
    };
    x.axis_iter(Axis(0)).enumerate().map(row).sum()
}

/// ‖a − b‖², from the differences.
pub fn squared_distance(a: ArrayView1<'_, f64>, b: ArrayView1<'_, f64>) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

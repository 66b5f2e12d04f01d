//! Scatter matrices of features by symmetric rank-k updates, on all cores.

use crate::formulas::factors::threads;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::{Accum, Mat, MatMut, MatRef, Par};
use ndarray::{Array2, ArrayView2};

/// Rows that are centred into one block before it is multiplied: the block stays in the cache.
const BLOCK_ROWS: usize = 512;

/// From what point the scatter of features is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Their mean, as a covariance is.
    Mean,
    /// Zero.
    Zero,
}

/// The mean of the rows, at least one.
///
/// Measured from the first row, so that a constant feature is at exactly 0 from its mean.
pub fn mean(x: MatRef<'_, f64>) -> Vec<f64> {
    let first: Vec<f64> = x.row(0).iter().copied().collect();
    let anchored = mean_from(x, &first);
    if anchored.iter().all(|m| m.is_finite()) {
        return anchored;
    }
    mean_from(x, &vec![0.0; x.ncols()])
}

/// The mean of the rows, as the origin and the mean from it.
fn mean_from(x: MatRef<'_, f64>, origin: &[f64]) -> Vec<f64> {
    let mut sum = vec![0.0; x.ncols()];
    for i in 0..x.nrows() {
        for ((s, v), o) in sum.iter_mut().zip(x.row(i).iter()).zip(origin) {
            *s += v - o;
        }
    }
    let n = x.nrows() as f64;
    sum.iter().zip(origin).map(|(s, o)| o + s / n).collect()
}

/// `Σ (x − origin)(x − origin)ᵀ` over the rows x, both triangles.
///
/// The origin is subtracted before multiplying: `Σ x·xᵀ − n·m·mᵀ` would lose the digits of a large mean.
pub fn scatter(x: MatRef<'_, f64>, origin: &[f64]) -> Mat<f64> {
    let (n, dim) = x.shape();
    let mut sum = Mat::zeros(dim, dim);
    let mut block = Mat::zeros(BLOCK_ROWS.min(n), dim);
    let par = threads(block.nrows() as f64 * (dim * dim) as f64);
    for start in (0..n).step_by(BLOCK_ROWS) {
        let rows = BLOCK_ROWS.min(n - start);
        centre_into(
            block.subrows_mut(0, rows),
            x.subrows(start, rows),
            origin,
            par,
        );
        // Columns of samples: faer's products are twice as fast when the right factor is contiguous along the inner axis.
        let filled = block.subrows(0, rows);
        triangular::matmul(
            sum.as_mut(),
            BlockStructure::TriangularLower,
            Accum::Add,
            filled.transpose(),
            BlockStructure::Rectangular,
            filled,
            BlockStructure::Rectangular,
            1.0,
            par,
        );
    }
    mirror(&mut sum);
    sum
}

/// Copies the lower triangle to the upper one, tile by tile: whole columns would miss the cache at every element.
fn mirror(a: &mut Mat<f64>) {
    const TILE: usize = 32;
    let dim = a.nrows();
    for first in (0..dim).step_by(TILE) {
        for row in (0..=first).step_by(TILE) {
            for j in first..dim.min(first + TILE) {
                for i in row..j.min(row + TILE) {
                    a[(i, j)] = a[(j, i)];
                }
            }
        }
    }
}

/// Writes the rows of `x` less the origin, a feature in a contiguous column.
fn centre_into(out: MatMut<'_, f64>, x: MatRef<'_, f64>, origin: &[f64], par: Par) {
    let part = x.ncols().div_ceil(par.degree());
    std::thread::scope(|scope| {
        let (mut out, mut x, mut origin) = (out, x, origin);
        while x.ncols() > part {
            let (first, rest) = out.split_at_col_mut(part);
            let (columns, others) = x.split_at_col(part);
            let (from, following) = origin.split_at(part);
            scope.spawn(move || transpose_centred(first, columns, from));
            (out, x, origin) = (rest, others, following);
        }
        transpose_centred(out, x, origin);
    });
}

fn transpose_centred(mut out: MatMut<'_, f64>, x: MatRef<'_, f64>, origin: &[f64]) {
    // Eight rows at a time fill whole cache lines of every column.
    for start in (0..x.nrows()).step_by(8) {
        let rows = x.subrows(start, 8.min(x.nrows() - start));
        let mut lines = out.as_mut().subrows_mut(start, rows.nrows());
        for (j, o) in origin.iter().enumerate() {
            for (out, v) in lines.as_mut().col_mut(j).iter_mut().zip(rows.col(j).iter()) {
                *out = v - o;
            }
        }
    }
}

/// A view of a matrix in C order, and of any other through a copy.
pub fn with_view<R>(a: ArrayView2<'_, f64>, f: impl FnOnce(MatRef<'_, f64>) -> R) -> R {
    let rows = a.as_standard_layout();
    let slice = rows.as_slice().unwrap_or_default();
    f(MatRef::from_row_major_slice(slice, a.nrows(), a.ncols()))
}

/// The sample covariance of the rows with this divisor in the place of n − 1, as ndarray's matrix.
pub fn scatter_over(x: &Array2<f64>, origin: Origin, divisor: f64) -> Array2<f64> {
    with_view(x.view(), |x| {
        let from = match origin {
            Origin::Mean => mean(x),
            Origin::Zero => vec![0.0; x.ncols()],
        };
        let s = scatter(x, &from);
        Array2::from_shape_fn((x.ncols(), x.ncols()), |(i, j)| s[(i, j)] / divisor)
    })
}

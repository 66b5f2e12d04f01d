//! The Fréchet distance of two Gaussians and of two sets of features, by symmetric matrices only.
//!
//! The squared distance is `‖μa − μb‖² + tr Σa + tr Σb − 2·tr(Σa^½ Σb Σa^½)^½`. For any factors `Fa·Faᵀ = Σa`, `Fb·Fbᵀ = Σb` the last
//! trace is the nuclear norm of `Faᵀ·Fb`, here called the overlap. Three routes lead to it:
//!
//! - two Gaussians: factors from symmetric eigendecompositions, then singular values;
//! - features: the centred features are factors already, a QR decomposition shortens them, then singular values.
//!   No covariance is formed and nothing is rooted, so that singular covariances (fewer samples than features) lose no digits;
//! - many features of more samples than features: scatter matrices by symmetric rank-k updates, Cholesky `Sa = L·Lᵀ`,
//!   and the eigenvalues of the symmetric `Lᵀ·Sb·L`. Almost all the work is matrix products, but small eigenvalues are rooted:
//!   the error is estimated, and where it may be seen the second route is taken.

use crate::formulas::factors::{
    cholesky_factor, eigen, eigenvalues, qr_factor, singular_values, threads,
};
use faer::linalg::matmul::matmul;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::{Accum, Mat, MatMut, MatRef, Par};
use ndarray::{Array2, ArrayView2};

/// Below so many features the scatter route saves nothing worth an estimate of its error.
const SCATTER_DIMS: usize = 64;

/// The error of the overlap, relative to the geometric mean of the traces, that the scatter route may be estimated to have.
const SCATTER_ERROR: f64 = 1e-10;

/// Rows that are centred into one block before it is multiplied: the block stays in the cache.
const BLOCK_ROWS: usize = 512;

/// What the distance is made of.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parts {
    /// ‖μa − μb‖².
    pub shift: f64,
    /// tr Σa, or of the scatter matrix of the first set.
    pub trace_a: f64,
    /// tr Σb, or of the scatter matrix of the second set.
    pub trace_b: f64,
    /// tr(Σa^½ Σb Σa^½)^½, or the same of the scatter matrices.
    pub overlap: f64,
}

impl Parts {
    /// The squared distance, of scatter matrices divided by these; 0 where rounding leaves less, NaN where the parts are not finite.
    pub fn distance(&self, divisor_a: f64, divisor_b: f64) -> f64 {
        let spread = self.trace_a / divisor_a + self.trace_b / divisor_b;
        let distance = self.shift + (spread - 2.0 * self.overlap / (divisor_a * divisor_b).sqrt());
        // Spelt out instead of `f64::max`, which would turn NaN into 0.
        if distance < 0.0 { 0.0 } else { distance }
    }
}

/// From what point the scatter of features is measured.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Origin {
    /// Their mean, as a covariance is.
    Mean,
    /// Zero.
    Zero,
}

/// The parts of two Gaussians with symmetric positive semidefinite covariances (the lower triangles are read).
pub fn parts_of_gaussians(
    mean_a: &[f64],
    covariance_a: MatRef<'_, f64>,
    mean_b: &[f64],
    covariance_b: MatRef<'_, f64>,
) -> Parts {
    let trace_a = trace(covariance_a);
    let overlap = if covariance_a == covariance_b {
        // Equal distributions are at distance exactly 0.
        trace_a
    } else {
        root_factor(covariance_a)
            .zip(root_factor(covariance_b))
            .map_or(f64::NAN, |(a, b)| nuclear_norm_of_product(&a, &b))
    };
    Parts {
        shift: squared_distance(mean_a, mean_b),
        trace_a,
        trace_b: trace(covariance_b),
        overlap,
    }
}

/// The parts of two sets of features, samples in rows, with scatter matrices `Σ (x − origin)(x − origin)ᵀ` in the place of covariances:
/// [`Parts::distance`] divides them. At least one row each.
pub fn parts_of_features(a: MatRef<'_, f64>, b: MatRef<'_, f64>, origin: Origin) -> Parts {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let shift = squared_distance(&mean_a, &mean_b);
    let (from_a, from_b) = match origin {
        Origin::Mean => (mean_a, mean_b),
        Origin::Zero => (vec![0.0; a.ncols()], vec![0.0; b.ncols()]),
    };
    if a.ncols() >= SCATTER_DIMS && a.nrows() >= a.ncols() && b.nrows() >= b.ncols() && a != b {
        let scatter_a = scatter(a, &from_a);
        let scatter_b = scatter(b, &from_b);
        let (trace_a, trace_b) = (trace(scatter_a.as_ref()), trace(scatter_b.as_ref()));
        if let Some(overlap) = overlap_of_scatters(scatter_a, &scatter_b, (trace_a, trace_b)) {
            return Parts {
                shift,
                trace_a,
                trace_b,
                overlap,
            };
        }
    }
    let (factor_a, factor_b) = (centred(a, &from_a), centred(b, &from_b));
    let (trace_a, trace_b) = (factor_a.squared_norm_l2(), factor_b.squared_norm_l2());
    let overlap = if a == b {
        trace_a
    } else {
        nuclear_norm_of_product(&shortened(factor_a), &shortened(factor_b))
    };
    Parts {
        shift,
        trace_a,
        trace_b,
        overlap,
    }
}

/// The mean of the rows.
pub fn mean(x: MatRef<'_, f64>) -> Vec<f64> {
    let mut sum = vec![0.0; x.ncols()];
    for i in 0..x.nrows() {
        for (s, v) in sum.iter_mut().zip(x.row(i).iter()) {
            *s += v;
        }
    }
    let n = x.nrows() as f64;
    for s in &mut sum {
        *s /= n;
    }
    sum
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

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The features less the origin, a sample in a row.
fn centred(x: MatRef<'_, f64>, origin: &[f64]) -> Mat<f64> {
    Mat::from_fn(x.nrows(), x.ncols(), |i, j| x[(i, j)] - origin[j])
}

/// F of at most dim rows with `FᵀF = XᵀX`: the triangular factor of X = Q·R, or X itself where it is short already.
fn shortened(x: Mat<f64>) -> Mat<f64> {
    if x.nrows() > x.ncols() && is_finite(&x) {
        qr_factor(x)
    } else {
        x
    }
}

/// F with `FᵀF = Σ`, from the eigenvectors; `None` where the eigenvalues cannot be computed.
fn root_factor(covariance: MatRef<'_, f64>) -> Option<Mat<f64>> {
    let dim = covariance.nrows();
    let scale = covariance.norm_max();
    if !scale.is_finite() {
        return None;
    }
    if scale == 0.0 {
        return Some(Mat::zeros(0, dim));
    }
    let scaled = Mat::from_fn(dim, dim, |i, j| covariance[(i, j)] / scale);
    let (values, vectors) = eigen(scaled.as_ref())?;
    let largest = values.iter().copied().fold(0.0, f64::max);
    // Rounding of 1e-16 in a null direction would become 1e-8 under the root.
    let noise = 4.0 * dim as f64 * f64::EPSILON * largest;
    let kept: Vec<usize> = (0..dim).filter(|&k| values[k] > noise).collect();
    Some(Mat::from_fn(kept.len(), dim, |k, j| {
        vectors[(j, kept[k])] * (values[kept[k]] * scale).sqrt()
    }))
}

/// ‖A·Bᵀ‖*, the sum of the singular values; NaN where they are not finite.
fn nuclear_norm_of_product(a: &Mat<f64>, b: &Mat<f64>) -> f64 {
    let (m, n) = (a.nrows(), b.nrows());
    let mut product = Mat::zeros(m, n);
    matmul(
        product.as_mut(),
        Accum::Replace,
        a.as_ref(),
        b.transpose(),
        1.0,
        threads(2.0 * (m * n) as f64 * a.ncols() as f64),
    );
    if !is_finite(&product) {
        return f64::NAN;
    }
    let scale = product.norm_max();
    if scale == 0.0 {
        return 0.0;
    }
    let scaled = Mat::from_fn(m, n, |i, j| product[(i, j)] / scale);
    singular_values(scaled.as_ref()).map_or(f64::NAN, |values| scale * values.iter().sum::<f64>())
}

/// tr(Sa^½ Sb Sa^½)^½ by the eigenvalues of `Lᵀ·Sb·L`, `Sa = L·Lᵀ`; `None` where Sa is singular or rounding may be seen in the result.
fn overlap_of_scatters(
    scatter_a: Mat<f64>,
    scatter_b: &Mat<f64>,
    (trace_a, trace_b): (f64, f64),
) -> Option<f64> {
    let size = scatter_a.norm_l2() * scatter_b.norm_l2();
    if !size.is_finite() || size == 0.0 {
        return None;
    }
    let product = congruence(&cholesky_factor(scatter_a)?, scatter_b);
    let values = eigenvalues(product)?;
    // An eigenvalue carries errors of the size of the rounded product's entries; its root then errs by noise / (2·root).
    let noise = f64::EPSILON * size;
    let squares = values.iter().map(|v| noise * noise / v.max(noise));
    let estimate = 0.5 * squares.sum::<f64>().sqrt();
    (estimate <= SCATTER_ERROR * (trace_a * trace_b).sqrt())
        .then(|| values.iter().map(|v| v.max(0.0).sqrt()).sum())
}

/// The lower triangle of `Lᵀ·S·L`, L in a lower triangle.
pub fn congruence(l: &Mat<f64>, s: &Mat<f64>) -> Mat<f64> {
    let dim = l.nrows();
    let par = threads((dim as f64).powi(3));
    let mut right = Mat::zeros(dim, dim);
    triangular::matmul(
        right.as_mut(),
        BlockStructure::Rectangular,
        Accum::Replace,
        s.as_ref(),
        BlockStructure::Rectangular,
        l.as_ref(),
        BlockStructure::TriangularLower,
        1.0,
        par,
    );
    let mut both = Mat::zeros(dim, dim);
    triangular::matmul(
        both.as_mut(),
        BlockStructure::TriangularLower,
        Accum::Replace,
        l.transpose(),
        BlockStructure::TriangularUpper,
        right.as_ref(),
        BlockStructure::Rectangular,
        1.0,
        par,
    );
    both
}

fn is_finite(a: &Mat<f64>) -> bool {
    (0..a.ncols()).all(|j| a.col(j).iter().all(|v| v.is_finite()))
}

fn trace(a: MatRef<'_, f64>) -> f64 {
    (0..a.nrows()).map(|i| a[(i, i)]).sum()
}

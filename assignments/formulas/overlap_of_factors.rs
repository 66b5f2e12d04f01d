//! The overlap of two covariances from factors of them, `FᵀF = Σ`: the nuclear norm of `Fa·Fbᵀ`. No matrix is formed or rooted.

use crate::formulas::factors::{eigen, qr_factor, singular_values, singular_vectors, threads};
use faer::linalg::matmul::matmul;
use faer::{Accum, Mat, MatRef};

/// F of at most dim rows with `FᵀF = XᵀX`: the triangular factor of X = Q·R, or X itself where it is short already.
pub fn shortened(x: Mat<f64>) -> Mat<f64> {
    if x.nrows() > x.ncols() && is_finite(&x) {
        qr_factor(x)
    } else {
        x
    }
}

/// F with `FᵀF = Σ`, from the eigenvectors; `None` where the eigenvalues cannot be computed.
pub fn root_factor(covariance: MatRef<'_, f64>) -> Option<Mat<f64>> {
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
pub fn nuclear_norm_of_product(a: &Mat<f64>, b: &Mat<f64>) -> f64 {
    nuclear_norm(times_transposed(a, b))
}

/// A·Bᵀ.
fn times_transposed(a: &Mat<f64>, b: &Mat<f64>) -> Mat<f64> {
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
    product
}

/// ‖A‖² + ‖B‖² − 2‖A·Bᵀ‖* as a square, `‖A − U·B‖²` with the orthogonal U that brings B closest to A; `None` where it cannot be computed.
///
/// Nearly equal Gaussians are so near that the three terms have none of the digits of what they leave. Here they are subtracted before
/// anything is squared, and an error of U, at the least of the distance, is of second order.
///
/// Source: Bhatia, Jain and Lim, On the Bures-Wasserstein distance between positive definite matrices, 2019, theorem 1.
pub fn gap(a: &Mat<f64>, b: &Mat<f64>) -> Option<f64> {
    let rows = a.nrows().max(b.nrows());
    let square = |x: &Mat<f64>| {
        Mat::from_fn(
            rows,
            x.ncols(),
            |i, j| if i < x.nrows() { x[(i, j)] } else { 0.0 },
        )
    };
    let (a, b) = (square(a), square(b));
    let product = times_transposed(&a, &b);
    let scale = product.norm_max();
    if scale == 0.0 || !is_finite(&product) {
        return None;
    }
    let scaled = Mat::from_fn(rows, rows, |i, j| product[(i, j)] / scale);
    let (u, v) = singular_vectors(scaled.as_ref())?;
    let par = threads(2.0 * (rows * rows) as f64 * a.ncols() as f64);
    let mut turned = Mat::zeros(rows, b.ncols());
    matmul(
        turned.as_mut(),
        Accum::Replace,
        v.transpose(),
        b.as_ref(),
        1.0,
        par,
    );
    let mut left = a;
    matmul(
        left.as_mut(),
        Accum::Add,
        u.as_ref(),
        turned.as_ref(),
        -1.0,
        par,
    );
    Some(left.squared_norm_l2())
}

/// ‖X‖*, the sum of the singular values; NaN where they are not finite.
pub(super) fn nuclear_norm(x: Mat<f64>) -> f64 {
    if !is_finite(&x) {
        return f64::NAN;
    }
    let scale = x.norm_max();
    if scale == 0.0 {
        return 0.0;
    }
    let scaled = Mat::from_fn(x.nrows(), x.ncols(), |i, j| x[(i, j)] / scale);
    singular_values(scaled.as_ref()).map_or(f64::NAN, |values| scale * values.iter().sum::<f64>())
}

fn is_finite(a: &Mat<f64>) -> bool {
    (0..a.ncols()).all(|j| a.col(j).iter().all(|v| v.is_finite()))
}

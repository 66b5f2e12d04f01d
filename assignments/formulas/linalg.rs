//! Dense linear algebra on ndarray's matrices, done by faer.

use faer::linalg::solvers::DenseSolveCore as _;
use faer::{Mat, MatRef, Side};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// A copy as faer's matrix.
pub fn to_faer(a: ArrayView2<'_, f64>) -> Mat<f64> {
    Mat::from_fn(a.nrows(), a.ncols(), |i, j| a[(i, j)])
}

/// A copy as ndarray's matrix, in C order.
pub fn from_faer(a: MatRef<'_, f64>) -> Array2<f64> {
    Array2::from_shape_fn((a.nrows(), a.ncols()), |(i, j)| a[(i, j)])
}

/// The lower triangular Cholesky factor L with positive diagonal, A = L·Lᵀ; only the lower triangle of A is read.
/// `None` where A is not positive definite. No jitter is added.
pub fn cholesky(a: ArrayView2<'_, f64>) -> Option<Array2<f64>> {
    if a.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let llt = to_faer(a).llt(Side::Lower).ok()?;
    let mut l = from_faer(llt.L());
    // The strict upper triangle is zero by definition, whatever the factorisation left there.
    for ((i, j), v) in l.indexed_iter_mut() {
        if j > i {
            *v = 0.0;
        }
    }
    Some(l)
}

/// x of L·x = b for lower triangular L, by forward substitution.
pub fn solve_lower(l: ArrayView2<'_, f64>, b: ArrayView1<'_, f64>) -> Array1<f64> {
    let mut x = b.to_owned();
    for i in 0..x.len() {
        let known: f64 = (0..i).map(|j| l[(i, j)] * x[j]).sum();
        x[i] = (x[i] - known) / l[(i, i)];
    }
    x
}

/// Eigenvalues in ascending order and the matrix whose columns are the eigenvectors, of a symmetric A (the lower triangle is read).
/// `None` where A is not finite.
pub fn symmetric_eigen(a: ArrayView2<'_, f64>) -> Option<(Array1<f64>, Array2<f64>)> {
    if a.iter().any(|v| !v.is_finite()) {
        return None;
    }
    let eigen = to_faer(a).self_adjoint_eigen(Side::Lower).ok()?;
    let values = eigen.S().column_vector().iter().copied().collect();
    Some((values, from_faer(eigen.U())))
}

/// The symmetric positive semidefinite square root of a symmetric positive semidefinite A: V·diag(√max(λ, 0))·Vᵀ.
pub fn symmetric_sqrt(a: ArrayView2<'_, f64>) -> Option<Array2<f64>> {
    let (values, vectors) = symmetric_eigen(a)?;
    let scaled = &vectors * &values.mapv(|v| v.max(0.0).sqrt());
    Some(scaled.dot(&vectors.t()))
}

/// The inverse of a general square matrix by LU with partial pivoting. Entries are not finite where A is singular.
pub fn inverse(a: ArrayView2<'_, f64>) -> Array2<f64> {
    from_faer(to_faer(a).partial_piv_lu().inverse().as_ref())
}

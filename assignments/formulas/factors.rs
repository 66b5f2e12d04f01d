//! Factorisations of faer's matrices in place, with threads where the work is worth them.

use crate::formulas::tridiagonal;
use faer::diag::Diag;
use faer::dyn_stack::{MemBuffer, MemStack, StackReq};
use faer::linalg::cholesky::llt::factor::{
    LltRegularization, cholesky_in_place, cholesky_in_place_scratch,
};
use faer::linalg::evd::tridiag::{tridiag_in_place, tridiag_in_place_scratch};
use faer::linalg::evd::{ComputeEigenvectors, self_adjoint_evd, self_adjoint_evd_scratch};
use faer::linalg::qr::no_pivoting::factor::{
    qr_in_place, qr_in_place_scratch, recommended_block_size,
};
use faer::linalg::svd::{ComputeSvdVectors, svd, svd_scratch};
use faer::{Mat, MatRef, Par, Spec};

/// Below so many floating-point operations threads cost more than they bring.
const WORTH_THREADS: f64 = 4e6;

/// All cores for much work, the calling thread alone for little.
pub fn threads(operations: f64) -> Par {
    if operations < WORTH_THREADS {
        Par::Seq
    } else {
        Par::rayon(0)
    }
}

/// R of X = Q·R, upper triangular, for at least as many rows as columns.
pub fn qr_factor(mut x: Mat<f64>) -> Mat<f64> {
    let (rows, columns) = x.shape();
    let par = threads(2.0 * rows as f64 * (columns as f64).powi(2));
    let block = recommended_block_size::<f64>(rows, columns);
    let mut coefficients = Mat::zeros(block, columns);
    let request = qr_in_place_scratch::<f64>(rows, columns, block, par, Spec::default());
    with_stack(request, |stack| {
        qr_in_place(
            x.as_mut(),
            coefficients.as_mut(),
            par,
            stack,
            Spec::default(),
        )
    });
    // Below the diagonal the factorisation leaves its reflections.
    let upper = |i, j| if i <= j { x[(i, j)] } else { 0.0 };
    Mat::from_fn(columns, columns, upper)
}

/// L of A = L·Lᵀ in the lower triangle, the upper one as it was; only the lower triangle is read.
/// `None` where A is not positive definite.
pub fn cholesky_factor(mut a: Mat<f64>) -> Option<Mat<f64>> {
    let par = threads((a.nrows() as f64).powi(3) / 3.0);
    let request = cholesky_in_place_scratch::<f64>(a.nrows(), par, Spec::default());
    with_stack(request, |stack| {
        let exact = LltRegularization::default();
        cholesky_in_place(a.as_mut(), exact, par, stack, Spec::default())
    })
    .ok()?;
    Some(a)
}

/// Eigenvalues in ascending order and eigenvectors in columns of a symmetric matrix, whose lower triangle is read.
pub fn eigen(a: MatRef<'_, f64>) -> Option<(Vec<f64>, Mat<f64>)> {
    let dim = a.nrows();
    let par = threads(9.0 * (dim as f64).powi(3));
    let (mut values, mut vectors) = (Diag::zeros(dim), Mat::zeros(dim, dim));
    let wanted = ComputeEigenvectors::Yes;
    let request = self_adjoint_evd_scratch::<f64>(dim, wanted, par, Spec::default());
    with_stack(request, |stack| {
        let vectors = Some(vectors.as_mut());
        self_adjoint_evd(a, values.as_mut(), vectors, par, stack, Spec::default())
    })
    .ok()?;
    Some((values.column_vector().iter().copied().collect(), vectors))
}

/// Eigenvalues in no particular order of a symmetric matrix, whose lower triangle is read; `None` where it is not finite.
///
/// faer's own routine turns the tridiagonal matrix by rotations on one core, which is a good part of its time; square roots are not needed.
pub fn eigenvalues(mut a: Mat<f64>) -> Option<Vec<f64>> {
    let dim = a.nrows();
    let par = threads(4.0 / 3.0 * (dim as f64).powi(3));
    // One row: the reflections are not needed afterwards, so they are not gathered into blocks.
    let mut reflections = Mat::zeros(1, dim.saturating_sub(1));
    let request = tridiag_in_place_scratch::<f64>(dim, par, Spec::default());
    with_stack(request, |stack| {
        let reflections = reflections.as_mut();
        tridiag_in_place(a.as_mut(), reflections, par, stack, Spec::default());
    });
    let diagonal: Vec<_> = (0..dim).map(|i| a[(i, i)]).collect();
    let off_diagonal: Vec<_> = (1..dim).map(|i| a[(i, i - 1)]).collect();
    tridiagonal::eigenvalues(&diagonal, &off_diagonal)
}

/// Singular values; `None` where they cannot be computed.
pub fn singular_values(a: MatRef<'_, f64>) -> Option<Vec<f64>> {
    let (rows, columns) = a.shape();
    let least = rows.min(columns);
    let par = threads(8.0 / 3.0 * (rows * columns) as f64 * least as f64);
    let mut values = Diag::zeros(least);
    let no = ComputeSvdVectors::No;
    let request = svd_scratch::<f64>(rows, columns, no, no, par, Spec::default());
    with_stack(request, |stack| {
        svd(a, values.as_mut(), None, None, par, stack, Spec::default())
    })
    .ok()?;
    Some(values.column_vector().iter().copied().collect())
}

/// U and V of the singular value decomposition U·S·Vᵀ of a square matrix; `None` where they cannot be computed.
pub fn singular_vectors(a: MatRef<'_, f64>) -> Option<(Mat<f64>, Mat<f64>)> {
    let dim = a.nrows();
    let par = threads(9.0 * (dim as f64).powi(3));
    let (mut values, mut u, mut v) = (Diag::zeros(dim), Mat::zeros(dim, dim), Mat::zeros(dim, dim));
    let all = ComputeSvdVectors::Full;
    let request = svd_scratch::<f64>(dim, dim, all, all, par, Spec::default());
    with_stack(request, |stack| {
        let (values, u, v) = (values.as_mut(), Some(u.as_mut()), Some(v.as_mut()));
        svd(a, values, u, v, par, stack, Spec::default())
    })
    .ok()?;
    Some((u, v))
}

fn with_stack<R>(request: StackReq, f: impl FnOnce(&mut MemStack) -> R) -> R {
    f(MemStack::new(&mut MemBuffer::new(request)))
}

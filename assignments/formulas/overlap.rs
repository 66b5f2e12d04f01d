//! The overlap `tr(Sa^½ Sb Sa^½)^½` of two symmetric positive semidefinite matrices, by symmetric forms only.
//!
//! For any factors `FaᵀFa = Sa`, `FbᵀFb = Sb` it is the nuclear norm of `Fa·Fbᵀ` (`overlap_of_factors`). With the matrices at hand and `Sa = La·Laᵀ` there are
//! two quicker routes, each with an estimate of its error ε (of rounding, `u = 2⁻⁵²`):
//!
//! - the roots of the eigenvalues λ of `Laᵀ·Sb·La`: an eigenvalue errs by about `u‖Sa‖‖Sb‖`, its root by that over `2√λ`, and the roots
//!   independently of each other: `ε² = Σ (u‖Sa‖‖Sb‖)² / 4λ`;
//! - the singular values of `Laᵀ·Lb`, nothing is rooted: what is left is the rounding of the matrices themselves. The overlap changes by
//!   `½ tr(G δSa)` with `G = Sa⁻¹ # Sb`, the geometric mean, of norm at most `√(‖Sa⁻¹‖‖Sb‖)`.
//!
//! Source: Higham, Functions of Matrices, 2008, chapter 6; Bhatia, Positive Definite Matrices, 2007, chapter 4 (the geometric mean).

use crate::formulas::factors::{cholesky_factor, eigenvalues, threads};
use crate::formulas::overlap_of_factors::nuclear_norm;
use faer::linalg::matmul::triangular::{self, BlockStructure};
use faer::linalg::triangular_solve::{
    solve_lower_triangular_in_place, solve_upper_triangular_in_place,
};
use faer::{Accum, Mat, MatRef, Par};

/// Steps of the power iteration: half the norm is enough for an estimate.
const POWER_STEPS: usize = 6;

/// An overlap and about how far rounding may have moved it.
#[derive(Clone, Copy, Debug)]
pub struct Estimated {
    /// The overlap.
    pub value: f64,
    /// An estimate of its absolute error.
    pub error: f64,
}

/// The overlap of two scatter matrices (both triangles filled) by the first of the two quick routes that is good enough;
/// `None` where neither is, or a matrix is not positive definite.
pub fn of_scatters(a: Mat<f64>, b: Mat<f64>, good: impl Fn(Estimated) -> bool) -> Option<f64> {
    let (size_a, size_b) = (a.norm_l2(), b.norm_l2());
    if !(size_a * size_b).is_finite() {
        return None;
    }
    let factor_a = cholesky_factor(a)?;
    let values = eigenvalues(congruence(&factor_a, &b))?;
    // The Frobenius norms bound the spectral ones, at no cost.
    let rooted = roots(&values, size_a * size_b);
    if good(rooted) {
        return Some(rooted.value);
    }
    let norm_a = norm(factor_a.nrows(), |x| times_factor(&factor_a, &x));
    let norm_b = norm(b.nrows(), |x| &b * x);
    let rooted = roots(&values, norm_a * norm_b);
    if good(rooted) {
        return Some(rooted.value);
    }
    let factor_b = cholesky_factor(b)?;
    let value = nuclear_norm(transposed_product(&factor_a, &factor_b));
    let inverse = |factor: &Mat<f64>| norm(factor.nrows(), |x| over_factor(factor, x));
    let rounding_a = size_a * (inverse(&factor_a) * norm_b).sqrt();
    let rounding_b = size_b * (inverse(&factor_b) * norm_a).sqrt();
    let estimated = Estimated {
        value,
        error: 0.5 * f64::EPSILON * (rounding_a + rounding_b),
    };
    good(estimated).then_some(value)
}

/// The sum of the roots of eigenvalues that err by rounding of numbers of this size.
fn roots(values: &[f64], size: f64) -> Estimated {
    let noise = f64::EPSILON * size;
    let squares = values.iter().map(|v| noise * noise / v.max(noise));
    Estimated {
        value: values.iter().map(|v| v.max(0.0).sqrt()).sum(),
        error: 0.5 * squares.sum::<f64>().sqrt(),
    }
}

/// About the spectral norm of a symmetric positive definite operator, from below, by the power iteration.
fn norm(dim: usize, apply: impl Fn(Mat<f64>) -> Mat<f64>) -> f64 {
    // Irregular, so that it is orthogonal to no eigenvector of a regular matrix.
    let mut x = Mat::from_fn(dim, 1, |i, _| (1.0 + i as f64 * i as f64).sin());
    let mut largest = 0.0;
    for _ in 0..POWER_STEPS {
        let length = x.norm_l2();
        if length == 0.0 {
            break;
        }
        x = apply(x * (1.0 / length));
        largest = x.norm_l2();
    }
    largest
}

/// `L·Lᵀ·x`, L in a lower triangle.
fn times_factor(l: &Mat<f64>, x: &Mat<f64>) -> Mat<f64> {
    let product = |factor: MatRef<'_, f64>, structure, x: &Mat<f64>| {
        let mut out = Mat::zeros(x.nrows(), x.ncols());
        triangular::matmul(
            out.as_mut(),
            BlockStructure::Rectangular,
            Accum::Replace,
            factor,
            structure,
            x.as_ref(),
            BlockStructure::Rectangular,
            1.0,
            Par::Seq,
        );
        out
    };
    let inner = product(l.transpose(), BlockStructure::TriangularUpper, x);
    product(l.as_ref(), BlockStructure::TriangularLower, &inner)
}

/// `(L·Lᵀ)⁻¹·x`, L in a lower triangle.
fn over_factor(l: &Mat<f64>, mut x: Mat<f64>) -> Mat<f64> {
    solve_lower_triangular_in_place(l.as_ref(), x.as_mut(), Par::Seq);
    solve_upper_triangular_in_place(l.transpose(), x.as_mut(), Par::Seq);
    x
}

/// `Laᵀ·Lb`, both in lower triangles.
fn transposed_product(a: &Mat<f64>, b: &Mat<f64>) -> Mat<f64> {
    let dim = a.nrows();
    let mut product = Mat::zeros(dim, dim);
    triangular::matmul(
        product.as_mut(),
        BlockStructure::Rectangular,
        Accum::Replace,
        a.transpose(),
        BlockStructure::TriangularUpper,
        b.as_ref(),
        BlockStructure::TriangularLower,
        1.0,
        threads((dim as f64).powi(3)),
    );
    product
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draw::{normal, seed, stream};
    use crate::formulas::overlap_of_factors::{nuclear_norm_of_product, shortened};
    use crate::formulas::scatter::{mean, scatter, with_view};
    use ndarray::Array2;
    use std::cell::Cell;

    const DIM: usize = 96;

    /// Features whose scales fall as a power of their number, mixed.
    fn features(seed_of: u64, power: f64) -> [Array2<f64>; 2] {
        let mut rng = stream(seed(seed_of), "overlap");
        let mixing = normal(&mut rng, (DIM, DIM)) / (DIM as f64).sqrt();
        [150, 200].map(|rows| {
            let mut x = normal(&mut rng, (rows, DIM));
            for (j, mut column) in x.columns_mut().into_iter().enumerate() {
                column *= (1.0 + j as f64).powf(-power);
            }
            x.dot(&mixing)
        })
    }

    fn centred_scatter(x: &Array2<f64>) -> Mat<f64> {
        with_view(x.view(), |x| scatter(x, &mean(x)))
    }

    /// From the features themselves: no matrix is formed whose rounding could be seen.
    fn exact(a: &Array2<f64>, b: &Array2<f64>) -> f64 {
        let factor = |x: &Array2<f64>| {
            with_view(x.view(), |x| {
                let m = mean(x);
                shortened(Mat::from_fn(x.nrows(), x.ncols(), |i, j| x[(i, j)] - m[j]))
            })
        };
        nuclear_norm_of_product(&factor(a), &factor(b))
    }

    /// What every route says, in their order.
    fn routes(a: &Array2<f64>, b: &Array2<f64>) -> Vec<Estimated> {
        let said = Cell::new(Vec::new());
        let nothing_is_good = |estimated| {
            let mut all = said.take();
            all.push(estimated);
            said.set(all);
            false
        };
        assert_eq!(
            of_scatters(centred_scatter(a), centred_scatter(b), nothing_is_good),
            None
        );
        said.into_inner()
    }

    #[test]
    fn every_route_errs_by_no_more_than_a_few_times_its_estimate() {
        for power in [0.0, 0.5, 1.0, 1.5, 2.0] {
            for seed_of in 0..10 {
                let [a, b] = features(seed_of, power);
                let exact = exact(&a, &b);
                let said = routes(&a, &b);
                assert_eq!(said.len(), 3, "{power} {seed_of}");
                for (route, e) in said.iter().enumerate() {
                    let error = (e.value - exact).abs();
                    // The exact route rounds as well, by some units in its last place.
                    let bound = 3.0 * e.error + 1e-13 * exact;
                    assert!(
                        error <= bound,
                        "{power} {seed_of} {route}: {error:e} {bound:e}"
                    );
                }
            }
        }
    }

    #[test]
    fn without_roots_a_falling_spectrum_keeps_its_digits() {
        let [a, b] = features(0, 2.0);
        let exact = exact(&a, &b);
        let said = routes(&a, &b);
        let error = |route: usize| (said[route].value - exact).abs() / exact;
        assert!(error(2) < 1e-13, "{:e}", error(2));
        assert!(error(0) > 10.0 * error(2), "{:e}", error(0));
    }

    #[test]
    fn the_first_route_that_is_good_enough_is_taken() {
        let [a, b] = features(1, 1.0);
        let said = routes(&a, &b);
        let taken = |most: f64| {
            of_scatters(centred_scatter(&a), centred_scatter(&b), |e| {
                e.error <= most
            })
        };
        assert_eq!(taken(said[0].error), Some(said[0].value));
        assert_eq!(taken(said[2].error), Some(said[2].value));
        assert_eq!(taken(said[2].error / 2.0), None);
    }

    #[test]
    fn a_singular_or_endless_matrix_has_no_quick_route() {
        let [a, b] = features(2, 0.0);
        let mut constant = a.clone();
        constant.column_mut(3).fill(0.0);
        let of = |a: &Array2<f64>| of_scatters(centred_scatter(a), centred_scatter(&b), |_| true);
        assert!(of(&a).is_some());
        assert_eq!(of(&constant), None);
        assert_eq!(of(&a.mapv(|v| v * 1e200)), None);
    }
}

//! # Symmetric square root of a matrix
//!
//! The symmetric positive semidefinite $S$ with $SS=A$. Of all the roots of $A$ it is the only one that is itself positive semidefinite:
//! $$A=V\operatorname{diag}(\lambda)V^\top\quad\Longrightarrow\quad S=A^{1/2}=V\operatorname{diag}\bigl(\sqrt{\max(\lambda,0)}\bigr)V^\top.$$
//!
//! A symmetric eigensolver on $(A+A^\top)/2$ keeps everything real and orthogonal; a general `sqrtm` may return complex rounding noise.
//! The root does not depend on signs or order of eigenvectors.
//!
//! - Domain: symmetric positive semidefinite matrices.
//! - Source: lecture 11; Higham, Functions of Matrices, 2008, section 6.

use crate::formulas::covariance::{random_covariance, require_covariance, symmetric_part};
use crate::formulas::linalg::{cholesky, symmetric_eigen};
use crate::task::prelude::*;

ports! { MatrixSqrt:
    Inputs {
        matrix: f64["dim", "dim"] "Symmetric positive definite matrix A.";
    }
    Outputs {
        sqrt: f64["dim", "dim"] "The symmetric positive semidefinite S with S·S = A.";
    }
}

impl Task for MatrixSqrt {
    const LECTURES: &'static [u8] = &[11];
    const SIZES: &'static [Size] = sizes!["dim" 6 in 1..=64];
    const TOLERANCE: Tolerance = Tolerance::new(1e-4, 1e-5);

    const MISTAKES: &'static [Mistake<Self>] = mistakes!(|i| match mistake {
        "elementwise_sqrt" => i.matrix.mapv(f64::sqrt),
        "cholesky_factor" => cholesky(symmetric_part(i.matrix.view()).view())
            .unwrap_or_else(|| Array2::from_elem(i.matrix.raw_dim(), f64::NAN)),
        "eigenvalues_not_rooted" => symmetric_part(i.matrix.view()),
        "inverse_sqrt" => spectral(&i.matrix, |v| 1.0 / v.max(0.0).sqrt()),
    });

    fn draw(rng: &mut Rng, sizes: &Sizes) -> Inputs {
        Inputs {
            matrix: random_covariance(rng, sizes.get("dim")),
        }
    }

    fn validate(inputs: &Inputs) -> Result<(), InputsError> {
        require_covariance("matrix", inputs.matrix.view())
    }

    fn reference(inputs: &Inputs) -> Outputs {
        Outputs::from(spectral(&inputs.matrix, |v| v.max(0.0).sqrt()))
    }
}

/// V·diag(f(λ))·Vᵀ of the symmetric part.
fn spectral(a: &Array2<f64>, f: impl Fn(f64) -> f64) -> Array2<f64> {
    let Some((values, vectors)) = symmetric_eigen(symmetric_part(a.view()).view()) else {
        return Array2::from_elem(a.raw_dim(), f64::NAN);
    };
    let s = (&vectors * &values.mapv(f)).dot(&vectors.t());
    // The product's two triangles may differ by rounding.
    symmetric_part(s.view())
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    fn root(matrix: Array2<f64>) -> Array2<f64> {
        MatrixSqrt::validate(&Inputs {
            matrix: matrix.clone(),
        })
        .expect("legal");
        MatrixSqrt::reference(&Inputs { matrix }).sqrt
    }

    #[test]
    fn by_hand() {
        // Eigenvalues 9 and 1 along the diagonals of the plane: the root is [[2, 1], [1, 2]].
        let s = root(arr2(&[[5.0, 4.0], [4.0, 5.0]]));
        let expected = arr2(&[[2.0, 1.0], [1.0, 2.0]]);
        assert!((s - expected).iter().all(|d| d.abs() < 1e-14));
        assert_eq!(root(arr2(&[[4.0]])), arr2(&[[2.0]]));
    }

    #[test]
    fn singular_zero_and_ill_conditioned_matrices() {
        let s = root(arr2(&[[2.0, 2.0], [2.0, 2.0]]));
        assert!((s - 1.0).iter().all(|d| d.abs() < 1e-7));
        assert_eq!(root(Array2::zeros((3, 3))), Array2::<f64>::zeros((3, 3)));
        let s = root(Array2::from_diag(&ndarray::arr1(&[1e8, 1.0])));
        assert!((s[(0, 0)] - 1e4).abs() < 1e-10 && (s[(1, 1)] - 1.0).abs() < 1e-8);
        let negative = arr2(&[[1.0, 0.0], [0.0, -1.0]]);
        assert!(MatrixSqrt::validate(&Inputs { matrix: negative }).is_err());
    }
}

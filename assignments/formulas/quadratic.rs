//! The quadratic objective whose expectation is differentiated: f(z) = ½·zᵀAz + bᵀz.

use ndarray::{Array1, Array2, ArrayView1};

/// f(z) = ½·zᵀAz + bᵀz.
#[derive(Clone, Copy, Debug)]
pub struct Quadratic<'a> {
    /// A, symmetric.
    pub matrix: &'a Array2<f64>,
    /// b.
    pub vector: &'a Array1<f64>,
}

impl Quadratic<'_> {
    /// f(z).
    pub fn value(self, z: ArrayView1<'_, f64>) -> f64 {
        0.5 * z.dot(&self.matrix.dot(&z)) + self.vector.dot(&z)
    }

    /// ∇f(z) = ½(A + Aᵀ)z + b, which is Az + b for a symmetric A and stays the gradient of f for any other.
    pub fn gradient(self, z: ArrayView1<'_, f64>) -> Array1<f64> {
        0.5 * (self.matrix.dot(&z) + self.matrix.t().dot(&z)) + self.vector
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn value_and_gradient_by_hand() {
        let (matrix, vector) = (arr2(&[[2.0, 1.0], [1.0, 4.0]]), arr1(&[1.0, -1.0]));
        let f = Quadratic {
            matrix: &matrix,
            vector: &vector,
        };
        let z = arr1(&[1.0, 2.0]);
        // ½(2 + 2·2 + 16) + 1 − 2.
        assert_eq!(f.value(z.view()), 10.0);
        assert_eq!(f.gradient(z.view()), arr1(&[5.0, 8.0]));
    }
}

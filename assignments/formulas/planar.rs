//! The planar layer z ↦ z + û·tanh(wᵀz + b).

use crate::draw::{normal, normal1, uniform1};
use crate::formulas::logistic::softplus;
use crate::formulas::small_network::slope;
use crate::task::Rng;
use crate::task::{Domain, InputsError};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis};

/// A layer ready to be applied.
#[derive(Clone, Debug)]
pub struct Layer<'a> {
    /// The direction that is read.
    pub w: ArrayView1<'a, f64>,
    /// The direction of the shift.
    pub u_hat: Array1<f64>,
    /// The bias.
    pub b: f64,
    /// 1 + wᵀû, kept because for the constrained layer it is softplus(wᵀu), which the sum would round away.
    pub one_plus_inner: f64,
}

impl<'a> Layer<'a> {
    /// û = u + (softplus(wᵀu) − 1 − wᵀu)·w/‖w‖², hence wᵀû = softplus(wᵀu) − 1 > −1: invertible for every u.
    pub fn constrained(w: ArrayView1<'a, f64>, u: ArrayView1<'_, f64>, b: f64) -> Self {
        let norm = norm(w);
        Self {
            u_hat: &u + &(&w / norm * (correction(w, u) / norm)),
            w,
            b,
            one_plus_inner: softplus(w.dot(&u)),
        }
    }

    /// The layer with an arbitrary û.
    pub fn with_u_hat(w: ArrayView1<'a, f64>, u_hat: Array1<f64>, b: f64) -> Self {
        Self {
            one_plus_inner: 1.0 + w.dot(&u_hat),
            u_hat,
            w,
            b,
        }
    }

    /// a = wᵀz + b of every row.
    pub fn activation(&self, z: ArrayView2<'_, f64>) -> Array1<f64> {
        z.dot(&self.w) + self.b
    }

    /// z + û·tanh(a).
    pub fn apply(&self, z: ArrayView2<'_, f64>) -> Array2<f64> {
        let h = self.activation(z).mapv(f64::tanh).insert_axis(Axis(1));
        &z + &(&h * &self.u_hat)
    }

    /// log|1 + (1 − tanh²a)·wᵀû| of every row, as log|tanh²a + sech²a·(1 + wᵀû)|: two positive terms where the layer is
    /// invertible, so that nothing cancels; and by `ln_1p` where the determinant is close to 1.
    pub fn log_det(&self, z: ArrayView2<'_, f64>) -> Array1<f64> {
        self.activation(z).mapv(|a| {
            let (tanh, slope) = (a.tanh(), slope(a));
            let stretch = slope * (self.one_plus_inner - 1.0);
            if stretch.abs() < 0.5 {
                return stretch.ln_1p();
            }
            (tanh * tanh + slope * self.one_plus_inner).abs().ln()
        })
    }
}

/// softplus(wᵀu) − 1 − wᵀu, the change that wᵀû must have against wᵀu.
pub fn correction(w: ArrayView1<'_, f64>, u: ArrayView1<'_, f64>) -> f64 {
    let inner = w.dot(&u);
    softplus(inner) - 1.0 - inner
}

/// ‖w‖, by the largest entry so that no square overflows or vanishes.
pub fn norm(w: ArrayView1<'_, f64>) -> f64 {
    let largest = w.iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 {
        return 0.0;
    }
    largest * w.iter().map(|v| (v / largest).powi(2)).sum::<f64>().sqrt()
}

/// Refuses w = 0: there is no direction to correct u along.
///
/// # Errors
/// When w is zero.
pub fn check_direction(w: &Array1<f64>) -> Result<(), InputsError> {
    Domain::special(
        "w must not be the zero vector",
        "w не должен быть нулевым вектором",
    )
    .refuse_if(w.iter().all(|v| *v == 0.0))
}

/// w of a random direction and length U(1.3, 2.2); u normal but for its component along w, set so that wᵀu is −U(1.5, 2.5)
/// or U(1, 2.5) (the layer without the constraint is not invertible in the first case); b of 0.5·N(0, 1).
pub fn draw(rng: &mut Rng, dim: usize) -> (Array1<f64>, Array1<f64>, f64) {
    let direction = normal(rng, dim);
    let length = uniform1(rng, 1.3, 2.2);
    let w = &direction * (length / norm(direction.view()));
    let inner = uniform1(rng, 1.0, 2.5);
    let free = normal(rng, dim);
    let along = (inner - w.dot(&free)) / w.dot(&w);
    let u = free + &w * along;
    (w, u, 0.5 * normal1(rng))
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{arr1, arr2};

    #[test]
    fn the_constraint_sets_the_inner_product() {
        let (w, u) = (arr1(&[0.3, -1.2, 0.5]), arr1(&[2.0, 1.0, -1.0]));
        let layer = Layer::constrained(w.view(), u.view(), 0.1);
        let inner = w.dot(&layer.u_hat);
        assert!((inner - (softplus(w.dot(&u)) - 1.0)).abs() < 1e-15);
        assert!((1.0 + inner - layer.one_plus_inner).abs() < 1e-15);
    }

    #[test]
    fn a_nearly_singular_layer_keeps_its_digits() {
        // wᵀu = −50 and a = 0: log softplus(−50) = −50 up to e⁻⁵⁰, where 1 + (softplus − 1) would round to 0.
        let (w, u) = (arr1(&[1.0]), arr1(&[-50.0]));
        let layer = Layer::constrained(w.view(), u.view(), 0.0);
        assert!((layer.log_det(arr2(&[[0.0]]).view())[0] + 50.0).abs() < 1e-12);
    }

    #[test]
    fn a_layer_that_hardly_stretches_keeps_its_digits() {
        // At a = 20 the determinant is 1 + 4e⁻⁴⁰(softplus(1) − 1), which rounds to 1.
        let (w, u) = (arr1(&[1.0]), arr1(&[1.0]));
        let layer = Layer::constrained(w.view(), u.view(), 0.0);
        let expected = 4.0 * (-40.0_f64).exp() * (softplus(1.0) - 1.0);
        assert!((layer.log_det(arr2(&[[20.0]]).view())[0] / expected - 1.0).abs() < 1e-13);
    }

    #[test]
    fn lengths_out_of_the_range_of_squares() {
        assert!((norm(arr1(&[3e-200, 4e-200]).view()) / 5e-200 - 1.0).abs() < 1e-15);
        assert!((norm(arr1(&[3e200, 4e200]).view()) / 5e200 - 1.0).abs() < 1e-15);
        assert!(check_direction(&arr1(&[0.0, 0.0])).is_err());
    }
}

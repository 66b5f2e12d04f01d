//! The affine coupling layer with a binary mask: coordinates with mask 1 pass and feed the network, the others are scaled and shifted.
//!
//! Every function branches on the mask instead of multiplying by it: `0 * exp(s)` is not a number where exp(s) overflows.

use crate::draw::shuffled;
use crate::formulas::small_network::Network;
use crate::task::Rng;
use crate::task::{Domain, InputsError};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2, Axis, Zip};

/// m ⊙ x.
pub fn masked(x: ArrayView2<'_, f64>, mask: ArrayView1<'_, f64>) -> Array2<f64> {
    Zip::from(x)
        .and_broadcast(mask)
        .map_collect(|&x, &m| if m == 1.0 { x } else { 0.0 })
}

/// s and t for what the network sees: the first half of its outputs and the last.
pub fn scale_and_shift(net: &Network<'_>, seen: ArrayView2<'_, f64>) -> (Array2<f64>, Array2<f64>) {
    let out = net.apply(seen);
    let (s, t) = out.view().split_at(Axis(1), out.ncols() / 2);
    (s.to_owned(), t.to_owned())
}

/// m ⊙ x + (1 − m) ⊙ (x ⊙ exp(s) + t).
pub fn forward(
    x: ArrayView2<'_, f64>,
    mask: ArrayView1<'_, f64>,
    (s, t): (&Array2<f64>, &Array2<f64>),
) -> Array2<f64> {
    transformed(x, mask, (s, t), |x, s, t| x * s.exp() + t)
}

/// m ⊙ z + (1 − m) ⊙ (z − t) ⊙ exp(−s).
pub fn inverse(
    z: ArrayView2<'_, f64>,
    mask: ArrayView1<'_, f64>,
    (s, t): (&Array2<f64>, &Array2<f64>),
) -> Array2<f64> {
    transformed(z, mask, (s, t), |z, s, t| (z - t) * (-s).exp())
}

/// `map(x, s, t)` where the mask is 0, x where it is 1.
pub fn transformed(
    x: ArrayView2<'_, f64>,
    mask: ArrayView1<'_, f64>,
    (s, t): (&Array2<f64>, &Array2<f64>),
    map: impl Fn(f64, f64, f64) -> f64,
) -> Array2<f64> {
    Zip::from(x)
        .and_broadcast(mask)
        .and(s)
        .and(t)
        .map_collect(|&x, &m, &s, &t| if m == 1.0 { x } else { map(x, s, t) })
}

/// Σ_d (1 − m_d)·s_d of every row: the log-determinant of [`forward`].
pub fn sum_over_transformed(s: &Array2<f64>, mask: ArrayView1<'_, f64>) -> Array1<f64> {
    masked(s.view(), complement(mask).view()).sum_axis(Axis(1))
}

/// 1 − m.
pub fn complement(mask: ArrayView1<'_, f64>) -> Array1<f64> {
    mask.mapv(|m| 1.0 - m)
}

/// A mask of exactly ⌊dim/2⌋ ones at random places.
pub fn random_mask(rng: &mut Rng, dim: usize) -> Array1<f64> {
    let sorted = Array1::from_shape_fn(dim, |d| if d < dim / 2 { 1.0 } else { 0.0 });
    shuffled(rng, &sorted)
}

/// Refuses a mask of other values than 0 and 1.
///
/// # Errors
/// When there is one.
pub fn check_mask<'a>(mask: impl IntoIterator<Item = &'a f64>) -> Result<(), InputsError> {
    if mask.into_iter().all(|&m| m == 0.0 || m == 1.0) {
        Ok(())
    } else {
        Err(Domain::OneOf("mask".into(), [0, 1]).into())
    }
}

//! The Fréchet distance of two Gaussians and of two sets of features, by symmetric matrices only.
//!
//! The squared distance is `‖μa − μb‖² + tr Σa + tr Σb − 2·tr(Σa^½ Σb Σa^½)^½`. The last trace, here called the overlap, has routes of its
//! own, see [`overlap`] and [`overlap_of_factors`]:
//!
//! - two Gaussians: factors from symmetric eigendecompositions, then singular values;
//! - features: the centred features are factors already, a QR decomposition shortens them, then singular values.
//!   No covariance is formed and nothing is rooted, so that singular covariances (fewer samples than features) lose no digits;
//! - many features of more samples than features: scatter matrices by symmetric rank-k updates, where almost all the work is matrix
//!   products. The error is estimated, and where it may be seen in the distance the second route is taken.

use crate::formulas::scatter::{Origin, mean, scatter};
use crate::formulas::{overlap, overlap_of_factors};
use faer::{Mat, MatRef};

/// Below so many features the exact route takes milliseconds: the scatter route saves nothing worth an estimate of its error.
const SCATTER_DIMS: usize = 512;

/// The error, relative to the distance, that the scatter route may be estimated to have.
const DISTANCE_ERROR: f64 = 1e-9;

/// A distance below this share of the traces that it is what is left of is computed anew without cancellation.
const NEAR: f64 = 1e-4;

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

    /// The distance with a better value of what the traces leave where it is so small a part of them that rounding shows.
    fn refined(&self, divisors: (f64, f64), gap: impl Fn() -> Option<f64>) -> f64 {
        let distance = self.distance(divisors.0, divisors.1);
        let spread = self.trace_a / divisors.0 + self.trace_b / divisors.1;
        if distance < NEAR * spread {
            gap().map_or(distance, |gap| self.shift + gap)
        } else {
            distance
        }
    }
}

/// The squared distance of two Gaussians, see [`parts_of_gaussians`].
pub fn distance_of_gaussians(
    mean_a: &[f64],
    covariance_a: MatRef<'_, f64>,
    mean_b: &[f64],
    covariance_b: MatRef<'_, f64>,
) -> f64 {
    let parts = parts_of_gaussians(mean_a, covariance_a, mean_b, covariance_b);
    if covariance_a == covariance_b {
        return parts.distance(1.0, 1.0);
    }
    parts.refined((1.0, 1.0), || {
        overlap_of_factors::gap(
            &overlap_of_factors::root_factor(covariance_a)?,
            &overlap_of_factors::root_factor(covariance_b)?,
        )
    })
}

/// The squared distance of two sets of features whose scatter matrices are divided by these, see [`parts_of_features`].
pub fn distance_of_features(
    a: MatRef<'_, f64>,
    b: MatRef<'_, f64>,
    origin: Origin,
    divisors: (f64, f64),
) -> f64 {
    let (parts, route) = measured(a, b, origin);
    if route == Route::Scatter || a == b {
        return parts.distance(divisors.0, divisors.1);
    }
    parts.refined(divisors, || {
        let factor = |x: MatRef<'_, f64>, divisor: f64| {
            overlap_of_factors::shortened(centred(x, &start(mean(x), origin)))
                * (1.0 / divisor.sqrt())
        };
        overlap_of_factors::gap(&factor(a, divisors.0), &factor(b, divisors.1))
    })
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
        overlap_of_factors::root_factor(covariance_a)
            .zip(overlap_of_factors::root_factor(covariance_b))
            .map_or(f64::NAN, |(a, b)| {
                overlap_of_factors::nuclear_norm_of_product(&a, &b)
            })
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
    measured(a, b, origin).0
}

/// By what route the overlap of features was computed.
#[derive(Clone, Copy, PartialEq)]
enum Route {
    /// From the features themselves.
    Features,
    /// From scatter matrices, with an estimate of the error.
    Scatter,
}

/// The point from which the scatter of features with this mean is measured.
fn start(mean: Vec<f64>, origin: Origin) -> Vec<f64> {
    match origin {
        Origin::Mean => mean,
        Origin::Zero => vec![0.0; mean.len()],
    }
}

fn measured(a: MatRef<'_, f64>, b: MatRef<'_, f64>, origin: Origin) -> (Parts, Route) {
    let (mean_a, mean_b) = (mean(a), mean(b));
    let shift = squared_distance(&mean_a, &mean_b);
    let (from_a, from_b) = (start(mean_a, origin), start(mean_b, origin));
    let many = a.ncols() >= SCATTER_DIMS && a.nrows() >= a.ncols() && b.nrows() >= b.ncols();
    let quick = if many && a != b {
        parts_of_scatters(
            shift,
            scatter(a, &from_a),
            scatter(b, &from_b),
            (a.nrows(), b.nrows()),
        )
    } else {
        None
    };
    match quick {
        Some(parts) => (parts, Route::Scatter),
        None => (
            parts_of_centred(shift, centred(a, &from_a), centred(b, &from_b)),
            Route::Features,
        ),
    }
}

/// `None` where rounding may be seen in the distance.
fn parts_of_scatters(
    shift: f64,
    a: Mat<f64>,
    b: Mat<f64>,
    (rows_a, rows_b): (usize, usize),
) -> Option<Parts> {
    let mut parts = Parts {
        shift,
        trace_a: trace(a.as_ref()),
        trace_b: trace(b.as_ref()),
        overlap: f64::NAN,
    };
    let (n, m) = (rows_a as f64, rows_b as f64);
    let good = |overlap: overlap::Estimated| {
        let distance = Parts {
            overlap: overlap.value,
            ..parts
        }
        .distance(n, m);
        2.0 * overlap.error / (n * m).sqrt() <= DISTANCE_ERROR * distance
    };
    parts.overlap = overlap::of_scatters(a, b, good)?;
    Some(parts)
}

fn parts_of_centred(shift: f64, a: Mat<f64>, b: Mat<f64>) -> Parts {
    let (trace_a, trace_b) = (a.squared_norm_l2(), b.squared_norm_l2());
    let overlap = if a == b {
        // Equal distributions are at distance exactly 0.
        trace_a
    } else {
        overlap_of_factors::nuclear_norm_of_product(
            &overlap_of_factors::shortened(a),
            &overlap_of_factors::shortened(b),
        )
    };
    Parts {
        shift,
        trace_a,
        trace_b,
        overlap,
    }
}

fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// The features less the origin, a sample in a row.
fn centred(x: MatRef<'_, f64>, origin: &[f64]) -> Mat<f64> {
    Mat::from_fn(x.nrows(), x.ncols(), |i, j| x[(i, j)] - origin[j])
}

fn trace(a: MatRef<'_, f64>) -> f64 {
    (0..a.nrows()).map(|i| a[(i, i)]).sum()
}

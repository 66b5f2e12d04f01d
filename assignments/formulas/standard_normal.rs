//! The density of N(0, I), the base of every flow.

use crate::formulas::gaussian::log_density;
use ndarray::{Array1, ArrayView2, Axis};

/// log N(z; 0, I) of every row in nats: Σ over the row of −½z² − ½log 2π.
pub fn log_prob(z: ArrayView2<'_, f64>) -> Array1<f64> {
    z.map_axis(Axis(1), |row| {
        row.iter().map(|&v| log_density(v, 0.0, 0.0)).sum()
    })
}

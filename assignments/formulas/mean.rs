//! Averages over a batch. A batch is never empty: empty axes are refused when inputs are read.

use ndarray::Array1;

/// The arithmetic mean.
pub fn mean(values: &Array1<f64>) -> f64 {
    mean_of(values, |v| v)
}

/// The arithmetic mean of a function of every element.
pub fn mean_of(values: &Array1<f64>, f: impl Fn(f64) -> f64) -> f64 {
    values.iter().map(|&v| f(v)).sum::<f64>() / values.len() as f64
}

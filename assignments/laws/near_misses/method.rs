//! What a wrong method is, and what they are written with.

use judge::arrays::Arrays;
use ndarray::{ArrayD, IxDyn};

/// The task, the method, and what it makes of one output.
pub type NearMiss = (
    &'static str,
    &'static str,
    &'static str,
    fn(&Arrays) -> ArrayD<f64>,
);

pub fn sigmoid(a: f64) -> f64 {
    1.0 / (1.0 + (-a).exp())
}

pub fn array(inputs: &Arrays, name: &str) -> ArrayD<f64> {
    inputs[name].to_float()
}

pub fn mean(a: &ArrayD<f64>) -> f64 {
    a.sum() / a.len() as f64
}

pub fn number(v: f64) -> ArrayD<f64> {
    ArrayD::from_elem(IxDyn(&[]), v)
}

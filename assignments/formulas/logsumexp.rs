//! log Σ exp without overflow.

use ndarray::{Array, ArrayBase, Axis, Data, Dimension, RemoveAxis};

/// log Σₖ exp(aₖ) = m + log Σₖ exp(aₖ − m), m = maxₖ aₖ.
///
/// −∞ for no terms or all terms −∞; +∞ where a term is +∞; NaN where a term is NaN.
pub fn logsumexp<'a>(terms: impl IntoIterator<Item = &'a f64> + Clone) -> f64 {
    let m = terms.clone().into_iter().fold(f64::NEG_INFINITY, |m, &a| {
        if m.is_nan() || a.is_nan() {
            f64::NAN
        } else {
            m.max(a)
        }
    });
    if !m.is_finite() {
        return m;
    }
    m + terms.into_iter().map(|a| (a - m).exp()).sum::<f64>().ln()
}

/// [`logsumexp`] over one axis.
pub fn logsumexp_axis<S, D>(a: &ArrayBase<S, D>, axis: Axis) -> Array<f64, D::Smaller>
where
    S: Data<Elem = f64>,
    D: Dimension + RemoveAxis,
{
    a.map_axis(axis, |lane| logsumexp(lane.iter()))
}

/// log softmax over one axis: aₖ − log Σⱼ exp(aⱼ), computed as (aₖ − m) − log Σⱼ exp(aⱼ − m).
pub fn log_softmax<S, D>(a: &ArrayBase<S, D>, axis: Axis) -> Array<f64, D>
where
    S: Data<Elem = f64>,
    D: Dimension + RemoveAxis,
{
    let mut out = a.to_owned();
    for mut lane in out.lanes_mut(axis) {
        let m = lane.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let total = lane.iter().map(|v| (v - m).exp()).sum::<f64>().ln();
        lane.mapv_inplace(|v| (v - m) - total);
    }
    out
}

/// softmax over one axis.
pub fn softmax<S, D>(a: &ArrayBase<S, D>, axis: Axis) -> Array<f64, D>
where
    S: Data<Elem = f64>,
    D: Dimension + RemoveAxis,
{
    let mut out = a.to_owned();
    for mut lane in out.lanes_mut(axis) {
        let m = lane.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        lane.mapv_inplace(|v| (v - m).exp());
        let total = lane.sum();
        lane.mapv_inplace(|v| v / total);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn huge_and_infinite_terms() {
        assert!((logsumexp(&[-5000.0, -5000.0]) - (-5000.0 + 2.0_f64.ln())).abs() < 1e-12);
        assert_eq!(logsumexp(&[f64::NEG_INFINITY; 3]), f64::NEG_INFINITY);
        assert_eq!(logsumexp(&[f64::INFINITY, 0.0]), f64::INFINITY);
        assert!(logsumexp(&[f64::NAN, 0.0]).is_nan());
        assert_eq!(logsumexp(&[] as &[f64]), f64::NEG_INFINITY);
    }
}

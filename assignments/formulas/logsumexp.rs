//! log Σ exp without overflow.

use ndarray::{Array, Array1, ArrayBase, ArrayView1, Axis, Data, Dimension, RemoveAxis};

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
    m + log_excess(terms, m)
}

/// log Σₖ exp(aₖ − m) of finite maximum m. The largest term is exactly 1 and enters by `ln_1p`, so that the others are not lost beside it.
fn log_excess<'a>(terms: impl IntoIterator<Item = &'a f64>, m: f64) -> f64 {
    let mut largest_seen = false;
    let others = terms.into_iter().filter(|&&a| {
        let first_largest = !largest_seen && a >= m;
        largest_seen |= first_largest;
        !first_largest
    });
    others.map(|a| (a - m).exp()).sum::<f64>().ln_1p()
}

/// log of the mean of exp(aₖ), with the conventions of [`logsumexp`]; the term itself where all are equal, without rounding.
pub fn logmeanexp<'a>(terms: impl IntoIterator<Item = &'a f64> + Clone) -> f64 {
    let total = logsumexp(terms.clone());
    let n = terms.clone().into_iter().count() as f64;
    let m = terms
        .clone()
        .into_iter()
        .copied()
        .fold(f64::NEG_INFINITY, f64::max);
    if !total.is_finite() {
        return total;
    }
    let shortfall = terms.into_iter().map(|a| (a - m).exp_m1()).sum::<f64>() / n;
    if shortfall > -0.5 {
        // Terms close together: log K would cancel in log Σ exp − log K.
        return m + shortfall.ln_1p();
    }
    total - n.ln()
}

/// [`logmeanexp`] over one axis.
pub fn logmeanexp_axis<S, D>(a: &ArrayBase<S, D>, axis: Axis) -> Array<f64, D::Smaller>
where
    S: Data<Elem = f64>,
    D: Dimension + RemoveAxis,
{
    a.map_axis(axis, |lane| logmeanexp(lane.iter()))
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
        let total = log_excess(&lane, m);
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
    softmax_at(a, 1.0, axis)
}

/// softmax(a/τ) over one axis.
///
/// The maximum is subtracted before the division by τ, so that even a τ at which a/τ overflows gives the one-hot limit.
pub fn softmax_at<S, D>(a: &ArrayBase<S, D>, tau: f64, axis: Axis) -> Array<f64, D>
where
    S: Data<Elem = f64>,
    D: Dimension + RemoveAxis,
{
    let mut out = a.to_owned();
    for mut lane in out.lanes_mut(axis) {
        let m = lane.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        lane.mapv_inplace(|v| ((v - m) / tau).exp());
        let total = lane.sum();
        lane.mapv_inplace(|v| v / total);
    }
    out
}

/// The gradient of Σ pₖvₖ by the logits of p = softmax: pₖ(vₖ − Σⱼ pⱼvⱼ), computed as pₖ Σⱼ pⱼ(vₖ − vⱼ), which keeps its digits where
/// one probability is almost 1 and is exactly 0 for a constant v.
pub fn softmax_gradient(p: ArrayView1<'_, f64>, v: ArrayView1<'_, f64>) -> Array1<f64> {
    let advantage = |&v_k: &f64| p.iter().zip(v).map(|(p, v)| p * (v_k - v)).sum::<f64>();
    p.iter().zip(v).map(|(p, v)| p * advantage(v)).collect()
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

    #[test]
    fn small_terms_are_not_lost_beside_the_largest() {
        let small = (-50.0_f64).exp();
        assert_eq!(logsumexp(&[-50.0, 0.0]), small);
        assert_eq!(logsumexp(&[0.0, 0.0]), 2.0_f64.ln());
        let log_p = log_softmax(&ndarray::arr1(&[-25.0, 25.0]), Axis(0));
        assert_eq!(log_p.to_vec(), [-50.0, -small]);
    }

    #[test]
    fn means_of_close_terms_keep_their_digits() {
        assert_eq!(logmeanexp(&[-4321.1; 7]), -4321.1);
        assert!(
            (logmeanexp(&[1e-9, -1e-9, 3e-9]) / 1.000_000_001_333_333_3e-9 - 1.0).abs() < 1e-14
        );
        assert!((logmeanexp(&[0.0, 3.0_f64.ln(), -900.0, -900.0])).abs() < 1e-15);
        assert_eq!(logmeanexp(&[f64::NEG_INFINITY; 2]), f64::NEG_INFINITY);
        assert_eq!(logmeanexp(&[f64::NEG_INFINITY, 0.0]), -(2.0_f64.ln()));
        assert_eq!(logmeanexp(&[f64::INFINITY, 0.0]), f64::INFINITY);
        assert!(logmeanexp(&[f64::NAN, 0.0]).is_nan());
    }

    #[test]
    fn the_gradient_of_an_expectation() {
        let p = ndarray::arr1(&[1.0, (-40.0_f64).exp()]);
        let got = softmax_gradient(p.view(), ndarray::arr1(&[1.0, 3.0]).view());
        assert_eq!(got.to_vec(), [-2.0 * p[1], 2.0 * p[1]]);
        let flat = softmax_gradient(
            ndarray::arr1(&[0.3, 0.7]).view(),
            ndarray::arr1(&[0.1, 0.1]).view(),
        );
        assert_eq!(flat.to_vec(), [0.0, 0.0]);
    }

    #[test]
    fn a_vanishing_temperature_gives_the_one_hot_limit() {
        let y = softmax_at(&ndarray::arr1(&[1.0, 3.0, 2.0]), 1e-320, Axis(0));
        assert_eq!(y.to_vec(), [0.0, 1.0, 0.0]);
    }
}

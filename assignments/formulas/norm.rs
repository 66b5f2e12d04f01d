//! The Euclidean norm.

/// √Σxᵢ². The largest element is taken out first, so that squares neither overflow nor vanish; exactly 0 only for zeros.
pub fn euclidean<'a>(x: impl IntoIterator<Item = &'a f64> + Clone) -> f64 {
    let scale = x
        .clone()
        .into_iter()
        .fold(0.0_f64, |scale, v| scale.max(v.abs()));
    if scale == 0.0 || !scale.is_finite() {
        // Zeros, infinities and NaN need no scaling: the plain sum tells them apart.
        return x.into_iter().map(|v| v * v).sum::<f64>().sqrt();
    }
    let squares = x.into_iter().map(|v| (v / scale) * (v / scale));
    scale * squares.sum::<f64>().sqrt()
}

/// ‖a − b‖₂ of two points.
pub fn distance<'a>(
    a: impl IntoIterator<Item = &'a f64>,
    b: impl IntoIterator<Item = &'a f64>,
) -> f64 {
    let difference: Vec<_> = a.into_iter().zip(b).map(|(a, b)| a - b).collect();
    euclidean(&difference)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn any_scale() {
        for scale in [1.0, 1e200, 1e-200] {
            assert!((euclidean(&[3.0 * scale, -4.0 * scale]) / scale - 5.0).abs() < 1e-14);
        }
        assert_eq!(euclidean(&[0.0, 0.0]), 0.0);
        assert_eq!(euclidean(&[f64::INFINITY, 1.0]), f64::INFINITY);
        assert!(euclidean(&[f64::NAN]).is_nan());
        assert_eq!(distance(&[1.0, 2.0], &[4.0, 6.0]), 5.0);
    }
}

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

/// The power of two that is at most twice below the largest absolute value, to divide by without rounding; 1 for zeros alone.
pub fn binary_scale<'a>(x: impl IntoIterator<Item = &'a f64>) -> f64 {
    let largest = x.into_iter().fold(0.0_f64, |m, v| m.max(v.abs()));
    if largest == 0.0 || !largest.is_finite() {
        return 1.0;
    }
    // The number without its fraction; a subnormal one has no exponent of its own.
    f64::from_bits(largest.to_bits() & f64::INFINITY.to_bits()).max(f64::MIN_POSITIVE)
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

    #[test]
    fn powers_of_two() {
        assert_eq!(binary_scale(&[3.0, -5.0]), 4.0);
        assert_eq!(binary_scale(&[0.0]), 1.0);
        assert_eq!(binary_scale(&[f64::MAX]), 2.0_f64.powi(1023));
        assert_eq!(binary_scale(&[5e-324]), f64::MIN_POSITIVE);
    }
}

//! Densities and divergences of Gaussians; standard deviations come as logarithms, as in the course.

/// log 2π.
pub const LOG_2PI: f64 = 1.837_877_066_409_345_3;

/// Log-density in nats of N(mean, exp(2·log_std)) at x: −½log 2π − s − ½(x − μ)²e^(−2s).
pub fn log_density(x: f64, mean: f64, log_std: f64) -> f64 {
    let d = standardized(x, mean, log_std);
    -0.5 * LOG_2PI - log_std - 0.5 * d * d
}

/// (x − μ)e^(−s), and 0 at the mean even where e^(−s) overflows. Half of the power is applied at a time: the product may be in range where
/// e^(−s) is not.
pub fn standardized(x: f64, mean: f64, log_std: f64) -> f64 {
    if x == mean {
        return 0.0;
    }
    let half = (-0.5 * log_std).exp();
    (x - mean) * half * half
}

/// KL in nats from N(mean, exp(2·log_std)) to N(0, 1): ½(expm1(2s) − 2s + μ²); exactly 0 where both are equal.
pub fn kl_to_standard(mean: f64, log_std: f64) -> f64 {
    0.5 * (exp_above_tangent(2.0 * log_std) + mean * mean)
}

/// eʸ − 1 − y ≥ 0, what KL makes of a log-ratio of variances. Near 0 it is of the order y², and subtracting y from expm1(y) would
/// leave only the rounding of y.
pub fn exp_above_tangent(y: f64) -> f64 {
    if y.abs() < 0.25 {
        // ½y²(1 + y/3(1 + y/4(1 + …))): the terms left out are below the rounding of the sum.
        let series = (3..=14)
            .rev()
            .fold(1.0, |tail, k| 1.0 + y / f64::from(k) * tail);
        return 0.5 * y * y * series;
    }
    y.exp_m1() - y
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mode_of_a_needle_is_finite() {
        assert_eq!(log_density(2.0, 2.0, -800.0), 800.0 - 0.5 * LOG_2PI);
        assert_eq!(log_density(2.5, 2.0, -800.0), f64::NEG_INFINITY);
        assert!(log_density(f64::NAN, 2.0, 0.0).is_nan());
    }

    #[test]
    fn scales_beyond_the_range_of_exp() {
        let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-12, "{a} {b}");
        near(
            standardized(1e-300, 0.0, -715.0),
            (715.0 - 300.0 * 10.0_f64.ln()).exp(),
        );
        near(
            standardized(1e300, 0.0, 750.0),
            (300.0 * 10.0_f64.ln() - 750.0).exp(),
        );
    }

    #[test]
    fn a_divergence_of_nearly_equal_scales_keeps_its_digits() {
        let near = |a: f64, b: f64| assert!((a / b - 1.0).abs() < 1e-14, "{a} {b}");
        let y = 2.0_f64.powi(-26);
        near(exp_above_tangent(y), 0.5 * y * y * (1.0 + y / 3.0));
        // Both sides of the change of method.
        for y in [0.25_f64.next_down(), 0.25] {
            near(exp_above_tangent(y), 0.034_025_416_687_741_484);
            near(exp_above_tangent(-y), 0.028_800_783_071_404_868);
        }
        assert_eq!(exp_above_tangent(0.0), 0.0);
        assert_eq!(kl_to_standard(0.0, -800.0), 799.5);
        assert_eq!(exp_above_tangent(800.0), f64::INFINITY);
        assert!(exp_above_tangent(f64::NAN).is_nan());
    }
}

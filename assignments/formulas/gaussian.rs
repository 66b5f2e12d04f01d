//! Densities and divergences of Gaussians; standard deviations come as logarithms, as in the course.

/// log 2π.
pub const LOG_2PI: f64 = 1.837_877_066_409_345_3;

/// Log-density in nats of N(mean, exp(2·log_std)) at x: −½log 2π − s − ½(x − μ)²e^(−2s).
pub fn log_density(x: f64, mean: f64, log_std: f64) -> f64 {
    let d = standardized(x, mean, log_std);
    -0.5 * LOG_2PI - log_std - 0.5 * d * d
}

/// (x − μ)e^(−s), and 0 at the mean even where e^(−s) overflows.
pub fn standardized(x: f64, mean: f64, log_std: f64) -> f64 {
    if x == mean {
        return 0.0;
    }
    (x - mean) * (-log_std).exp()
}

/// KL in nats from N(mean, exp(2·log_std)) to N(0, 1): ½(expm1(2s) − 2s + μ²); exactly 0 where both are equal.
pub fn kl_to_standard(mean: f64, log_std: f64) -> f64 {
    0.5 * ((2.0 * log_std).exp_m1() - 2.0 * log_std + mean * mean)
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
}

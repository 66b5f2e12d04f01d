//! Densities and divergences of Gaussians; standard deviations come as logarithms, as in the course.

/// log 2π.
pub const LOG_2PI: f64 = 1.837_877_066_409_345_3;

/// Log-density in nats of N(mean, exp(2·log_std)) at x: −½log 2π − s − ½(x − μ)²e^(−2s).
pub fn log_density(x: f64, mean: f64, log_std: f64) -> f64 {
    let d = (x - mean) * (-log_std).exp();
    -0.5 * LOG_2PI - log_std - 0.5 * d * d
}

/// KL in nats from N(mean, exp(2·log_std)) to N(0, 1): ½(expm1(2s) − 2s + μ²); exactly 0 where both are equal.
pub fn kl_to_standard(mean: f64, log_std: f64) -> f64 {
    0.5 * ((2.0 * log_std).exp_m1() - 2.0 * log_std + mean * mean)
}

//! The logarithm of the standard normal distribution function, exact in both tails.

use std::f64::consts::{FRAC_1_SQRT_2, FRAC_2_SQRT_PI};

/// From here on the continued fraction of erfc is used; below, the power series of erf loses at most three digits.
const FRACTION_FROM: f64 = 2.0;

/// Levels of the continued fraction: at z = 2 the rest is far below one rounding.
const LEVELS: i32 = 80;

/// log Φ(x). With z = |x|/√2 the lower tail is −z² + log(½·erfcx(z)), which does not underflow;
/// for x > 0 it is log1p(−Φ(−x)).
pub fn log_normal_cdf(x: f64) -> f64 {
    let z = x.abs() * FRAC_1_SQRT_2;
    let tail_is_far = z >= FRACTION_FROM;
    if x > 0.0 {
        let upper_tail = if tail_is_far {
            (-z * z).exp() * scaled_erfc(z)
        } else {
            1.0 - erf(z)
        };
        (-0.5 * upper_tail).ln_1p()
    } else if tail_is_far {
        (0.5 * scaled_erfc(z)).ln() - z * z
    } else {
        (0.5 * (1.0 - erf(z))).ln()
    }
}

/// erfcx(z) = e^(z²)·erfc(z) for z ≥ 2: Laplace's continued fraction 1/√π · 1/(z + ½/(z + 1/(z + 3⁄2/(z + …)))).
fn scaled_erfc(z: f64) -> f64 {
    let rest = (1..=LEVELS)
        .rev()
        .fold(z, |rest, level| z + 0.5 * f64::from(level) / rest);
    0.5 * FRAC_2_SQRT_PI / rest
}

/// erf(z) for 0 ≤ z < 2: 2/√π · e^(−z²) · Σₙ 2ⁿ z^(2n+1)/(2n+1)!!, a sum of positive terms.
fn erf(z: f64) -> f64 {
    let (mut term, mut total, mut odd) = (z, z, 1.0);
    while term > f64::EPSILON * 1e-2 * total {
        odd += 2.0;
        term *= 2.0 * z * z / odd;
        total += term;
    }
    FRAC_2_SQRT_PI * (-z * z).exp() * total
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_of_both_tails() {
        // From 40-digit arithmetic.
        for (x, expected) in [
            (0.0, -std::f64::consts::LN_2),
            (1.0, -0.172_753_779_023_449_89),
            (-1.0, -1.841_021_645_009_263_5),
            (2.5, -0.006_229_025_485_860_002),
            (-2.8, -5.969_652_046_675_208),
            (-2.9, -6.284_058_234_947_419),
            (5.0, -2.866_516_129_637_636e-7),
            (-10.0, -53.231_285_150_512_47),
            (-40.0, -804.608_442_013_753_9),
            (-1e6, -500_000_000_014.734_44),
        ] {
            let got = log_normal_cdf(x);
            assert!(
                (got - expected).abs() <= 1e-13 * expected.abs(),
                "{x}: {got} {expected}"
            );
        }
    }

    #[test]
    fn infinities_and_nan() {
        assert_eq!(log_normal_cdf(f64::INFINITY), 0.0);
        assert_eq!(log_normal_cdf(f64::NEG_INFINITY), f64::NEG_INFINITY);
        assert!(log_normal_cdf(f64::NAN).is_nan());
    }
}

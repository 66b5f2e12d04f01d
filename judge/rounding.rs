//! Whether an answer is the right one, rounded: to a type, to decimals, to digits.

use super::tolerance::Tolerance;
use ndarray::ArrayD;

/// How many elements at least tell errors of one size from chance.
const LEAST: usize = 8;
/// How far a number may be from its own rounding: float32 holds 1e-7 of it.
const SLACK: f64 = 1e-6;

/// How coarsely an answer is rounded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rounding {
    /// Half precision, 11 significant bits.
    Float16,
    /// The upper half of float32, 8 significant bits.
    Bfloat16,
    /// So many decimals.
    Decimals(u8),
    /// So many significant digits.
    Digits(u8),
    /// Errors of the size of TF32 or half-precision arithmetic, or of a small term.
    Arithmetic,
}

/// How `a` is `b` rounded, or of which coarse arithmetic its errors are.
pub fn precision(a: &ArrayD<f64>, b: &ArrayD<f64>, tolerance: Tolerance) -> Option<Rounding> {
    rounding(a, b, tolerance).or_else(|| {
        let largest = |values: &mut dyn Iterator<Item = f64>| values.fold(0.0_f64, f64::max);
        let error = largest(&mut a.iter().zip(b).map(|(a, b)| (a - b).abs()));
        let size = largest(&mut b.iter().map(|b| b.abs()));
        let near = a.shape() == b.shape() && b.len() >= LEAST && error <= 2.0_f64.powi(-9) * size;
        near.then_some(Rounding::Arithmetic)
    })
}

/// How `a` is `b` rounded to a type, to decimals or to digits.
pub fn rounding(a: &ArrayD<f64>, b: &ArrayD<f64>, tolerance: Tolerance) -> Option<Rounding> {
    if a.shape() != b.shape() || !b.iter().all(|b| b.is_finite()) {
        return None;
    }
    let all = |test: &dyn Fn(f64, f64) -> bool| a.iter().zip(b).all(|(a, b)| test(*a, *b));
    let of_type = |bits: u32, unit: f64, least: f64| {
        all(&|a, b| {
            let allowed = unit * b.abs() + least + tolerance.bound(b);
            significant_bits(a) <= bits && (a - b).abs() <= allowed
        })
    };
    if of_type(11, 2.0_f64.powi(-11), 2.0_f64.powi(-25)) {
        return Some(Rounding::Float16);
    }
    if of_type(8, 2.0_f64.powi(-8), 0.0) {
        return Some(Rounding::Bfloat16);
    }
    let half_unit = |unit: f64, b: f64| 0.5 * unit * (1.0 + SLACK) + tolerance.bound(b);
    let is_near = |x: f64, a: f64| (x - a).abs() <= SLACK * a.abs();
    for decimals in 0..7_u8 {
        let scale = 10.0_f64.powi(i32::from(decimals));
        if all(&|a, b| {
            is_near((a * scale).round_ties_even() / scale, a)
                && (a - b).abs() <= half_unit(1.0 / scale, b)
        }) {
            return Some(Rounding::Decimals(decimals));
        }
    }
    for digits in 2..7_u8 {
        if all(&|a, b| {
            let unit = 10.0_f64.powi(exponent(a) - i32::from(digits) + 1);
            is_near((a / unit).round_ties_even() * unit, a) && (a - b).abs() <= half_unit(unit, b)
        }) {
            return Some(Rounding::Digits(digits));
        }
    }
    None
}

/// The exponent of the first significant decimal digit; 0 for 0.
#[expect(
    clippy::cast_possible_truncation,
    reason = "a float64's decimal exponent is from -324 to 308"
)]
fn exponent(a: f64) -> i32 {
    if a == 0.0 {
        0
    } else {
        a.abs().log10().floor() as i32
    }
}

/// How many significant bits a number has.
fn significant_bits(a: f64) -> u32 {
    const FRACTION: u64 = (1 << 52) - 1;
    let is_normal = a.is_normal();
    let mantissa = (a.to_bits() & FRACTION) | (u64::from(is_normal) << 52);
    if mantissa == 0 {
        return 0;
    }
    u64::BITS - mantissa.leading_zeros() - mantissa.trailing_zeros()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bits_are_counted_between_the_first_and_the_last_one() {
        for (a, bits) in [
            (0.0, 0),
            (1.0, 1),
            (-3.0, 2),
            (5.0, 3),
            (0.1, 52),
            (5e-324, 1),
        ] {
            assert_eq!(significant_bits(a), bits, "{a}");
        }
    }
}

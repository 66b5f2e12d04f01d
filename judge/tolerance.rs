//! How far an element may be off.

use super::arrays::{Array, Values};
use ndarray::{ArrayD, Zip};

/// How far an answer may be from the reference: right where `|a - b| <= atol + rtol * |b|`, `b` the reference.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tolerance {
    /// Relative to the reference.
    pub rtol: f64,
    /// Absolute.
    pub atol: f64,
}

impl Tolerance {
    /// Equality.
    pub const EXACT: Self = Self::new(0.0, 0.0);

    /// A tolerance of both parts.
    pub const fn new(rtol: f64, atol: f64) -> Self {
        Self { rtol, atol }
    }

    /// The largest difference accepted from the reference value `b`.
    pub fn bound(self, b: f64) -> f64 {
        self.atol + self.rtol * b.abs()
    }
}

/// The error of one element in units of its tolerance: at most 1 where it is right; infinite where no tolerance helps.
pub fn scaled_error(a: f64, b: f64, tolerance: Tolerance) -> f64 {
    // Equality covers equal infinities and the exact case of tolerance zero.
    if a == b || (a.is_nan() && b.is_nan()) {
        return 0.0;
    }
    let error = (a - b).abs();
    let bound = tolerance.bound(b);
    if !error.is_finite() || !b.is_finite() {
        return f64::INFINITY;
    }
    // The criterion itself decides; a quotient could round an error just outside to 1.
    if error <= bound {
        (error / bound).min(1.0)
    } else {
        (error / bound).max(1.0_f64.next_up())
    }
}

/// The error of every element in units of its tolerance, or `None` where the shapes differ or a whole output is not whole.
pub fn error_map(expected: &Array, got: &Array, tolerance: Tolerance) -> Option<ArrayD<f64>> {
    if expected.shape() != got.shape() {
        return None;
    }
    match &expected.values {
        Values::Float(b) => {
            let a = got.as_float();
            let map = |&b: &f64, &a: &f64| scaled_error(a, b, tolerance);
            Some(Zip::from(b).and(&a).map_collect(map))
        }
        Values::Int(b) => {
            let a = got.to_int()?;
            let map = |&b: &i64, &a: &i64| if a == b { 0.0 } else { f64::INFINITY };
            Some(Zip::from(b).and(&a).map_collect(map))
        }
    }
}

/// The largest error over all elements in units of its tolerance; infinite where the arrays cannot be compared.
pub fn largest_error(expected: &Array, got: &Array, tolerance: Tolerance) -> f64 {
    error_map(expected, got, tolerance)
        .map_or(f64::INFINITY, |map| map.iter().copied().fold(0.0, f64::max))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_bound_itself_is_right_and_one_ulp_beyond_is_wrong() {
        // Powers of two, so that every sum and difference is exact; 3·2⁻³⁰ makes the quotient round.
        for (rtol, atol) in [
            (0.0, 2.0_f64.powi(-20)),
            (2.0_f64.powi(-20), 0.0),
            (2.0_f64.powi(-20), 2.0_f64.powi(-24)),
            (0.0, 3.0 * 2.0_f64.powi(-30)),
            (1e-4, 1e-5),
        ] {
            let tolerance = Tolerance::new(rtol, atol);
            for b in [0.0, 1.0, -1.0, 1.5, -1024.0] {
                let bound = tolerance.bound(b);
                // The farthest number that is still right, on either side of the reference.
                for side in [1.0, -1.0] {
                    let mut edge = b + side * bound;
                    while (edge - b).abs() > bound {
                        edge = toward(edge, b);
                    }
                    while (away(edge, b) - b).abs() <= bound && bound > 0.0 {
                        edge = away(edge, b);
                    }
                    assert!(scaled_error(edge, b, tolerance) <= 1.0, "{edge} of {b}");
                    let beyond = away(edge, b);
                    assert!(scaled_error(beyond, b, tolerance) > 1.0, "{beyond} of {b}");
                }
            }
        }
        // The edge is met exactly, not only approached.
        let exact = Tolerance::new(0.0, 0.25);
        assert_eq!(scaled_error(1.25, 1.0, exact), 1.0);
        assert!(scaled_error(1.25_f64.next_up(), 1.0, exact) > 1.0);
    }

    fn toward(x: f64, b: f64) -> f64 {
        if x > b { x.next_down() } else { x.next_up() }
    }

    fn away(x: f64, b: f64) -> f64 {
        if x > b || (x == b && b > 0.0) {
            x.next_up()
        } else {
            x.next_down()
        }
    }

    #[test]
    fn what_is_not_a_number_is_right_only_where_the_reference_has_the_same() {
        let t = Tolerance::new(1.0, 1.0);
        let (nan, inf) = (f64::NAN, f64::INFINITY);
        for same in [nan, inf, -inf] {
            assert_eq!(scaled_error(same, same, t), 0.0);
        }
        for (a, b) in [(nan, 1.0), (1.0, nan), (inf, -inf), (inf, 1.0), (1.0, inf)] {
            assert_eq!(scaled_error(a, b, t), inf, "{a} of {b}");
        }
        assert_eq!(scaled_error(1.0_f64.next_up(), 1.0, Tolerance::EXACT), inf);
    }
}

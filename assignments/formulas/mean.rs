//! Averages over a batch. A batch is never empty: empty axes are refused when inputs are read.

use ndarray::Array1;

/// The arithmetic mean.
pub fn mean(values: &Array1<f64>) -> f64 {
    mean_of(values, |v| v)
}

/// The arithmetic mean of a function of every element.
pub fn mean_of(values: &Array1<f64>, f: impl Fn(f64) -> f64) -> f64 {
    sum(values.iter().map(|&v| f(v))) / values.len() as f64
}

/// The sum, with what every addition rounds off added at the end: hardly ever does it depend on the order, so that a difference of two
/// sums of the same numbers is 0.
///
/// Source: Neumaier, Rundungsfehleranalyse einiger Verfahren zur Summation endlicher Summen, 1974.
pub fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (total, lost) = values.fold((0.0_f64, 0.0), |(total, lost), v| {
        let next = total + v;
        let error = if total.abs() >= v.abs() {
            (total - next) + v
        } else {
            (v - next) + total
        };
        (next, lost + error)
    });
    // Nothing is known of what an infinite sum lost.
    if total.is_finite() {
        total + lost
    } else {
        total
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_order_does_not_matter() {
        assert_eq!(
            sum([0.1, 0.2, 0.3].into_iter()),
            sum([0.3, 0.2, 0.1].into_iter())
        );
        assert_eq!(sum([1.0, 1e100, 1.0, -1e100].into_iter()), 2.0);
        assert_eq!(sum(std::iter::repeat_n(0.1, 7)) / 7.0, 0.1);
    }

    #[test]
    fn infinities_stay() {
        assert_eq!(sum([f64::INFINITY, 1.0].into_iter()), f64::INFINITY);
        assert!(sum([f64::INFINITY, f64::NEG_INFINITY].into_iter()).is_nan());
    }
}

//! Whether an answer is right, and if not, by how much and where.
//!
//! An output is right where `|a - b| <= atol + rtol * |b|` holds for every element, `b` the reference, both ends included.
//! NaN and infinity are right only where the reference has the same.

use super::arrays::{Array, Dtype, Kind};
use super::shape::ShapeCause;
use super::tolerance::{Tolerance, error_map};
use ndarray::{ArrayD, ArrayViewD, Zip};

/// The judgement of one output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Every element is within tolerance.
    Correct,
    /// The right shape, and some element is off.
    Wrong,
    /// No array of this name.
    Missing,
    /// Other axes than asked for.
    WrongShape,
    /// Not numbers of the kind asked for.
    WrongDtype,
    /// NaN or infinity where the reference is finite.
    NotFinite,
}

impl Verdict {
    /// The word of reports and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Correct => "correct",
            Self::Wrong => "wrong",
            Self::Missing => "missing",
            Self::WrongShape => "wrong_shape",
            Self::WrongDtype => "wrong_dtype",
            Self::NotFinite => "not_finite",
        }
    }
}

/// Everything that is said about one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The judgement.
    pub verdict: Verdict,
    /// The shape asked for.
    pub expected_shape: Vec<usize>,
    /// The shape found, if there is an array.
    pub got_shape: Option<Vec<usize>>,
    /// The dtype found, if there is an array.
    pub got_dtype: Option<&'static str>,
    /// How far off, where shapes agree.
    pub distance: Option<Distance>,
    /// Why the shape is wrong, where that can be told.
    pub shape_cause: Option<ShapeCause>,
}

/// How far two arrays of one shape are apart.
#[derive(Clone, Debug, PartialEq)]
pub struct Distance {
    /// The share of elements within tolerance, 0 to 1.
    pub within: f64,
    /// The largest absolute error; infinite where one side is not finite and the other differs.
    pub max_abs: f64,
    /// The largest error relative to the reference, `|a - b| / |b|`; infinite where the reference is 0 and the answer is not.
    pub max_rel: f64,
    /// The element furthest off in units of its tolerance.
    pub worst_index: Vec<usize>,
    /// What was expected there, and what was got; of no elements there is none.
    pub worst_values: Option<(f64, f64)>,
}

/// Judges one output, element by element.
pub fn compare_output(expected: &Array, got: Option<&Array>, tolerance: Tolerance) -> Comparison {
    let mut comparison = Comparison {
        verdict: Verdict::Missing,
        expected_shape: expected.shape().to_vec(),
        got_shape: got.map(|a| a.shape().to_vec()),
        got_dtype: got.map(|a| a.dtype.name()),
        distance: None,
        shape_cause: None,
    };
    let Some(got) = got else { return comparison };
    if got.shape() != expected.shape() {
        comparison.verdict = Verdict::WrongShape;
        return comparison;
    }
    let misfit = match expected.kind() {
        Kind::Float => got.dtype == Dtype::Bool,
        Kind::Int => got.to_int().is_none(),
    };
    if misfit {
        // NaN among whole numbers is worth its own word: it points at a division, not at a dtype.
        let finite = got.is_finite();
        comparison.verdict = if finite {
            Verdict::WrongDtype
        } else {
            Verdict::NotFinite
        };
        return comparison;
    }
    let (a, b) = (got.as_float(), expected.as_float());
    let Some(map) = error_map(expected, got, tolerance) else {
        comparison.verdict = Verdict::WrongDtype;
        return comparison;
    };
    let broken = Zip::from(&a)
        .and(&b)
        .fold(false, |any, a, b| any || (!a.is_finite() && b.is_finite()));
    comparison.verdict = if broken {
        Verdict::NotFinite
    } else if map.iter().all(|e| *e <= 1.0) {
        Verdict::Correct
    } else {
        Verdict::Wrong
    };
    comparison.distance = Some(distance(&a.view(), &b.view(), &map));
    comparison
}

fn distance(a: &ArrayViewD<f64>, b: &ArrayViewD<f64>, map: &ArrayD<f64>) -> Distance {
    let within = map.iter().filter(|e| **e <= 1.0).count();
    let mut max_abs = 0.0_f64;
    let mut max_rel = 0.0_f64;
    let mut worst = (None, (f64::NEG_INFINITY, f64::NEG_INFINITY));
    let mut worst_values = None;
    for (place, (&error, (&a, &b))) in map.iter().zip(a.iter().zip(b.iter())).enumerate() {
        let abs = if error == 0.0 {
            0.0
        } else if (a - b).is_nan() {
            f64::INFINITY
        } else {
            (a - b).abs()
        };
        max_abs = max_abs.max(abs);
        // A NaN quotient is 0/0 (no error) or inf/inf (an infinite reference missed).
        let rel = if abs == 0.0 { 0.0 } else { abs / b.abs() };
        max_rel = max_rel.max(if rel.is_nan() { f64::INFINITY } else { rel });
        // Exact outputs are all infinitely many tolerances off; the absolute error then tells them apart.
        if (error, abs) > worst.1 {
            worst = (Some(place), (error, abs));
            worst_values = Some((b, a));
        }
    }
    Distance {
        within: if map.is_empty() {
            1.0
        } else {
            within as f64 / map.len() as f64
        },
        max_abs,
        max_rel,
        worst_index: worst
            .0
            .map_or_else(Vec::new, |place| index_of(place, map.shape())),
        worst_values,
    }
}

/// The index along every axis of the element in this place, in C order.
fn index_of(mut place: usize, shape: &[usize]) -> Vec<usize> {
    let mut index = vec![0; shape.len()];
    for (at, length) in index.iter_mut().zip(shape).rev() {
        (place, *at) = (place / length, place % length);
    }
    index
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(b: f64, a: f64, tolerance: Tolerance) -> (Verdict, f64) {
        let array = |v: f64| Array::float(ndarray::arr1(&[v, 7.0]).into_dyn());
        let comparison = compare_output(&array(b), Some(&array(a)), tolerance);
        let distance = comparison.distance.expect("one shape");
        (comparison.verdict, distance.within)
    }

    #[test]
    fn the_bound_itself_is_right_and_one_ulp_beyond_is_wrong() {
        let exact = Tolerance::new(0.0, 0.25);
        assert_eq!(judged(1.0, 1.25, exact), (Verdict::Correct, 1.0));
        assert_eq!(
            judged(1.0, 1.25_f64.next_up(), exact),
            (Verdict::Wrong, 0.5)
        );
        // Where neither the sum nor the quotient is exact: the last number that the criterion itself accepts, and the next.
        let tolerance = Tolerance::new(1e-4, 1e-5);
        for b in [0.1, 1.0 / 3.0, 3.7, 1e9 / 7.0, 1e-7] {
            let is_right = |a: f64| (a - b).abs() <= tolerance.bound(b);
            let mut edge = b + tolerance.bound(b);
            while is_right(edge.next_up()) {
                edge = edge.next_up();
            }
            while !is_right(edge) {
                edge = edge.next_down();
            }
            assert_eq!(judged(b, edge, tolerance), (Verdict::Correct, 1.0), "{b}");
            let beyond = edge.next_up();
            assert_eq!(judged(b, beyond, tolerance), (Verdict::Wrong, 0.5), "{b}");
        }
    }

    #[test]
    fn the_worst_element_is_told_by_its_index_along_every_axis() {
        let zeros = ArrayD::zeros(vec![2, 3, 4]);
        for worst in [[0, 0, 0], [0, 2, 1], [1, 0, 3], [1, 2, 3]] {
            let mut off = zeros.clone();
            off[[1, 1, 1].as_slice()] = 0.5;
            off[worst.as_slice()] = 1.0;
            let (expected, got) = (Array::float(zeros.clone()), Array::float(off));
            let comparison = compare_output(&expected, Some(&got), Tolerance::EXACT);
            let distance = comparison.distance.unwrap();
            assert_eq!(distance.worst_index, worst);
            assert_eq!(distance.worst_values, Some((0.0, 1.0)));
        }
        let (expected, got) = (
            Array::float(ndarray::arr0(0.0).into_dyn()),
            Array::float(ndarray::arr0(1.0).into_dyn()),
        );
        let comparison = compare_output(&expected, Some(&got), Tolerance::EXACT);
        assert_eq!(comparison.distance.unwrap().worst_index, [0_usize; 0]);
    }

    #[test]
    fn whole_numbers_are_compared_exactly() {
        let array = |v: i64| Array::int(ndarray::arr1(&[v]).into_dyn());
        let lax = Tolerance::new(1.0, 1.0);
        let verdict = |a: i64| compare_output(&array(3), Some(&array(a)), lax).verdict;
        assert_eq!(verdict(3), Verdict::Correct);
        assert_eq!(verdict(4), Verdict::Wrong);
    }
}

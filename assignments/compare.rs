//! Whether an answer is right, and if not, by how much and where.
//!
//! An output is right where `|a - b| <= atol + rtol * |b|` holds for every element, `b` the reference, both ends included.
//! NaN and infinity are right only where the reference has the same.

use crate::arrays::{Array, Kind, Named, Values};
use crate::contract::{AnyTask, Order, Tolerance};
use crate::ports::{Axes, Port};
use ndarray::{ArrayD, Axis, Dimension as _, Zip};

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

/// Why a shape is wrong, where it can be told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ShapeCause {
    /// The axes are right but in another order.
    Transposed,
    /// There are extra axes of length 1.
    ExtraAxisOfOne,
    /// Axes of length 1 were dropped.
    AxisOfOneDropped,
    /// All elements in one axis.
    Flattened,
    /// The axis was kept that should have been summed or averaged over.
    NotReduced(String),
    /// The first axis was summed or averaged over, the second kept; it should be the other way round.
    WrongAxisReduced {
        /// The axis that should be left.
        wanted: String,
        /// The axis that is left.
        got: String,
    },
    /// Everything was summed or averaged into one number.
    ReducedToScalar,
}

/// Everything that is said about one output.
#[derive(Clone, Debug, PartialEq)]
pub struct Check {
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
}

/// The error of one element in units of its tolerance: at most 1 where it is right; infinite where no tolerance helps.
pub fn tolerances(a: f64, b: f64, tolerance: Tolerance) -> f64 {
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
            let a = got.to_float();
            let map = |&b: &f64, &a: &f64| tolerances(a, b, tolerance);
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

/// Judges one output, element by element.
pub fn check(expected: &Array, got: Option<&Array>, tolerance: Tolerance) -> Check {
    let mut check = Check {
        verdict: Verdict::Missing,
        expected_shape: expected.shape().to_vec(),
        got_shape: got.map(|a| a.shape().to_vec()),
        got_dtype: got.map(|a| a.dtype.name()),
        distance: None,
        shape_cause: None,
    };
    let Some(got) = got else { return check };
    if got.shape() != expected.shape() {
        check.verdict = Verdict::WrongShape;
        return check;
    }
    let misfit = match expected.kind() {
        Kind::Float => got.dtype == crate::arrays::Dtype::Bool,
        Kind::Int => got.to_int().is_none(),
    };
    if misfit {
        // NaN among whole numbers is worth its own word: it points at a division, not at a dtype.
        let finite = crate::ports::all_finite(got);
        check.verdict = if finite {
            Verdict::WrongDtype
        } else {
            Verdict::NotFinite
        };
        return check;
    }
    let (a, b) = (got.to_float(), expected.to_float());
    let Some(map) = error_map(expected, got, tolerance) else {
        check.verdict = Verdict::WrongDtype;
        return check;
    };
    let broken = Zip::from(&a)
        .and(&b)
        .fold(false, |any, a, b| any || (!a.is_finite() && b.is_finite()));
    check.verdict = if broken {
        Verdict::NotFinite
    } else if map.iter().all(|e| *e <= 1.0) {
        Verdict::Correct
    } else {
        Verdict::Wrong
    };
    check.distance = Some(distance(&a, &b, &map));
    check
}

fn distance(a: &ArrayD<f64>, b: &ArrayD<f64>, map: &ArrayD<f64>) -> Distance {
    let within = map.iter().filter(|e| **e <= 1.0).count();
    let mut max_abs = 0.0_f64;
    let mut max_rel = 0.0_f64;
    let mut worst = (Vec::new(), (f64::NEG_INFINITY, f64::NEG_INFINITY));
    for ((index, &error), (&a, &b)) in map.indexed_iter().zip(a.iter().zip(b.iter())) {
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
            worst = (index.slice().to_vec(), (error, abs));
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
        worst_index: worst.0,
    }
}

/// How a task's outputs are judged: the defaults of the task, or a config's overrides.
#[derive(Clone, Debug, PartialEq)]
pub struct Rule<'a> {
    /// The tolerance.
    pub tolerance: Tolerance,
    /// The freedom of order or sign.
    pub order: Order<'a>,
}

/// Judges all outputs of a task. `rule` gives each output's tolerance and order.
///
/// Outputs that are free up to a permutation of the same axis are judged under one common permutation.
pub fn check_task<'a>(
    task: &dyn AnyTask,
    axes: &Axes,
    expected: &Named,
    got: &Named,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> Vec<(&'static Port, Check)> {
    let permuted = permute_to_fit(task.outputs(), expected, got, &rule);
    let mut checks = Vec::new();
    for port in task.outputs() {
        let Some(reference) = expected.get(port.name) else {
            continue;
        };
        let Rule { tolerance, order } = rule(port);
        let answer = permuted.get(port.name).or_else(|| got.get(port.name));
        let mut result = check(reference, answer, tolerance);
        if order == Order::UpToSign
            && result.verdict == Verdict::Wrong
            && let Some(flipped) = answer.and_then(negated)
        {
            let other = check(reference, Some(&flipped), tolerance);
            if closer(&other, &result) {
                result = other;
            }
        }
        if result.verdict == Verdict::WrongShape
            && let Some(answer) = answer
        {
            result.shape_cause = shape_cause(port, axes, reference.shape(), answer.shape());
        }
        checks.push((port, result));
    }
    checks
}

/// The answers in the form in which [`check_task`] judges them: slices in the reference's order where one order fits all,
/// the sign turned where that is closer. What is shown element by element must be what was judged.
pub fn as_judged<'a>(
    task: &dyn AnyTask,
    expected: &Named,
    got: &Named,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> Named {
    let mut judged = got.clone();
    judged.extend(permute_to_fit(task.outputs(), expected, got, &rule));
    for port in task.outputs() {
        let Rule { tolerance, order } = rule(port);
        let (Some(reference), Some(answer)) = (expected.get(port.name), judged.get(port.name))
        else {
            continue;
        };
        let plain = check(reference, Some(answer), tolerance);
        if order == Order::UpToSign
            && plain.verdict == Verdict::Wrong
            && let Some(flipped) = negated(answer)
            && closer(&check(reference, Some(&flipped), tolerance), &plain)
        {
            judged.insert(port.name.to_owned(), flipped);
        }
    }
    judged
}

fn closer(a: &Check, b: &Check) -> bool {
    let within = |c: &Check| c.distance.as_ref().map_or(0.0, |d| d.within);
    let error = |c: &Check| c.distance.as_ref().map_or(f64::INFINITY, |d| d.max_abs);
    a.verdict == Verdict::Correct
        || within(a) > within(b)
        || (within(a) >= within(b) && error(a) < error(b))
}

fn negated(array: &Array) -> Option<Array> {
    let values = match &array.values {
        Values::Float(a) => Values::Float(a.mapv(|v| -v)),
        Values::Int(a) => Values::Int(
            ArrayD::from_shape_vec(
                a.raw_dim(),
                a.iter().map(|v| v.checked_neg()).collect::<Option<_>>()?,
            )
            .ok()?,
        ),
    };
    Some(Array {
        values,
        dtype: array.dtype,
    })
}

/// The answers whose outputs are free up to a permutation, with their slices put in the reference's order where one order fits all.
fn permute_to_fit<'a>(
    ports: &'static [Port],
    expected: &Named,
    got: &Named,
    rule: &impl Fn(&Port) -> Rule<'a>,
) -> Named {
    let mut result = Named::new();
    let mut done: Vec<&str> = Vec::new();
    for port in ports {
        let Order::UpToPermutation(axis) = rule(port).order else {
            continue;
        };
        if done.contains(&axis) {
            continue;
        }
        done.push(axis);
        let mut group = Vec::new();
        for other in ports {
            let Rule { tolerance, order } = rule(other);
            let position = other.axes.iter().position(|a| *a == axis);
            if order != Order::UpToPermutation(axis) {
                continue;
            }
            if let (Some(position), Some(b), Some(a)) =
                (position, expected.get(other.name), got.get(other.name))
                && a.shape() == b.shape()
            {
                group.push((other.name, Axis(position), b, a, tolerance));
            }
        }
        let Some(&(_, first_axis, first, ..)) = group.first() else {
            continue;
        };
        let n = first.shape().get(first_axis.index()).copied().unwrap_or(0);
        // fits[j][k]: the answer's slice k is right in the place of the reference's slice j, in every output of the group.
        let mut fits = vec![vec![true; n]; n];
        for (_, axis, b, a, tolerance) in &group {
            for (j, row) in fits.iter_mut().enumerate() {
                for (k, fit) in row.iter_mut().enumerate() {
                    *fit = *fit && slices_agree(b, a, *axis, (j, k), *tolerance);
                }
            }
        }
        if let Some(order) = perfect_matching(&fits) {
            for (name, axis, _, a, _) in group {
                result.insert(name.to_owned(), selected(a, axis, &order));
            }
        }
    }
    result
}

fn slices_agree(
    b: &Array,
    a: &Array,
    axis: Axis,
    (j, k): (usize, usize),
    tolerance: Tolerance,
) -> bool {
    let slice = |array: &Array, i| match &array.values {
        Values::Float(v) => Array {
            values: Values::Float(v.index_axis(axis, i).to_owned()),
            dtype: array.dtype,
        },
        Values::Int(v) => Array {
            values: Values::Int(v.index_axis(axis, i).to_owned()),
            dtype: array.dtype,
        },
    };
    largest_error(&slice(b, j), &slice(a, k), tolerance) <= 1.0
}

fn selected(a: &Array, axis: Axis, order: &[usize]) -> Array {
    let values = match &a.values {
        Values::Float(v) => Values::Float(v.select(axis, order)),
        Values::Int(v) => Values::Int(v.select(axis, order)),
    };
    Array {
        values,
        dtype: a.dtype,
    }
}

/// For every row a column of its own, all allowed by `fits` (Kuhn's augmenting paths); `None` where there is none.
fn perfect_matching(fits: &[Vec<bool>]) -> Option<Vec<usize>> {
    fn augment(
        fits: &[Vec<bool>],
        row: usize,
        seen: &mut [bool],
        row_of: &mut [Option<usize>],
    ) -> bool {
        for column in 0..row_of.len() {
            if fits[row][column] && !seen[column] {
                seen[column] = true;
                if row_of[column].is_none_or(|other| augment(fits, other, seen, row_of)) {
                    row_of[column] = Some(row);
                    return true;
                }
            }
        }
        false
    }
    let n = fits.len();
    let mut row_of = vec![None; n];
    for row in 0..n {
        if !augment(fits, row, &mut vec![false; n], &mut row_of) {
            return None;
        }
    }
    let mut column_of = vec![0; n];
    for (column, row) in row_of.into_iter().enumerate() {
        column_of[row?] = column;
    }
    Some(column_of)
}

fn shape_cause(port: &Port, axes: &Axes, expected: &[usize], got: &[usize]) -> Option<ShapeCause> {
    let without_ones = |shape: &[usize]| {
        shape
            .iter()
            .copied()
            .filter(|n| *n != 1)
            .collect::<Vec<_>>()
    };
    let sorted = |shape: &[usize]| {
        let mut s = shape.to_vec();
        s.sort_unstable();
        s
    };
    if got.is_empty() {
        return Some(ShapeCause::ReducedToScalar);
    }
    if without_ones(expected) == without_ones(got) {
        return Some(if got.len() > expected.len() {
            ShapeCause::ExtraAxisOfOne
        } else {
            ShapeCause::AxisOfOneDropped
        });
    }
    if sorted(expected) == sorted(got) {
        return Some(ShapeCause::Transposed);
    }
    if got.len() == 1
        && expected.len() > 1
        && got.iter().product::<usize>() == expected.iter().product()
    {
        return Some(ShapeCause::Flattened);
    }
    let name_of = |length: usize| {
        let mut names = axes
            .named()
            .filter(|(name, n)| *n == length && !port.axes.contains(name));
        let first = names.next()?;
        names.next().is_none().then(|| first.0.to_owned())
    };
    if got.len() == expected.len() + 1 {
        let extra = (0..got.len()).find(|&i| {
            let mut rest = got.to_vec();
            rest.remove(i);
            rest == expected
        })?;
        return Some(ShapeCause::NotReduced(name_of(got[extra])?));
    }
    if got.len() == expected.len() {
        let mut differing = expected
            .iter()
            .zip(got)
            .enumerate()
            .filter(|(_, (e, g))| e != g);
        let (position, (_, &length)) = differing.next()?;
        if differing.next().is_none() {
            let wanted = (*port.axes.get(position)?).to_owned();
            return Some(ShapeCause::WrongAxisReduced {
                wanted,
                got: name_of(length)?,
            });
        }
    }
    None
}

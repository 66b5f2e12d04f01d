//! The answers brought into the reference's form, as far as their symmetry leaves freedom.

use super::arrays::{Array, Arrays, Values};
use super::comparison::{Comparison, Verdict, compare_output};
use super::permutation::permuted;
use super::port::Port;
use super::symmetry::{Rule, Symmetry};
use super::tolerance::Tolerance;
use ndarray::ArrayD;
use std::borrow::Cow;
use std::collections::BTreeMap;

/// The answers to these ports in the form in which they are judged: slices in the reference's order where one order fits all,
/// the sign turned where that is closer. What is shown element by element must be what was judged.
pub fn aligned<'a, 'g>(
    ports: &'static [Port],
    expected: &Arrays,
    got: &'g Arrays,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> BTreeMap<&'static str, Cow<'g, Array>> {
    let mut permuted = permuted(ports, expected, got, &rule);
    let mut aligned = BTreeMap::new();
    for port in ports {
        let Some(answer) = got.get(port.name) else {
            continue;
        };
        let reference = expected.get(port.name);
        let answer = match permuted.remove(port.name) {
            Some(permuted) => Cow::Owned(permuted),
            None => number_where_asked(reference, answer),
        };
        let answer = match (rule(port), reference) {
            (
                Rule {
                    symmetry: Symmetry::Sign,
                    tolerance,
                },
                Some(reference),
            ) => turned(reference, answer, tolerance),
            _ => answer,
        };
        aligned.insert(port.name, answer);
    }
    aligned
}

/// One element of any shape is a number where a number is asked.
fn number_where_asked<'g>(reference: Option<&Array>, answer: &'g Array) -> Cow<'g, Array> {
    let is_number = reference.is_some_and(|b| b.shape().is_empty());
    let other = is_number && !answer.shape().is_empty();
    match other.then(|| answer.reshaped(&[])).flatten() {
        Some(number) => Cow::Owned(number),
        None => Cow::Borrowed(answer),
    }
}

/// The answer with the other sign where that is closer to the reference.
fn turned<'g>(reference: &Array, answer: Cow<'g, Array>, tolerance: Tolerance) -> Cow<'g, Array> {
    let plain = compare_output(reference, Some(&answer), tolerance);
    if plain.verdict != Verdict::Wrong {
        return answer;
    }
    let Some(flipped) = negated(&answer) else {
        return answer;
    };
    let other = compare_output(reference, Some(&flipped), tolerance);
    if is_closer(&other, &plain) {
        Cow::Owned(flipped)
    } else {
        answer
    }
}

fn is_closer(a: &Comparison, b: &Comparison) -> bool {
    let within = |c: &Comparison| c.distance.as_ref().map_or(0.0, |d| d.within);
    let error = |c: &Comparison| c.distance.as_ref().map_or(f64::INFINITY, |d| d.max_abs);
    a.verdict == Verdict::Correct
        || within(a) > within(b)
        || (within(a) >= within(b) && error(a) < error(b))
}

/// Every element with the other sign; `None` where a whole number has none.
pub(super) fn negated(array: &Array) -> Option<Array> {
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

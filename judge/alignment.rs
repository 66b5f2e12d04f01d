//! The answers brought into the reference's form, as far as their symmetry leaves freedom.

use super::arrays::{Array, Arrays, Values};
use super::comparison::{Comparison, Verdict, compare_output};
use super::permutation::permuted;
use super::port::Port;
use super::symmetry::{Rule, Symmetry};
use ndarray::ArrayD;

/// The answers in the form in which they are judged: slices in the reference's order where one order fits all,
/// the sign turned where that is closer. What is shown element by element must be what was judged.
pub fn aligned<'a>(
    ports: &'static [Port],
    expected: &Arrays,
    got: &Arrays,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> Arrays {
    let mut aligned = got.clone();
    for port in ports {
        // One element of any shape is a number where a number is asked.
        if let (Some(b), Some(a)) = (expected.get(port.name), got.get(port.name))
            && b.shape().is_empty()
            && let Some(number) = a.reshaped(&[])
        {
            aligned.insert(port.name.to_owned(), number);
        }
    }
    aligned.extend(permuted(ports, expected, got, &rule));
    for port in ports {
        let Rule {
            tolerance,
            symmetry: Symmetry::Sign,
        } = rule(port)
        else {
            continue;
        };
        let (Some(reference), Some(answer)) = (expected.get(port.name), aligned.get(port.name))
        else {
            continue;
        };
        let plain = compare_output(reference, Some(answer), tolerance);
        if plain.verdict == Verdict::Wrong
            && let Some(flipped) = negated(answer)
            && is_closer(
                &compare_output(reference, Some(&flipped), tolerance),
                &plain,
            )
        {
            aligned.insert(port.name.to_owned(), flipped);
        }
    }
    aligned
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

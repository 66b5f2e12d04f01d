//! All outputs of a task judged together.

use super::alignment::aligned;
use super::arrays::Arrays;
use super::axes::Axes;
use super::comparison::{Comparison, Verdict, compare_output};
use super::port::Port;
use super::shape::shape_cause;
use super::symmetry::Rule;

/// Judges all outputs of a task. `rule` gives each output's tolerance and symmetry.
///
/// Outputs that are free up to a permutation of the same axis are judged under one common permutation.
pub fn compare<'a>(
    ports: &'static [Port],
    axes: &Axes,
    expected: &Arrays,
    got: &Arrays,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> Vec<(&'static Port, Comparison)> {
    let aligned = aligned(ports, expected, got, &rule);
    let compared = ports.iter().filter_map(|port| {
        let (reference, answer) = (
            expected.get(port.name)?,
            aligned.get(port.name).map(AsRef::as_ref),
        );
        let mut result = compare_output(reference, answer, rule(port).tolerance);
        if result.verdict == Verdict::WrongShape
            && let Some(answer) = answer
        {
            result.shape_cause = shape_cause(port, axes, reference.shape(), answer.shape());
        }
        Some((port, result))
    });
    compared.collect()
}

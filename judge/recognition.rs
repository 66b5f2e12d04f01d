//! What a wrong answer is: known mistakes, told output by output, or one of the findings that need none.
//!
//! Output k is a known mistake when the mistake changes it and the answer fits what it makes of it. Outputs that are missing,
//! of a wrong shape or otherwise wrong do not prevent it. Of two mistakes one of which explains fewer of the same outputs, the other is named.

use super::alignment::aligned;
use super::arrays::{Array, Arrays, Kind};
use super::axes::Axes;
use super::comparison::{Comparison, Verdict};
use super::findings::{self, Factor, RowOrder};
use super::outputs::compare;
use super::port::Port;
use super::rounding::{self, Rounding};
use super::symmetry::Rule;
use super::tolerance::{Tolerance, largest_error};
use std::collections::{BTreeMap, BTreeSet};

/// What one output was found to be.
#[derive(Clone, Debug, PartialEq)]
pub enum Finding {
    /// The mistake of this index in the list.
    Mistake(usize),
    /// Right for the inputs of this index in the list of others.
    OtherInputs(usize),
    /// Right but for the sign.
    Sign,
    /// Right but for a constant factor.
    Factor(Factor),
    /// Right with the axes in this order.
    Transposed(Vec<usize>),
    /// The right rows in another order.
    Order(RowOrder),
    /// The right numbers, rounded too coarsely.
    Precision(Rounding),
}

/// What an answer is compared with.
pub struct Known<'a> {
    /// The outputs asked for.
    pub ports: &'static [Port],
    /// The lengths of the axes of inputs and outputs.
    pub axes: &'a Axes,
    /// The right answer.
    pub truth: &'a Arrays,
    /// What each known mistake answers.
    pub mistaken: &'a [Arrays],
    /// The right answers to other inputs that the student may have taken; asked only where no known mistake is found.
    pub others: &'a dyn Fn() -> Vec<Arrays>,
}

/// The findings by output, for every output that is wrong; outputs of which nothing is known have none.
pub fn recognise<'a>(
    known: &Known<'_>,
    got: &Arrays,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> BTreeMap<&'static str, Vec<Finding>> {
    let mut found = BTreeMap::new();
    let judged = compare(known.ports, known.axes, known.truth, got, &rule);
    let is_wrong = |c: &Comparison| {
        use Verdict::{NotFinite, Wrong, WrongShape};
        matches!(c.verdict, Wrong | NotFinite | WrongShape)
    };
    let wrong: BTreeSet<&'static str> = judged
        .iter()
        .filter(|(_, comparison)| is_wrong(comparison))
        .map(|(port, _)| port.name)
        .collect();
    let explained = listed(known, got, &wrong, &rule);
    for (index, outputs) in &explained {
        for output in outputs {
            let of = found.entry(*output).or_insert_with(Vec::new);
            of.push(Finding::Mistake(*index));
        }
    }
    if explained.is_empty()
        && let Some(index) = other_inputs(known, got, &wrong, &rule)
    {
        return wrong
            .into_iter()
            .map(|output| (output, vec![Finding::OtherInputs(index)]))
            .collect();
    }
    let answers = aligned(known.ports, known.truth, got, &rule);
    for port in known.ports {
        if !wrong.contains(port.name) || found.contains_key(port.name) {
            continue;
        }
        let (Some(b), Some(a)) = (known.truth.get(port.name), answers.get(port.name)) else {
            continue;
        };
        if !a.is_finite() || !b.is_finite() {
            continue;
        }
        let tolerance = rule(port).tolerance;
        let generic = generic(port, a, b, tolerance, known.axes).map(|finding| vec![finding]);
        let findings = generic.or_else(|| {
            let is_real = port.kind == Kind::Float;
            is_real.then(|| rounded_mistake(known, port, a, b, tolerance))?
        });
        if let Some(findings) = findings {
            found.insert(port.name, findings);
        }
    }
    found
}

/// The mistakes that explain anything, in the list's order, each with the outputs that it explains.
fn listed<'a>(
    known: &Known<'_>,
    got: &Arrays,
    wrong: &BTreeSet<&'static str>,
    rule: &impl Fn(&Port) -> Rule<'a>,
) -> Vec<(usize, BTreeSet<&'static str>)> {
    let right = |truth: &Arrays, answer: &Arrays| -> BTreeSet<&'static str> {
        let compared = compare(known.ports, known.axes, truth, answer, rule);
        let right = compared
            .iter()
            .filter(|(_, c)| c.verdict == Verdict::Correct);
        right.map(|(port, _)| port.name).collect()
    };
    let mut hits: Vec<(usize, BTreeSet<&'static str>)> = Vec::new();
    for (index, answer) in known.mistaken.iter().enumerate() {
        let mut explains = right(answer, got);
        explains.retain(|output| wrong.contains(output));
        // What it leaves unchanged is asked only of the few that fit.
        if !explains.is_empty() {
            let unchanged = right(known.truth, answer);
            explains.retain(|output| !unchanged.contains(output));
        }
        if !explains.is_empty() {
            hits.push((index, explains));
        }
    }
    let is_covered = |set: &BTreeSet<&'static str>| {
        let larger =
            |other: &BTreeSet<&'static str>| set.len() < other.len() && set.is_subset(other);
        hits.iter().any(|(_, other)| larger(other))
    };
    let named = hits.iter().filter(|(_, set)| !is_covered(set));
    named.cloned().collect()
}

/// The other inputs for which every wrong output is right.
fn other_inputs<'a>(
    known: &Known<'_>,
    got: &Arrays,
    wrong: &BTreeSet<&'static str>,
    rule: &impl Fn(&Port) -> Rule<'a>,
) -> Option<usize> {
    if wrong.is_empty() {
        return None;
    }
    (known.others)().iter().position(|other| {
        let compared = compare(known.ports, known.axes, other, got, rule);
        let fits = |output: &&str| {
            compared
                .iter()
                .any(|(port, c)| port.name == *output && c.verdict == Verdict::Correct)
        };
        wrong.iter().all(fits)
    })
}

/// The first finding that needs no list.
fn generic(
    port: &Port,
    a: &Array,
    b: &Array,
    tolerance: Tolerance,
    axes: &Axes,
) -> Option<Finding> {
    let is_real = port.kind == Kind::Float;
    if findings::has_other_sign(a, b, tolerance) {
        return Some(Finding::Sign);
    }
    let (real_a, real_b) = (a.to_float(), b.to_float());
    let factor = || findings::factor(&real_a, &real_b, tolerance, axes).map(Finding::Factor);
    let transposed = || findings::transposed(a, b, tolerance).map(Finding::Transposed);
    let order = || findings::row_order(a, b, tolerance).map(Finding::Order);
    let precision = || rounding::precision(&real_a, &real_b, tolerance).map(Finding::Precision);
    is_real
        .then(factor)
        .flatten()
        .or_else(transposed)
        .or_else(order)
        .or_else(|| is_real.then(precision).flatten())
}

/// The one listed mistake that the output is, rounded.
fn rounded_mistake(
    known: &Known<'_>,
    port: &Port,
    a: &Array,
    b: &Array,
    tolerance: Tolerance,
) -> Option<Vec<Finding>> {
    let a = a.to_float();
    let mut near = known
        .mistaken
        .iter()
        .enumerate()
        .filter_map(|(index, answer)| {
            let mistaken = answer.get(port.name)?;
            if largest_error(b, mistaken, tolerance) <= 1.0 {
                return None;
            }
            Some((
                index,
                rounding::rounding(&a, &mistaken.to_float(), tolerance)?,
            ))
        });
    let (index, rounding) = near.next()?;
    near.next()
        .is_none()
        .then(|| vec![Finding::Mistake(index), Finding::Precision(rounding)])
}

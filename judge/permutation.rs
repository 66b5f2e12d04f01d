//! One order of slices under which an answer is right.

use super::arrays::{Array, Arrays, Values};
use super::port::Port;
use super::symmetry::{Rule, Symmetry};
use super::tolerance::{Tolerance, largest_error};
use ndarray::Axis;

/// The answers whose outputs are free up to a permutation, with their slices put in the reference's order where one order fits all.
pub(super) fn permuted<'a>(
    ports: &'static [Port],
    expected: &Arrays,
    got: &Arrays,
    rule: &impl Fn(&Port) -> Rule<'a>,
) -> Arrays {
    let mut result = Arrays::new();
    let mut done: Vec<&str> = Vec::new();
    for port in ports {
        let Symmetry::Permutation(axis) = rule(port).symmetry else {
            continue;
        };
        if done.contains(&axis) {
            continue;
        }
        done.push(axis);
        let mut group = Vec::new();
        for other in ports {
            let Rule {
                tolerance,
                symmetry,
            } = rule(other);
            let position = other.axes.iter().position(|a| *a == axis);
            if symmetry != Symmetry::Permutation(axis) {
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

//! One order of slices under which most of an answer is right.

use super::arrays::{Array, Arrays, Values};
use super::port::Port;
use super::symmetry::{Rule, Symmetry};
use super::tolerance::{Tolerance, largest_error};
use ndarray::Axis;

/// Of so many outputs that are permuted together the order is looked for: no task has more. The others follow it.
const MOST_TOGETHER: usize = 8;

/// For every slice of the reference in its place the slices of the answer that are right there.
type Fits = Vec<Vec<bool>>;

/// The answers whose outputs are free up to a permutation, with their slices put in the order of the reference: the one order, common
/// to all of them, under which most of them are right. Where none is right under any, they stay as they are.
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
        let together = |other: &Port| {
            let rule = rule(other);
            // An axis that stands twice would have to be permuted in both places at once: such an output has no freedom.
            let position = other.only_place(axis)?;
            let (b, a) = (expected.get(other.name)?, got.get(other.name)?);
            let is_free = rule.symmetry == Symmetry::Permutation(axis) && a.shape() == b.shape();
            is_free.then_some((other.name, Axis(position), b, a, rule.tolerance))
        };
        let group: Vec<_> = ports.iter().filter_map(together).collect();
        let looked_at = group.iter().take(MOST_TOGETHER);
        let fits: Vec<Fits> = looked_at
            .map(|(_, axis, b, a, tolerance)| fits(b, a, *axis, *tolerance))
            .collect();
        if let Some(order) = best_order(&fits) {
            for (name, axis, _, a, _) in group {
                result.insert(name.to_owned(), selected(a, axis, &order));
            }
        }
    }
    result
}

/// Which slices of the answer are right in the place of which slice of the reference.
fn fits(b: &Array, a: &Array, axis: Axis, tolerance: Tolerance) -> Fits {
    let n = b.shape().get(axis.index()).copied().unwrap_or(0);
    let row = |j| (0..n).map(move |k| slices_agree(b, a, axis, (j, k), tolerance));
    (0..n).map(|j| row(j).collect()).collect()
}

/// The order under which most outputs are right. Of several the one that changes nothing, else that of the outputs that come first.
fn best_order(fits: &[Fits]) -> Option<Vec<usize>> {
    let mut subsets: Vec<u32> = (1..1 << fits.len()).collect();
    // The sort is stable, and a smaller number has outputs that come earlier.
    subsets.sort_by_key(|subset| std::cmp::Reverse(subset.count_ones()));
    let mut best: Option<(u32, Vec<usize>)> = None;
    for subset in subsets {
        let right = subset.count_ones();
        if best.as_ref().is_some_and(|(most, _)| right < *most) {
            break;
        }
        let of_subset = fits.iter().enumerate();
        let of_subset = of_subset.filter(|(output, _)| subset >> output & 1 == 1);
        let Some(order) = perfect_matching(&in_all(of_subset.map(|(_, fits)| fits))) else {
            continue;
        };
        if order.is_sorted() {
            return Some(order);
        }
        best.get_or_insert((right, order));
    }
    best.map(|(_, order)| order)
}

/// What fits in every one of these outputs.
fn in_all<'f>(mut outputs: impl Iterator<Item = &'f Fits>) -> Fits {
    let mut all = outputs.next().cloned().unwrap_or_default();
    for fits in outputs {
        for (all, fit) in all.iter_mut().flatten().zip(fits.iter().flatten()) {
            *all = *all && *fit;
        }
    }
    all
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

/// For every row a column of its own, all allowed by `fits` (Kuhn's augmenting paths), and its own place wherever all may have it; `None`
/// where there is none.
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
    let stays = |row: usize| fits[row][row].then_some(row);
    let mut row_of: Vec<Option<usize>> = (0..n).map(stays).collect();
    for row in 0..n {
        if !fits[row][row] && !augment(fits, row, &mut vec![false; n], &mut row_of) {
            return None;
        }
    }
    let mut column_of = vec![0; n];
    for (column, row) in row_of.into_iter().enumerate() {
        column_of[row?] = column;
    }
    Some(column_of)
}

#[cfg(test)]
mod tests {
    use super::super::axes::Axes;
    use super::super::comparison::Verdict;
    use super::super::outputs::compare;
    use super::*;
    use crate::arrays::Kind;
    use ndarray::{ArrayD, IxDyn};

    const fn port(name: &'static str, axes: &'static [&'static str]) -> Port {
        Port {
            name,
            axes,
            kind: Kind::Float,
            doc: "",
        }
    }

    const MIXTURE: &[Port] = &[
        port("weights", &["component"]),
        port("means", &["component", "dim"]),
        port("covs", &["component", "dim"]),
    ];

    /// An output whose slices along the first axis are these.
    fn rows(slices: &[f64], others: &[usize]) -> Array {
        let shape = [&[slices.len()], others].concat();
        Array::float(ArrayD::from_shape_fn(IxDyn(&shape), |at| {
            slices[at[0]] + 0.1 * (1..shape.len()).map(|axis| at[axis] as f64).sum::<f64>()
        }))
    }

    fn mixture(weights: &[f64], means: &[f64], covs: &[f64]) -> Arrays {
        Arrays::from([
            ("weights".to_owned(), rows(weights, &[])),
            ("means".to_owned(), rows(means, &[2])),
            ("covs".to_owned(), rows(covs, &[2])),
        ])
    }

    /// The outputs that are right.
    fn right(
        ports: &'static [Port],
        free: &'static str,
        expected: &Arrays,
        got: &Arrays,
    ) -> Vec<&'static str> {
        let rule = |port: &Port| Rule {
            tolerance: Tolerance::new(1e-6, 1e-6),
            symmetry: if port.axes.contains(&free) {
                Symmetry::Permutation(free)
            } else {
                Symmetry::Exact
            },
        };
        let compared = compare(ports, &Axes::default(), expected, got, rule);
        let right = compared
            .iter()
            .filter(|(_, c)| c.verdict == Verdict::Correct);
        right.map(|(port, _)| port.name).collect()
    }

    #[test]
    fn a_wrong_output_takes_no_right_one_along() {
        let truth = mixture(&[1.0, 2.0, 3.0], &[4.0, 5.0, 6.0], &[7.0, 8.0, 9.0]);
        let right = |got| right(MIXTURE, "component", &truth, &got);
        let all = ["weights", "means", "covs"];
        assert_eq!(right(truth.clone()), all);
        let reversed = mixture(&[3.0, 2.0, 1.0], &[6.0, 5.0, 4.0], &[9.0, 8.0, 7.0]);
        assert_eq!(right(reversed), all);
        // One output is wrong under every order, whichever order the others have.
        let wrong = mixture(&[3.0, 2.0, 1.0], &[6.0, 5.0, 4.0], &[0.0, 8.0, 7.0]);
        assert_eq!(right(wrong), ["weights", "means"]);
        let wrong = mixture(&[0.0, 2.0, 1.0], &[6.0, 5.0, 4.0], &[9.0, 8.0, 7.0]);
        assert_eq!(right(wrong), ["means", "covs"]);
        // Each is right under an order, and not all under one: most count.
        let torn = mixture(&[1.0, 2.0, 3.0], &[6.0, 5.0, 4.0], &[9.0, 8.0, 7.0]);
        assert_eq!(right(torn), ["means", "covs"]);
        let torn = mixture(&[2.0, 1.0, 3.0], &[6.0, 5.0, 4.0], &[8.0, 9.0, 7.0]);
        assert_eq!(right(torn), ["weights"]);
        // What stands as it should stays so, before what would have to be moved.
        let torn = mixture(&[2.0, 1.0, 3.0], &[4.0, 5.0, 6.0], &[0.0, 0.0, 0.0]);
        assert_eq!(right(torn), ["means"]);
    }

    #[test]
    fn slices_that_are_alike_are_told_apart_by_the_other_outputs() {
        let truth = mixture(&[1.0, 1.0, 1.0], &[4.0, 5.0, 6.0], &[7.0, 7.0, 9.0]);
        let got = mixture(&[1.0, 1.0, 1.0], &[5.0, 6.0, 4.0], &[7.0, 9.0, 7.0]);
        let all = ["weights", "means", "covs"];
        assert_eq!(right(MIXTURE, "component", &truth, &got), all);
        // Where they tell nothing, nothing is moved: the output that is half wrong is shown as it was sent.
        let got = mixture(&[1.0, 1.0, 1.0], &[4.0, 5.0, 0.0], &[0.0, 0.0, 0.0]);
        let rule = |_: &Port| Rule {
            tolerance: Tolerance::new(1e-6, 1e-6),
            symmetry: Symmetry::Permutation("component"),
        };
        assert_eq!(
            permuted(MIXTURE, &truth, &got, &rule)["means"],
            got["means"]
        );
    }

    #[test]
    fn an_axis_that_an_output_has_twice_leaves_it_no_freedom() {
        const POSTERIOR: &[Port] = &[
            port("mean", &["batch", "latent"]),
            port("cov", &["latent", "latent"]),
        ];
        let array = |rows: [[f64; 2]; 2]| Array::float(ndarray::arr2(&rows).into_dyn());
        let answer = |mean, cov| {
            Arrays::from([
                ("mean".to_owned(), array(mean)),
                ("cov".to_owned(), array(cov)),
            ])
        };
        let truth = answer([[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [6.0, 7.0]]);
        // Rows alone moved: no covariance of anything.
        let rows = answer([[2.0, 1.0], [4.0, 3.0]], [[6.0, 7.0], [5.0, 6.0]]);
        assert_eq!(right(POSTERIOR, "latent", &truth, &rows), ["mean"]);
        let exact = answer([[2.0, 1.0], [4.0, 3.0]], [[5.0, 6.0], [6.0, 7.0]]);
        assert_eq!(right(POSTERIOR, "latent", &truth, &exact), ["mean", "cov"]);
    }
}

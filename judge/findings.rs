//! What a wrong answer may be without a list: the other sign, a constant factor, axes or rows in another order.

use super::alignment::negated;
use super::arrays::{Array, Values};
use super::axes::Axes;
use super::tolerance::{Tolerance, largest_error, scaled_error};
use ndarray::{ArrayD, Axis, Slice, Zip};
use std::f64::consts::{LN_2, PI};

/// How few elements do not tell a factor from chance.
const LEAST: usize = 4;
/// How many tolerances an element must be large to take part in a factor.
const LARGE: f64 = 100.0;
/// The most axes that are tried in every order.
const MOST_AXES: usize = 4;

/// A usual constant that a factor may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Constant {
    /// 2.
    Two,
    /// 1/2.
    Half,
    /// π.
    Pi,
    /// ln 2.
    Ln2,
    /// 1/ln 2: bits for nats.
    Bits,
    /// The length of an axis: a sum for a mean.
    SumForMean(String),
    /// One over the length of an axis: a mean for a sum.
    MeanForSum(String),
    /// L/(L − 1) of an axis: divided by N − 1 and not by N.
    UnbiasedForBiased(String),
    /// (L − 1)/L of an axis: divided by N and not by N − 1.
    BiasedForUnbiased(String),
}

/// A constant factor.
#[derive(Clone, Debug, PartialEq)]
pub struct Factor {
    /// The factor. Where it is no usual constant it gives the right answer away.
    pub value: f64,
    /// The usual constants that its absolute value is.
    pub constants: Vec<Constant>,
}

/// How the rows of an answer are out of order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowOrder {
    /// From the last to the first.
    Reversed,
    /// Every row stands one place too late.
    Later,
    /// Every row stands one place too early.
    Earlier,
}

/// Whether the answer is right with every sign turned.
pub fn has_other_sign(a: &Array, b: &Array, tolerance: Tolerance) -> bool {
    negated(a).is_some_and(|flipped| largest_error(b, &flipped, tolerance) <= 1.0)
}

/// The constant by which all elements are off.
pub fn factor(
    a: &ArrayD<f64>,
    b: &ArrayD<f64>,
    tolerance: Tolerance,
    axes: &Axes,
) -> Option<Factor> {
    if a.shape() != b.shape() {
        return None;
    }
    let pairs = || a.iter().zip(b).filter(|(_, b)| is_large(**b, tolerance));
    let mut ratios: Vec<f64> = pairs().map(|(a, b)| a / b).collect();
    if ratios.len() < LEAST {
        return None;
    }
    let value = median(&mut ratios)?;
    let near = tolerance.rtol.max(1e-5);
    let fits = a
        .iter()
        .zip(b)
        .all(|(a, b)| scaled_error(a / value, *b, tolerance) <= 1.0);
    if value == 0.0 || (value - 1.0).abs() <= 10.0 * near || !fits {
        return None;
    }
    let (mut low, mut high, mut bound) = (f64::INFINITY, f64::NEG_INFINITY, 0.0_f64);
    for (_, &b) in pairs() {
        (low, high) = (low.min(b), high.max(b));
        bound = bound.max(tolerance.bound(b));
    }
    let constants: Vec<Constant> = usual(axes)
        .into_iter()
        .filter(|(_, usual)| (value.abs() / usual - 1.0).abs() <= 2.0 * near)
        .map(|(constant, _)| constant)
        .collect();
    // One number many times: any answer of the kind is a multiple of it.
    let is_flat = high - low < LARGE * bound;
    (!constants.is_empty() || !is_flat).then_some(Factor { value, constants })
}

/// Whether the ratio of an answer to this right element says anything: an element at 0 has no ratio, and one near it has any.
pub fn is_large(b: f64, tolerance: Tolerance) -> bool {
    b.abs() >= LARGE * tolerance.bound(b)
}

fn usual(axes: &Axes) -> Vec<(Constant, f64)> {
    let mut usual = vec![
        (Constant::Two, 2.0),
        (Constant::Half, 0.5),
        (Constant::Pi, PI),
        (Constant::Ln2, LN_2),
        (Constant::Bits, 1.0 / LN_2),
    ];
    for (axis, length) in axes.named().filter(|(_, length)| *length > 1) {
        let (axis, n) = (axis.to_owned(), length as f64);
        usual.extend([
            (Constant::SumForMean(axis.clone()), n),
            (Constant::MeanForSum(axis.clone()), 1.0 / n),
            (Constant::UnbiasedForBiased(axis.clone()), n / (n - 1.0)),
            (Constant::BiasedForUnbiased(axis), (n - 1.0) / n),
        ]);
    }
    usual
}

/// The median of these numbers, which are put in order; none of nothing.
pub fn median(values: &mut [f64]) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let below = values.get(values.len().checked_sub(1)? / 2)?;
    let above = values.get(values.len() / 2)?;
    Some(f64::midpoint(*below, *above))
}

/// The order of the answer's axes in which it is right: the first one in lexicographic order.
pub fn transposed(a: &Array, b: &Array, tolerance: Tolerance) -> Option<Vec<usize>> {
    let rank = b.shape().len();
    if !(2..=MOST_AXES).contains(&rank) || a.shape().len() != rank {
        return None;
    }
    let own: Vec<usize> = (0..rank).collect();
    permutations(rank).into_iter().find(|order| {
        let fits = || {
            let shape: Vec<usize> = order.iter().map(|&axis| a.shape()[axis]).collect();
            shape == b.shape() && largest_error(b, &permuted(a, order), tolerance) <= 1.0
        };
        *order != own && fits()
    })
}

fn permuted(a: &Array, order: &[usize]) -> Array {
    let values = match &a.values {
        Values::Float(v) => Values::Float(v.clone().permuted_axes(order)),
        Values::Int(v) => Values::Int(v.clone().permuted_axes(order)),
    };
    Array {
        values,
        dtype: a.dtype,
    }
}

/// All orders of 0..n, lexicographically.
fn permutations(n: usize) -> Vec<Vec<usize>> {
    let mut orders = vec![Vec::new()];
    for _ in 0..n {
        let longer = |order: &Vec<usize>| {
            let left = (0..n).filter(|i| !order.contains(i));
            left.map(|i| [order.as_slice(), &[i]].concat())
                .collect::<Vec<_>>()
        };
        orders = orders.iter().flat_map(longer).collect();
    }
    orders
}

/// How the rows are out of order. Rows that are all alike have none.
pub fn row_order(a: &Array, b: &Array, tolerance: Tolerance) -> Option<RowOrder> {
    let rows = b.shape().first().copied().unwrap_or(0);
    if a.shape() != b.shape() || rows < LEAST {
        return None;
    }
    let (a, b) = (a.to_float(), b.to_float());
    let fits = |a: ndarray::ArrayViewD<'_, f64>, b: ndarray::ArrayViewD<'_, f64>| {
        Zip::from(a)
            .and(b)
            .all(|a, b| scaled_error(*a, *b, tolerance) <= 1.0)
    };
    let part = |slice: Slice| move |x: &ArrayD<f64>| x.slice_axis(Axis(0), slice).to_owned();
    let (first, last) = (part(Slice::from(..-1)), part(Slice::from(1..)));
    let reversed = part(Slice::new(0, None, -1));
    if fits(last(&b).view(), first(&b).view()) {
        return None;
    }
    [
        (RowOrder::Reversed, reversed(&a), b.clone()),
        (RowOrder::Later, last(&a), first(&b)),
        (RowOrder::Earlier, first(&a), last(&b)),
    ]
    .into_iter()
    .find(|(_, a, b)| fits(a.view(), b.view()))
    .map(|(order, ..)| order)
}

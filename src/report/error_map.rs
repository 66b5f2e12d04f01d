//! Where in an output the error sits: |error| / tolerance in a few steps, in at most a few thousand cells.

use crate::grading::FEWEST_CLASSED;
use l10n::{Message, message};
use ndarray::ArrayD;

/// The most cells across and down; more elements share a cell, which shows the worst of them.
const MOST_COLUMNS: usize = 64;
/// The most cells down.
const MOST_ROWS: usize = 32;

/// The least elements of a cell where a cell of one would tell its value.
const FEWEST: usize = 4;

/// How far off an element is, in units of its tolerance.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Step {
    /// Right.
    Within,
    /// Up to ten times the tolerance.
    Ten,
    /// Up to a hundred times.
    Hundred,
    /// Up to a thousand times.
    Thousand,
    /// More than that.
    Beyond,
    /// Not to be measured: NaN, infinity, or a whole number that is another.
    Infinite,
}

impl Step {
    /// All steps, from right to worst.
    pub const ALL: [Self; 6] = [
        Self::Within,
        Self::Ten,
        Self::Hundred,
        Self::Thousand,
        Self::Beyond,
        Self::Infinite,
    ];

    /// The step of an error in units of its tolerance.
    pub fn of(error: f64) -> Self {
        match error {
            e if e <= 1.0 => Self::Within,
            e if e <= 10.0 => Self::Ten,
            e if e <= 100.0 => Self::Hundred,
            e if e <= 1000.0 => Self::Thousand,
            e if e < f64::INFINITY => Self::Beyond,
            _ => Self::Infinite,
        }
    }

    /// What the step means; of whole numbers, which are equal or not, in other words.
    pub fn message(self, exact: bool) -> Message {
        match (self, exact) {
            (Self::Within, false) => message!("error-step-0"),
            (Self::Ten, false) => message!("error-step-1"),
            (Self::Hundred, false) => message!("error-step-2"),
            (Self::Thousand, false) => message!("error-step-3"),
            (Self::Beyond, false) => message!("error-step-4"),
            (Self::Infinite, false) => message!("error-step-5"),
            (Self::Within, true) => message!("error-step-0-exact"),
            (Self::Ten, true) => message!("error-step-1-exact"),
            (Self::Hundred, true) => message!("error-step-2-exact"),
            (Self::Thousand, true) => message!("error-step-3-exact"),
            (Self::Beyond, true) => message!("error-step-4-exact"),
            (Self::Infinite, true) => message!("error-step-5-exact"),
        }
    }

    /// The number of the step: its class in the style sheet.
    pub const fn number(self) -> usize {
        self as usize
    }
}

/// A strip or heat map of steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ErrorMap {
    /// Cells across.
    pub columns: usize,
    /// Cells, row by row.
    pub cells: Vec<Step>,
    /// How many elements share a cell, down and across.
    pub block: (usize, usize),
    /// Elements down and across before sharing.
    pub elements: (usize, usize),
    /// How many elements are in every step.
    pub counts: [usize; 6],
}

impl ErrorMap {
    /// The map of an output whose elements are equal or not. Where an element is off would tell the value of a 0 or 1,
    /// so that a cell is a whole row, or a few elements of a strip.
    pub fn coarse(errors: &ArrayD<f64>) -> Option<Self> {
        let wide = errors.shape().last().copied().unwrap_or(1);
        let high = errors.len() / wide.max(1);
        if high > 1 && wide >= FEWEST {
            Self::with_block(errors, (high, wide), (high.div_ceil(MOST_ROWS), wide))
        } else {
            let across = errors.len();
            let block = across.div_ceil(MOST_COLUMNS).max(FEWEST);
            Self::with_block(errors, (1, across), (1, block)).filter(|map| map.columns > 1)
        }
    }

    /// The map of an output; none for a single number or an empty array. All axes but the last are laid down one after another.
    pub fn new(errors: &ArrayD<f64>) -> Option<Self> {
        let wide = errors.shape().last().copied().unwrap_or(1);
        let high = errors.len() / wide.max(1);
        // A column of numbers reads better as a strip.
        let (high, wide) = if wide == 1 { (1, high) } else { (high, wide) };
        let block = (high.div_ceil(MOST_ROWS), wide.div_ceil(MOST_COLUMNS));
        Self::with_block(errors, (high, wide), block)
    }

    /// The map of an output of which only three classes may be told: off by up to ten tolerances, by up to a thousand, by
    /// more; nothing of a small one.
    pub fn classes(errors: &ArrayD<f64>) -> Option<Self> {
        let class = |error: f64| match Step::of(error) {
            Step::Within => 0.0,
            Step::Ten => 10.0,
            Step::Hundred | Step::Thousand => 1000.0,
            // Whether an error is finite tells whether the reference is.
            Step::Beyond | Step::Infinite => f64::MAX,
        };
        (errors.len() >= FEWEST_CLASSED)
            .then(|| Self::new(&errors.mapv(class)))
            .flatten()
    }

    fn with_block(
        errors: &ArrayD<f64>,
        (high, wide): (usize, usize),
        block: (usize, usize),
    ) -> Option<Self> {
        if errors.len() < 2 {
            return None;
        }
        let (rows, columns) = (high.div_ceil(block.0), wide.div_ceil(block.1));
        let mut cells = vec![Step::Within; rows * columns];
        let mut counts = [0; 6];
        for (n, error) in errors.iter().enumerate() {
            let step = Step::of(*error);
            let cell = (n / wide / block.0) * columns + n % wide / block.1;
            if let Some(cell) = cells.get_mut(cell) {
                *cell = step.max(*cell);
            }
            if let Some(count) = counts.get_mut(step.number()) {
                *count += 1;
            }
        }
        Some(Self {
            columns,
            cells,
            block,
            elements: (high, wide),
            counts,
        })
    }

    /// Cells down.
    pub fn rows(&self) -> usize {
        self.cells.len() / self.columns.max(1)
    }

    /// The steps that occur, with their numbers of elements.
    pub fn present(&self) -> impl Iterator<Item = (Step, usize)> + '_ {
        Step::ALL
            .into_iter()
            .zip(self.counts)
            .filter(|(_, count)| *count > 0)
    }
}

/// The indices of the elements furthest off, worst first, at most so many; right ones are left out.
/// `sizes` orders those whose error is infinite.
pub fn worst(errors: &ArrayD<f64>, sizes: &ArrayD<f64>, most: usize) -> Vec<Vec<usize>> {
    let mut off: Vec<(f64, f64, Vec<usize>)> = errors
        .indexed_iter()
        .zip(sizes.iter())
        .filter(|((_, error), _)| **error > 1.0)
        .map(|((index, error), size)| {
            let size = if size.is_nan() { f64::INFINITY } else { *size };
            (*error, size, ndarray::Dimension::slice(&index).to_vec())
        })
        .collect();
    off.sort_by(|a, b| b.0.total_cmp(&a.0).then(b.1.total_cmp(&a.1)));
    off.truncate(most);
    off.into_iter().map(|(_, _, index)| index).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::{ArrayD, IxDyn};

    fn array(shape: &[usize], value: impl Fn(usize) -> f64) -> ArrayD<f64> {
        let len = shape.iter().product();
        ArrayD::from_shape_vec(IxDyn(shape), (0..len).map(value).collect()).unwrap()
    }

    #[test]
    fn steps_include_their_upper_end() {
        let known = [
            (0.0, 0),
            (1.0, 0),
            (1.0_f64.next_up(), 1),
            (10.0, 1),
            (100.0, 2),
            (1000.0, 3),
            (1001.0, 4),
            (f64::INFINITY, 5),
            (f64::NAN, 5),
        ];
        for (error, step) in known {
            assert_eq!(Step::of(error).number(), step, "{error}");
        }
    }

    #[test]
    fn a_small_array_has_a_cell_an_element() {
        let map = ErrorMap::new(&array(&[2, 3], |n| if n == 4 { 50.0 } else { 0.0 })).unwrap();
        assert_eq!((map.rows(), map.columns, map.block), (2, 3, (1, 1)));
        assert_eq!(map.cells[4], Step::Hundred);
        assert_eq!(
            map.present().collect::<Vec<_>>(),
            [(Step::Within, 5), (Step::Hundred, 1)]
        );
    }

    #[test]
    fn a_large_array_shows_the_worst_of_every_block() {
        let map = ErrorMap::new(&array(&[3, 1000, 700], |n| {
            if n == 2 * 700_000 + 699 { 2.0 } else { 1.0 }
        }))
        .unwrap();
        assert!(
            map.cells.len() <= MOST_ROWS * MOST_COLUMNS,
            "{}",
            map.cells.len()
        );
        assert_eq!(map.elements, (3000, 700));
        assert_eq!(map.cells.iter().filter(|c| **c == Step::Ten).count(), 1);
        let at = map.cells.iter().position(|c| *c == Step::Ten).unwrap();
        assert_eq!(at % map.columns, map.columns - 1);
        assert_eq!(map.counts.iter().sum::<usize>(), 2_100_000);
    }

    #[test]
    fn one_axis_is_a_strip_and_one_number_is_no_picture() {
        assert_eq!(ErrorMap::new(&array(&[5], |_| 0.0)).unwrap().rows(), 1);
        assert_eq!(ErrorMap::new(&array(&[5, 1], |_| 0.0)).unwrap().rows(), 1);
        assert_eq!(ErrorMap::new(&array(&[], |_| 9.0)), None);
        assert_eq!(ErrorMap::new(&array(&[0, 3], |_| 9.0)), None);
        assert_eq!(ErrorMap::new(&array(&[3, 0], |_| 9.0)), None);
    }

    #[test]
    fn a_coarse_map_does_not_tell_single_elements() {
        let off = |n| if n == 5 { f64::INFINITY } else { 0.0 };
        let map = ErrorMap::coarse(&array(&[3, 4], off)).unwrap();
        assert_eq!((map.rows(), map.columns, map.block), (3, 1, (1, 4)));
        let map = ErrorMap::coarse(&array(&[4, 2], off)).unwrap();
        assert_eq!((map.rows(), map.columns, map.block), (1, 2, (1, 4)));
        assert_eq!(ErrorMap::coarse(&array(&[4], off)), None);
        let map = ErrorMap::coarse(&array(&[5000], off)).unwrap();
        assert!(map.columns <= MOST_COLUMNS);
    }

    #[test]
    fn classes_tell_no_more_than_their_bounds() {
        let errors = [0.5, 1.0, 2.0, 10.0, 20.0, 500.0, 1000.0, 2000.0, f64::NAN];
        let map = ErrorMap::classes(&array(&[9], |n| errors[n])).unwrap();
        let expected = [
            (Step::Within, 2),
            (Step::Ten, 2),
            (Step::Thousand, 3),
            (Step::Beyond, 2),
        ];
        assert_eq!(map.present().collect::<Vec<_>>(), expected);
        assert_eq!(ErrorMap::classes(&array(&[7], |_| 5.0)), None);
    }

    #[test]
    fn the_worst_come_first() {
        let errors = array(&[2, 2], |n| [0.5, f64::INFINITY, 20.0, f64::INFINITY][n]);
        let sizes = array(&[2, 2], |n| [0.0, 1.0, 2.0, 3.0][n]);
        assert_eq!(worst(&errors, &sizes, 2), [vec![1, 1], vec![0, 1]]);
        assert_eq!(worst(&errors, &sizes, 9).len(), 3);
    }
}

//! Balls around samples that reach to their k-th nearest neighbour: the manifold estimate behind precision, recall, density and coverage.
//!
//! All distances are squared and computed from differences, so that on a grid ties are exact.

use crate::draw::normal;
use crate::formulas::kernel_means::squared_distance;
use crate::formulas::norm::binary_scale;
use crate::task::Rng;
use crate::task::{Domain, InputsError};
use ndarray::{Array1, Array2, ArrayView1, ArrayView2};

/// Points are drawn on multiples of 1/64: squared distances are then exact even in float32.
const GRID: f64 = 64.0;

/// How many draws may end in a tie before the last one is kept: at the largest sizes about one in ten is free of ties.
const DRAWS: usize = 1000;

/// Where the fake samples of an instance lie: `shift + scale·N(0, 1)`.
#[derive(Clone, Copy, Debug)]
pub struct Fake {
    /// Their mean in every dimension.
    pub shift: f64,
    /// Their standard deviation.
    pub scale: f64,
}

/// Both sets divided by one power of two, so that squared distances neither overflow nor vanish. Ties stay ties: nothing is rounded.
pub fn of_one_scale(real: &Array2<f64>, fake: &Array2<f64>) -> (Array2<f64>, Array2<f64>) {
    let scale = binary_scale(real.iter().chain(fake));
    (real / scale, fake / scale)
}

/// The squared distance of every point to its `rank`-th nearest other point; a duplicate is another point, at distance 0.
/// Rank 0 is the point itself; NaN where there are too few points.
pub fn squared_radii(points: ArrayView2<'_, f64>, rank: usize) -> Array1<f64> {
    let radius = |i: usize| {
        let mut others = squared_distances_to_others(points, i);
        match rank.checked_sub(1) {
            None => 0.0,
            Some(last) if last >= others.len() => f64::NAN,
            Some(last) => *others.select_nth_unstable_by(last, f64::total_cmp).1,
        }
    };
    (0..points.nrows()).map(radius).collect()
}

fn squared_distances_to_others(points: ArrayView2<'_, f64>, i: usize) -> Vec<f64> {
    (0..points.nrows())
        .filter(|&j| j != i)
        .map(|j| squared_distance(points.row(i), points.row(j)))
        .collect()
}

/// For every point of `points` the number of `centres` whose ball holds it, the edge included.
pub fn balls_over(
    points: ArrayView2<'_, f64>,
    centres: ArrayView2<'_, f64>,
    squared_radii: &Array1<f64>,
) -> Vec<usize> {
    let count = |i: usize| {
        let within =
            |&j: &usize| squared_distance(points.row(i), centres.row(j)) <= squared_radii[j];
        (0..centres.nrows()).filter(within).count()
    };
    (0..points.nrows()).map(count).collect()
}

/// For every point of `points` the number of `others` inside the point's own ball, the edge included.
pub fn held_by(
    points: ArrayView2<'_, f64>,
    squared_radii: &Array1<f64>,
    others: ArrayView2<'_, f64>,
) -> Vec<usize> {
    let count = |i: usize| {
        let within =
            |&j: &usize| squared_distance(points.row(i), others.row(j)) <= squared_radii[i];
        (0..others.nrows()).filter(within).count()
    };
    (0..points.nrows()).map(count).collect()
}

/// The share of counts that are not zero.
pub fn share_of_positive(counts: &[usize]) -> f64 {
    counts.iter().filter(|n| **n > 0).count() as f64 / counts.len() as f64
}

/// The share of the points that lie in some of the balls.
pub fn share_covered(
    points: ArrayView2<'_, f64>,
    centres: ArrayView2<'_, f64>,
    squared_radii: &Array1<f64>,
) -> f64 {
    let is_covered = |point: &ArrayView1<'_, f64>| {
        let mut balls = centres.outer_iter().zip(squared_radii);
        balls.any(|(centre, radius)| squared_distance(*point, centre) <= *radius)
    };
    let covered = points.outer_iter().filter(is_covered).count();
    covered as f64 / points.nrows() as f64
}

/// The number of neighbours as an index.
///
/// # Errors
/// When it is not from 1 to one less than the number of points.
pub fn require_neighbours(k: i64, points: usize) -> Result<(), InputsError> {
    match usize::try_from(k) {
        Ok(k) if k >= 1 && k < points => Ok(()),
        _ => Err(Domain::Within(
            "k".into(),
            1.0,
            points.saturating_sub(1) as f64,
            Some(k as f64),
        )
        .into()),
    }
}

/// Real points of N(0, 1) and fake ones of N(shift, scale), which `law` gives for each draw, on the grid, without ties.
///
/// Without ties `<` and `≤` agree, and so do all correct implementations. Drawn again as a whole until all points differ and
/// no distance between a real and a fake point equals the radius of either at rank k − 1, k or k + 1,
/// and until `tells` these ranks apart, given their squared radii: one neighbour too many or too few must show.
pub fn draw_real_and_fake(
    rng: &mut Rng,
    (real, fake): (usize, usize),
    dim: usize,
    law: impl Fn(&mut Rng) -> Fake,
    k: usize,
    tells: impl Fn(Balls<'_>, Balls<'_>) -> bool,
) -> (Array2<f64>, Array2<f64>) {
    let on_grid = |v: f64| (v * GRID).round() / GRID;
    let mut draw = || {
        let law = law(rng);
        let x = normal(rng, (real, dim)).mapv(on_grid);
        let y = normal(rng, (fake, dim)).mapv(|z| on_grid(law.shift + law.scale * z));
        (x, y)
    };
    let mut drawn = draw();
    for _ in 0..DRAWS {
        let (x, y) = (drawn.0.view(), drawn.1.view());
        let (near_x, near_y) = (nearest(x, k + 1), nearest(y, k + 1));
        let balls = |points, near: &[Vec<f64>]| Balls {
            points,
            squared_radii: [k - 1, k, k + 1].map(|rank| radii(near, rank)),
        };
        if !tied((x, &near_x), (y, &near_y), k) && tells(balls(x, &near_x), balls(y, &near_y)) {
            break;
        }
        drawn = draw();
    }
    drawn
}

/// The balls of a set at ranks k − 1, k and k + 1.
#[derive(Debug)]
pub struct Balls<'a> {
    /// Their centres.
    pub points: ArrayView2<'a, f64>,
    /// Their squared radii.
    pub squared_radii: [Array1<f64>; 3],
}

/// The squared radii at a rank, 0 at rank 0, of points whose nearest others are known.
fn radii(near: &[Vec<f64>], rank: usize) -> Array1<f64> {
    let radius = |others: &Vec<f64>| match rank.checked_sub(1) {
        None => 0.0,
        Some(last) => others.get(last).copied().unwrap_or(f64::NAN),
    };
    near.iter().map(radius).collect()
}

type Neighbours<'a> = (ArrayView2<'a, f64>, &'a [Vec<f64>]);

fn tied((x, near_x): Neighbours<'_>, (y, near_y): Neighbours<'_>, k: usize) -> bool {
    let twins = |near: &[Vec<f64>]| near.iter().any(|r| r.first() == Some(&0.0));
    if twins(near_x) || twins(near_y) {
        return true;
    }
    let touches = |near: &[f64], distance: f64| {
        let from = k.saturating_sub(2).min(near.len());
        near[from..].contains(&distance)
    };
    near_x.iter().enumerate().any(|(i, near_x)| {
        near_y.iter().enumerate().any(|(m, near_y)| {
            let distance = squared_distance(x.row(i), y.row(m));
            distance == 0.0 || touches(near_x, distance) || touches(near_y, distance)
        })
    })
}

/// The squared distances of every point to its k nearest other points, in ascending order.
fn nearest(points: ArrayView2<'_, f64>, k: usize) -> Vec<Vec<f64>> {
    let of_point = |i: usize| {
        let mut others = squared_distances_to_others(points, i);
        others.sort_unstable_by(f64::total_cmp);
        others.truncate(k.max(1));
        others
    };
    (0..points.nrows()).map(of_point).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ndarray::arr2;

    #[test]
    fn the_point_itself_is_left_out_and_a_duplicate_is_not() {
        let points = arr2(&[[0.0], [0.0], [3.0]]);
        assert_eq!(squared_radii(points.view(), 1).to_vec(), [0.0, 0.0, 9.0]);
        assert_eq!(squared_radii(points.view(), 2).to_vec(), [9.0, 9.0, 9.0]);
        assert_eq!(squared_radii(points.view(), 0).to_vec(), [0.0; 3]);
        assert!(squared_radii(points.view(), 3).iter().all(|r| r.is_nan()));
    }

    #[test]
    fn ties_are_found() {
        let is_tied = |x: &Array2<f64>, y: &Array2<f64>, k| {
            let (x, y) = (x.view(), y.view());
            tied((x, &nearest(x, k + 1)), (y, &nearest(y, k + 1)), k)
        };
        let x = arr2(&[[0.0], [1.0], [4.0]]);
        assert!(is_tied(&x, &arr2(&[[7.0], [4.0]]), 2));
        assert!(is_tied(&x, &arr2(&[[7.0], [9.5], [9.5]]), 2));
        // From 5 to 4 it is as far as from 1 to its nearest neighbour, but not as far as from 4 to its own.
        assert!(!is_tied(&x, &arr2(&[[4.25], [6.5]]), 1));
        assert!(is_tied(&x, &arr2(&[[2.0], [40.0]]), 1));
    }
}

//! Does a task tell those who know from those who do not?

use crate::grading::{TaskTally, place_of};
use crate::store::StudentTally;
use std::collections::BTreeMap;

/// Fewer students tell nothing of a class.
const LEAST: i128 = 5;

/// The discrimination of every task that gives points: the correlation, over the students who sent anything, of their best
/// points of the task with the sum of their best points of the homework's other tasks,
/// $$r=\frac{\sum_s(x_s-\bar x)(y_s-\bar y)}{\sqrt{\sum_s(x_s-\bar x)^2\,\sum_s(y_s-\bar y)^2}}\in[-1,1].$$
/// None of a task that everybody did equally well. Near 0 the task measures something else than the rest, or nothing; below 0 those who
/// are better at the rest are worse at it, as where a statement misleads.
///
/// Source: the item-rest correlation of classical test theory; Crocker, Algina, Introduction to Classical and Modern Test Theory, 1986.
pub(super) fn discrimination(students: &[StudentTally]) -> BTreeMap<String, f64> {
    let mut found: Vec<(&str, Sums)> = Vec::new();
    for student in students {
        let points = |tally: &TaskTally| i128::from(tally.best.thousandths());
        let sum: i128 = student.tasks.iter().map(points).sum();
        for (place, tally) in student.tasks.iter().enumerate() {
            let at = place_of(&found, place, |(task, _)| *task == &*tally.task);
            let at = at.unwrap_or_else(|| {
                found.push((&tally.task, Sums::default()));
                found.len() - 1
            });
            if let Some((_, sums)) = found.get_mut(at) {
                sums.add(points(tally), sum - points(tally));
            }
        }
    }
    let found = found.into_iter();
    found
        .filter_map(|(task, sums)| Some((task.to_owned(), sums.correlation()?)))
        .collect()
}

/// Sums over pairs, exactly.
#[derive(Clone, Copy, Debug, Default)]
struct Sums {
    n: i128,
    x: i128,
    y: i128,
    xx: i128,
    yy: i128,
    xy: i128,
}

impl Sums {
    fn add(&mut self, x: i128, y: i128) {
        self.n += 1;
        self.x += x;
        self.y += y;
        self.xx += x * x;
        self.yy += y * y;
        self.xy += x * y;
    }

    fn correlation(&self) -> Option<f64> {
        if self.n < LEAST {
            return None;
        }
        // The sums above about their means, times the count: whole numbers, which are 0 or not.
        let xx = self.n * self.xx - self.x * self.x;
        let yy = self.n * self.yy - self.y * self.y;
        let xy = self.n * self.xy - self.x * self.y;
        let r = || xy as f64 / (xx as f64).sqrt() / (yy as f64).sqrt();
        (xx > 0 && yy > 0).then(|| r().clamp(-1.0, 1.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn correlation(pairs: &[(i128, i128)]) -> Option<f64> {
        let mut sums = Sums::default();
        for (x, y) in pairs {
            sums.add(*x, *y);
        }
        sums.correlation()
    }

    #[test]
    fn by_hand_and_where_there_is_none() {
        let line: Vec<_> = (0..5).map(|i| (i, 2 * i + 1)).collect();
        let r = correlation(&line).expect("it has one");
        assert!((r - 1.0).abs() < 1e-12);
        let falling: Vec<_> = line.iter().map(|(x, y)| (*x, -y)).collect();
        assert!((correlation(&falling).expect("it has one") + 1.0).abs() < 1e-12);
        // Σxy = 1, Σxx = Σyy = 2 after the means are taken off: r = 1/2.
        let half = [(0, 0), (0, 0), (1, 0), (-1, -1), (0, 1)];
        assert!((correlation(&half).expect("it has one") - 0.5).abs() < 1e-12);
        assert_eq!(correlation(&line[..4]), None);
        assert_eq!(correlation(&[(1000, 2000); 6]), None);
    }

    /// As the formula is written, with the means taken off first.
    #[test]
    fn sums_say_what_the_formula_says() {
        let pairs: Vec<(i128, i128)> = (0..500)
            .map(|i| ((i * 7919) % 2501, (i * 104_729) % 13_001 + (i * 7919) % 977))
            .collect();
        let n = pairs.len() as f64;
        let (mean_x, mean_y) = pairs.iter().fold((0.0, 0.0), |(x, y), pair| {
            (x + pair.0 as f64 / n, y + pair.1 as f64 / n)
        });
        let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
        for (x, y) in &pairs {
            let (x, y) = (*x as f64 - mean_x, *y as f64 - mean_y);
            xx += x * x;
            yy += y * y;
            xy += x * y;
        }
        let expected = xy / f64::sqrt(xx * yy);
        let r = correlation(&pairs).expect("it has one");
        assert!((r - expected).abs() < 1e-12, "{r} and {expected}");
    }
}

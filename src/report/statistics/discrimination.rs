//! Does a task tell those who know from those who do not?

use crate::grading::TaskTally;
use crate::store::StudentTally;
use std::collections::BTreeMap;

/// Fewer students tell nothing of a class.
const LEAST: usize = 5;

/// The discrimination of every task that gives points: the correlation, over the students who sent anything, of their best
/// points of the task with the sum of their best points of the homework's other tasks,
/// $$r=\frac{\sum_s(x_s-\bar x)(y_s-\bar y)}{\sqrt{\sum_s(x_s-\bar x)^2\,\sum_s(y_s-\bar y)^2}}\in[-1,1].$$
/// None of a task that everybody did equally well. Near 0 the task measures something else than the rest, or nothing; below 0 those who
/// are better at the rest are worse at it, as where a statement misleads.
///
/// Source: the item-rest correlation of classical test theory; Crocker, Algina, Introduction to Classical and Modern Test Theory, 1986.
pub(super) fn discrimination(students: &[StudentTally]) -> BTreeMap<String, f64> {
    let mut pairs: BTreeMap<&str, Vec<(f64, f64)>> = BTreeMap::new();
    for student in students {
        let points = |tally: &TaskTally| tally.best.thousandths() as f64;
        let sum: f64 = student.tasks.iter().map(points).sum();
        for tally in &student.tasks {
            let of_task = pairs.entry(&tally.task).or_default();
            of_task.push((points(tally), sum - points(tally)));
        }
    }
    let found = pairs
        .into_iter()
        .filter_map(|(task, pairs)| Some((task.to_owned(), correlation(&pairs)?)));
    found.collect()
}

fn correlation(pairs: &[(f64, f64)]) -> Option<f64> {
    if pairs.len() < LEAST {
        return None;
    }
    let n = pairs.len() as f64;
    let mean_x = pairs.iter().map(|(x, _)| x).sum::<f64>() / n;
    let mean_y = pairs.iter().map(|(_, y)| y).sum::<f64>() / n;
    let (mut xx, mut yy, mut xy) = (0.0, 0.0, 0.0);
    for (x, y) in pairs {
        let (x, y) = (x - mean_x, y - mean_y);
        xx += x * x;
        yy += y * y;
        xy += x * y;
    }
    // Points are whole thousandths, so that a spread is 0 or far from it.
    (xx > 0.5 && yy > 0.5).then(|| (xy / (xx * yy).sqrt()).clamp(-1.0, 1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn by_hand_and_where_there_is_none() {
        let line: Vec<_> = (0..5)
            .map(|i| (f64::from(i), f64::from(2 * i + 1)))
            .collect();
        let r = correlation(&line).expect("it has one");
        assert!((r - 1.0).abs() < 1e-12);
        let falling: Vec<_> = line.iter().map(|(x, y)| (*x, -y)).collect();
        assert!((correlation(&falling).expect("it has one") + 1.0).abs() < 1e-12);
        // Σxy = 1, Σxx = Σyy = 2 after the means are taken off: r = 1/2.
        let half = [(0.0, 0.0), (0.0, 0.0), (1.0, 0.0), (-1.0, -1.0), (0.0, 1.0)];
        assert!((correlation(&half).expect("it has one") - 0.5).abs() < 1e-12);
        assert_eq!(correlation(&line[..4]), None);
        assert_eq!(correlation(&[(1.0, 2.0); 6]), None);
    }
}

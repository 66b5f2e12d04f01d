//! The mean and the median of every column of a gradebook, over those who have points there.

use super::gradebook::Gradebook;
use super::standing::CourseStanding;
use crate::course::Course;
use judge::points::Points;

/// Two numbers of a column; `None` where nobody has points.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Average {
    /// The sum over the count, rounded half up to a thousandth.
    pub mean: Option<Points>,
    /// The middle one, or the mean of the two in the middle.
    pub median: Option<Points>,
}

/// The averages of every column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Averages {
    /// One a homework, in the order of the course.
    pub homeworks: Vec<Average>,
    /// Of those who were examined.
    pub exam: Average,
    /// Of everybody.
    pub total: Average,
}

impl Averages {
    /// Of the students that this gradebook shows.
    pub fn of(book: &Gradebook, course: &Course) -> Self {
        let column = |points: &dyn Fn(&CourseStanding) -> Option<Points>| {
            let all = book.students.iter().filter_map(|s| points(&s.standing));
            average(all.collect())
        };
        let homework = |at: usize| column(&|s| s.homeworks.get(at).filter(|h| !h.excused)?.points);
        Self {
            homeworks: (0..course.homeworks.len()).map(homework).collect(),
            exam: column(&|s| s.exam),
            total: column(&|s| Some(s.total)),
        }
    }
}

fn average(mut all: Vec<Points>) -> Average {
    all.sort_unstable();
    let middle = |at: usize| all.get(at).copied();
    let median = match all.len() {
        0 => None,
        odd if odd % 2 == 1 => middle(odd / 2),
        even => middle(even / 2 - 1)
            .zip(middle(even / 2))
            .and_then(|(a, b)| mean(&[a, b])),
    };
    Average {
        mean: mean(&all),
        median,
    }
}

/// The sum over the count, rounded half up to a thousandth; nothing of nobody.
pub fn mean(all: &[Points]) -> Option<Points> {
    let count = i64::try_from(all.len()).ok().filter(|n| *n > 0)?;
    let sum: Points = all.iter().copied().sum();
    let doubled = sum.thousandths() * 2 + count;
    Some(Points::from_thousandths(doubled.div_euclid(count * 2)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn means_and_medians_are_exact() {
        let of = |all: &[&str]| average(all.iter().map(|p| p.parse().unwrap()).collect());
        let points = |text: &str| Some(text.parse::<Points>().unwrap());
        assert_eq!(of(&[]), Average::default());
        let one = of(&["7.5"]);
        assert_eq!((one.mean, one.median), (points("7.5"), points("7.5")));
        let odd = of(&["1", "13", "2"]);
        assert_eq!((odd.mean, odd.median), (points("5.333"), points("2")));
        let even = of(&["0.001", "0.002", "13", "0"]);
        assert_eq!((even.mean, even.median), (points("3.251"), points("0.002")));
    }
}

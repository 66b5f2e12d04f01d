//! Points over the course: what a student had when.

use crate::store::Arrived;
use jiff::Timestamp;
use judge::points::Points;
use std::collections::HashMap;

/// The points of submissions at every instant at which they grew, oldest first; the best of every homework counts.
pub fn growth(sent: &[Arrived]) -> Vec<(Timestamp, Points)> {
    let mut best: HashMap<&str, Points> = HashMap::new();
    let mut total = Points::ZERO;
    let mut grown = Vec::new();
    for submission in sent {
        let before = best.entry(&submission.homework).or_default();
        if submission.points > *before {
            total += submission.points - *before;
            *before = submission.points;
            grown.push((submission.received_at, total));
        }
    }
    grown
}

/// Where an instant lies between two others, from 0 to 1.
pub fn share(at: Timestamp, from: Timestamp, to: Timestamp) -> f64 {
    let whole = to.duration_since(from).as_secs_f64();
    if whole <= 0.0 {
        return 1.0;
    }
    (at.duration_since(from).as_secs_f64() / whole).clamp(0.0, 1.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_better_submission_adds() {
        let sent = |homework: &str, minute: i64, points: i64| Arrived {
            id: minute.into(),
            homework: homework.to_owned(),
            received_at: Timestamp::from_second(minute * 60).unwrap(),
            points: Points::whole(points),
        };
        let all = [
            sent("elbo", 1, 4),
            sent("fid", 2, 0),
            sent("elbo", 3, 3),
            sent("fid", 4, 6),
            sent("elbo", 5, 9),
        ];
        let shown: Vec<_> = growth(&all)
            .into_iter()
            .map(|(at, points)| (at.as_second() / 60, points.to_string()))
            .collect();
        let is = |minute, points: &str| (minute, points.to_owned());
        assert_eq!(shown, [is(1, "4"), is(4, "10"), is(5, "15")]);
        let at = |second| Timestamp::from_second(second).unwrap();
        assert_eq!(share(at(5), at(0), at(10)), 0.5);
        assert_eq!(share(at(50), at(0), at(10)), 1.0);
        assert_eq!(share(at(0), at(0), at(0)), 1.0);
    }
}

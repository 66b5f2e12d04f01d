//! Which submission counts, and what being late leaves of it.

use crate::points::Points;

/// One submission as far as the score is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub id: i64,
    /// Its points after the late penalty.
    pub points: Points,
}

/// What is left of `earned` points when `kept` thousandths of them are; rounded once, half up.
pub fn keep_share(earned: Points, kept: u32) -> Points {
    if kept >= 1000 {
        earned
    } else {
        earned.share(u64::from(kept), 1000)
    }
}

/// The submission that counts: the best, and of equals the earliest.
pub fn counted(submissions: impl IntoIterator<Item = Counted>) -> Option<Counted> {
    submissions.into_iter().reduce(|best, next| {
        let better = next.points > best.points || (next.points == best.points && next.id < best.id);
        if better { next } else { best }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_best_counts_and_of_equals_the_first() {
        let one = |id, points| Counted {
            id,
            points: Points::whole(points),
        };
        assert_eq!(
            counted([one(1, 3), one(2, 9), one(3, 9), one(4, 0)]),
            Some(one(2, 9))
        );
        assert_eq!(counted([]), None);
    }

    #[test]
    fn a_late_penalty_is_rounded_once() {
        assert_eq!(keep_share("9.5".parse().unwrap(), 900).to_string(), "8.55");
        assert_eq!(
            keep_share("0.333".parse().unwrap(), 500).to_string(),
            "0.167"
        );
        assert_eq!(keep_share(Points::whole(13), 1000), Points::whole(13));
    }
}

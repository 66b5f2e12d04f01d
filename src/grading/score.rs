//! Which submission counts.

use crate::ids::SubmissionId;
use judge::points::Points;

/// One submission as far as the score is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Counted {
    /// Its id.
    pub id: SubmissionId,
    /// Its points after the late penalty.
    pub points: Points,
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
        let one = |id: i64, points| Counted {
            id: id.into(),
            points: Points::whole(points),
        };
        assert_eq!(
            counted([one(1, 3), one(2, 9), one(3, 9), one(4, 0)]),
            Some(one(2, 9))
        );
        assert_eq!(counted([]), None);
    }
}

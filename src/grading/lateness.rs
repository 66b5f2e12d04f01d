//! What lateness leaves of what was sent: a function of the dates in force, the deadline of one's own and the arrival, and of nothing
//! that was there before. So what a change of dates does is undone by changing them back.

use crate::course::{Course, Homework};
use jiff::Timestamp;
use judge::points::Share;

/// The dates of the whole course as they change.
#[derive(Clone, Copy, Debug)]
pub struct Dates<'c> {
    /// The course that was in force; `None` where nothing is known of it.
    pub before: Option<&'c Course>,
    /// The course that comes into force.
    pub after: &'c Course,
}

impl Dates<'_> {
    /// What lateness leaves of something that was sent then, of which there was `left`. Nothing is said of a homework that the course
    /// does not have: what was sent for it does not count.
    ///
    /// Where the dates of the homework stay, nothing is taken. Programs before 0.2 forgave for good what some version had once
    /// forgiven; that stands until the dates change.
    pub fn late_factor(
        self,
        homework: &str,
        own_deadline: Option<Timestamp>,
        sent_at: Timestamp,
        left: Share,
    ) -> Option<Share> {
        let after = self.after.homework(homework)?;
        let now = after.late_factor(sent_at, own_deadline);
        let before = self.before.and_then(|course| course.homework(homework));
        let stay = before.is_some_and(|before| same_dates(before, after));
        Some(if stay { now.max(left) } else { now })
    }
}

/// Whether lateness is reckoned alike under both.
fn same_dates(one: &Homework, other: &Homework) -> bool {
    (one.deadline, one.late) == (other.deadline, other.late) && one.time_zone == other.time_zone
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Late;
    use jiff::{SignedDuration, ToSpan as _};
    use proptest::prelude::*;

    fn day(number: i64) -> Timestamp {
        "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap() + (24 * number).hours()
    }

    /// A course whose first homework is due on a day, and of which every day late takes so many percent.
    fn due(deadline: i64, percent: u8) -> Course {
        let mut course = Course::default_course();
        let homework = &mut course.homeworks[0];
        homework.deadline = Some(day(deadline));
        homework.late = Late::PerDay {
            share: Share::percent(percent),
            most: Share::ALL,
        };
        course
    }

    fn left(before: Option<&Course>, after: &Course, sent: i64, left: u8) -> Option<u16> {
        let sent_at = day(sent) + SignedDuration::from_hours(1);
        let factor =
            Dates { before, after }.late_factor("elbo", None, sent_at, Share::percent(left));
        factor.map(|left| left.thousandths() / 10)
    }

    #[test]
    fn a_mistaken_deadline_is_taken_back() {
        let (meant, mistaken) = (due(10, 10), due(30, 10));
        assert_eq!(left(Some(&meant), &mistaken, 11, 80), Some(100));
        assert_eq!(left(Some(&mistaken), &meant, 11, 100), Some(80));
        let stricter = due(10, 50);
        assert_eq!(left(Some(&meant), &stricter, 11, 80), Some(0));
    }

    #[test]
    fn where_dates_stay_nothing_is_taken() {
        let course = due(10, 10);
        assert_eq!(left(Some(&course), &course, 11, 100), Some(100));
        assert_eq!(left(Some(&course), &course, 11, 0), Some(80), "but given");
        assert_eq!(left(None, &course, 11, 100), Some(80));
        let mut without = course.clone();
        without.homeworks.remove(0);
        assert_eq!(left(Some(&course), &without, 11, 80), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// Whatever dates were in force in between, the last ones decide.
        #[test]
        fn the_way_does_not_matter(
            way in prop::collection::vec((0_i64..20, 0_u8..60), 1..8),
            (sent, own) in (0_i64..40, prop::option::of(0_i64..40)),
        ) {
            let sent_at = day(sent) + SignedDuration::from_mins(7);
            let own = own.map(day);
            let first = due(5, 10);
            let pure = |course: &Course| course.homeworks[0].late_factor(sent_at, own);
            let mut before = first.clone();
            let mut left = pure(&first);
            for (deadline, percent) in way {
                let after = due(deadline, percent);
                let dates = Dates { before: Some(&before), after: &after };
                left = dates.late_factor("elbo", own, sent_at, left).unwrap();
                prop_assert_eq!(left, pure(&after));
                before = after;
            }
            let back = Dates { before: Some(&before), after: &first };
            prop_assert_eq!(back.late_factor("elbo", own, sent_at, left), Some(pure(&first)));
        }
    }
}

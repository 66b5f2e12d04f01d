//! What lateness leaves of what was sent: a function of the dates in force, the deadline of one's own, and the arrival.
//!
//! Being late is only ever forgiven. A stricter course takes nothing of what was left under an earlier one, a more lenient one gives
//! back, and so does a later deadline of one's own. Only a deadline of one's own that is taken back takes away, and no more than what
//! it gave: what is left then is what the rules that were in force would have left without it.

use crate::course::Homework;
use crate::points::Share;
use jiff::Timestamp;

/// A deadline of one's own that changes; `None` where there is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OwnDeadline {
    /// As it was.
    pub before: Option<Timestamp>,
    /// As it becomes.
    pub after: Option<Timestamp>,
}

/// One homework as it was configured when something was graded.
#[derive(Clone, Debug, PartialEq)]
pub struct EarlierRules {
    /// The course version.
    pub version: i64,
    /// Since when it was in force.
    pub published_at: Timestamp,
    /// What it says.
    pub homework: Homework,
}

/// The rules of one homework: those in force, and as many of the earlier ones as something of a student was graded under.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// Those in force.
    pub homework: Homework,
    /// Earlier ones, by version.
    earlier: Vec<EarlierRules>,
}

impl Rules {
    /// These rules, with the earlier ones that something was graded under.
    pub fn new(homework: Homework, mut earlier: Vec<EarlierRules>) -> Self {
        earlier.sort_by_key(|rules| rules.version);
        Self { homework, earlier }
    }

    /// The rules in force, and those of these versions.
    pub fn of_versions(&self, versions: &[i64]) -> Vec<&Homework> {
        let graded_under = |rules: &&EarlierRules| versions.contains(&rules.version);
        self.with_present(self.earlier.iter().filter(graded_under))
    }

    /// The rules in force, and those that were so at some time since then. Of two versions at that very instant the earlier may have been
    /// the one.
    pub fn since(&self, graded_at: Timestamp) -> Vec<&Homework> {
        let first = self
            .earlier
            .iter()
            .rposition(|rules| rules.published_at < graded_at);
        self.with_present(self.earlier.iter().skip(first.unwrap_or(0)))
    }

    fn with_present<'r>(
        &'r self,
        earlier: impl Iterator<Item = &'r EarlierRules>,
    ) -> Vec<&'r Homework> {
        let earlier = earlier.map(|rules| &rules.homework);
        earlier.chain([&self.homework]).collect()
    }
}

/// What is left of something under rules that are in force now, of which there is `left` already.
pub fn never_less(
    homework: &Homework,
    own_deadline: Option<Timestamp>,
    arrived: Timestamp,
    left: Share,
) -> Share {
    homework.late_factor(arrived, own_deadline).max(left)
}

/// What is left of something, of which there was `left`, when the deadline of one's own changes; `rules` are all that it was graded
/// under, and those in force.
pub fn recompute(
    rules: &[&Homework],
    deadline: OwnDeadline,
    arrived: Timestamp,
    left: Share,
) -> Share {
    let kindest = |own: Option<Timestamp>| {
        let factors = rules.iter().map(|rule| rule.late_factor(arrived, own));
        factors.max().unwrap_or(Share::NONE)
    };
    let (before, after) = (kindest(deadline.before), kindest(deadline.after));
    if after >= before {
        after.max(left)
    } else if left > before {
        // Something else than the deadline of one's own has forgiven it: rules that are not known any more.
        left
    } else {
        after
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::{Course, Late};
    use jiff::{SignedDuration, ToSpan as _};
    use proptest::prelude::*;

    fn day(number: i64) -> Timestamp {
        "2026-03-01T12:00:00Z".parse::<Timestamp>().unwrap() + (24 * number).hours()
    }

    /// A homework that is due on a day, and of which every day late takes so many percent.
    fn due(deadline: i64, percent: u8) -> Homework {
        let course = Course::default_course();
        let mut homework = course.homework("elbo").unwrap().clone();
        homework.deadline = Some(day(deadline));
        homework.late = Late::PerDay {
            share: Share::percent(percent),
            most: Share::ALL,
        };
        homework
    }

    fn percent(share: Share) -> u16 {
        share.thousandths() / 10
    }

    #[test]
    fn a_deadline_that_is_taken_back_leaves_what_the_rules_in_force_left() {
        let arrived = day(11) + SignedDuration::from_hours(1);
        let (mild, strict, later) = (due(10, 10), due(10, 50), due(12, 10));
        let own = |before: Option<i64>, after: Option<i64>| OwnDeadline {
            before: before.map(day),
            after: after.map(day),
        };
        let table: [(&[&Homework], OwnDeadline, u8, u16, &str); 9] = [
            (&[&mild], own(None, Some(11)), 80, 90, "a day less late"),
            (&[&mild], own(None, Some(12)), 80, 100, "in time"),
            (&[&mild], own(Some(12), None), 100, 80, "taken back"),
            (&[&mild], own(Some(12), Some(11)), 100, 90, "made shorter"),
            // The course has become stricter since.
            (
                &[&mild, &strict],
                own(None, Some(11)),
                80,
                90,
                "by the earlier rules",
            ),
            (
                &[&mild, &strict],
                own(Some(12), None),
                100,
                80,
                "and back by them",
            ),
            (&[&strict], own(Some(12), None), 100, 0, "by the only rules"),
            // It has become more lenient since.
            (
                &[&mild, &later],
                own(Some(12), None),
                100,
                100,
                "the course itself forgives",
            ),
            (
                &[&mild],
                own(Some(11), None),
                100,
                100,
                "forgiven by something else",
            ),
        ];
        for (rules, deadline, left, then, why) in table {
            let found = recompute(rules, deadline, arrived, Share::percent(left));
            assert_eq!(percent(found), then, "{why}");
        }
    }

    #[test]
    fn the_rules_of_a_grade_are_those_since_it_was_given() {
        let rules = |version| EarlierRules {
            version,
            published_at: day(version),
            homework: due(version, 10),
        };
        let all = Rules::new(due(9, 10), vec![rules(3), rules(1), rules(2)]);
        let due_on = |rules: Vec<&Homework>| -> Vec<_> {
            rules.iter().map(|h| h.deadline.unwrap()).collect()
        };
        let days = |numbers: &[i64]| -> Vec<_> { numbers.iter().map(|n| day(*n)).collect() };
        let later = day(2) + SignedDuration::from_mins(1);
        assert_eq!(due_on(all.since(later)), days(&[2, 3, 9]));
        assert_eq!(due_on(all.since(day(2))), days(&[1, 2, 3, 9]));
        assert_eq!(due_on(all.since(day(0))), days(&[1, 2, 3, 9]));
        assert_eq!(due_on(all.since(day(8))), days(&[3, 9]));
        assert_eq!(due_on(all.of_versions(&[1, 7])), days(&[1, 9]));
    }

    proptest! {
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        /// A deadline that is given and taken back changes nothing, a later one never takes, and no rules are stricter than the kindest.
        #[test]
        fn only_what_was_given_is_taken_back(
            (deadline, first, second) in (0_i64..20, 0_u8..60, 0_u8..60),
            (arrived, own) in (0_i64..40, 0_i64..40),
        ) {
            let (then, now) = (due(deadline, first), due(deadline, second));
            let rules = [&then, &now];
            let arrived = day(arrived) + SignedDuration::from_mins(7);
            let left = then.late_factor(arrived, None).max(now.late_factor(arrived, None));
            let given = OwnDeadline { before: None, after: Some(day(own)) };
            let back = OwnDeadline { before: given.after, after: None };
            let extended = recompute(&rules, given, arrived, left);
            prop_assert!(extended >= left);
            prop_assert!(extended >= now.late_factor(arrived, given.after));
            prop_assert_eq!(recompute(&rules, back, arrived, extended), left);
            prop_assert!(never_less(&now, given.after, arrived, left) >= left);
        }
    }
}

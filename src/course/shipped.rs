//! The courses that come with the program: the default one, and the same with dates around today.

use super::dates::{end_of_day, start_of_day};
use super::model::{Course, Late, Reveal};
use jiff::Timestamp;
use judge::points::Share;

/// Days from today on which the homeworks of the demo open, are due and close: the first is closed, the second late,
/// the third due in two days, the fourth open, the others not yet open.
const DEMO: [(i32, i32, i32); 6] = [
    (-56, -42, -28),
    (-17, -3, 11),
    (-12, 2, 16),
    (-2, 12, 26),
    (13, 27, 41),
    (28, 42, 56),
];

/// Ten percent a day, up to a half.
const DEMO_LATE: Late = Late::PerDay {
    share: Share::percent(10),
    most: Share::percent(50),
};

impl Course {
    /// The default course: every homework of the catalogue, open at all times.
    pub fn default_course() -> Self {
        // A test reads it; what is compiled in cannot change afterwards.
        Self::parse(assignments::catalogue::COURSE)
            .unwrap_or_else(|found| unreachable!("the default course is broken:\n{found}"))
    }

    /// The default course with dates set around `now`, and with bonus items for a person to grade.
    #[must_use]
    pub fn demo(now: Timestamp) -> Self {
        let mut course = Self::default_course();
        let zone = course.time_zone.clone();
        for (homework, (opens, deadline, closes)) in course.homeworks.iter_mut().zip(DEMO) {
            homework.opens = start_of_day(now, &zone, opens);
            homework.deadline = end_of_day(now, &zone, deadline);
            homework.closes = end_of_day(now, &zone, closes);
            homework.late = DEMO_LATE;
            homework.reveal = Reveal::AfterClose;
            homework.manual = super::demo_items::of(homework.name());
        }
        course
    }
}

//! When a homework is open, and what being late costs.

use super::dates::day_end;
use super::model::{Homework, Late};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, Unit};
use judge::points::Share;
use serde::Serialize;

/// A deadline this near is soon.
const SOON: SignedDuration = SignedDuration::from_hours(72);

/// Where a homework stands at some instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Its time has not come.
    NotOpen,
    /// It is open, and no end is near.
    Open,
    /// It is open, and its deadline (or close) is at most three days away.
    DueSoon,
    /// The deadline is over; what is sent now counts as late.
    Late,
    /// Nothing is accepted any more.
    Closed,
}

impl State {
    /// The word of a state in templates, messages and JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::NotOpen => "not_open",
            Self::Open => "open",
            Self::DueSoon => "due_soon",
            Self::Late => "late",
            Self::Closed => "closed",
        }
    }
}

/// The dates of a homework as they hold for one student.
#[derive(Clone, Debug, PartialEq)]
pub struct Schedule {
    /// Not open before.
    pub opens: Option<Timestamp>,
    /// Late from here on.
    pub deadline: Option<Timestamp>,
    /// Closed from here on.
    pub closes: Option<Timestamp>,
    /// What being late costs.
    pub late: Late,
    /// Where the days of being late are counted.
    pub time_zone: TimeZone,
}

impl Schedule {
    /// Where the homework stands.
    pub fn state(&self, now: Timestamp) -> State {
        let reached = |limit: Option<Timestamp>| limit.is_some_and(|at| now >= at);
        if self.opens.is_some_and(|at| now < at) {
            return State::NotOpen;
        }
        if reached(self.closes) {
            return State::Closed;
        }
        if reached(self.deadline) {
            return State::Late;
        }
        match self.next_end(now) {
            Some(end) if end.duration_since(now) <= SOON => State::DueSoon,
            _ => State::Open,
        }
    }

    /// Whether a submission is taken.
    pub fn accepts(&self, now: Timestamp) -> bool {
        !matches!(self.state(now), State::NotOpen | State::Closed)
    }

    /// When it is due: at its deadline, or when it closes where there is none.
    pub fn due(&self) -> Option<Timestamp> {
        self.deadline.or(self.closes)
    }

    /// The deadline or close that comes next.
    pub fn next_end(&self, now: Timestamp) -> Option<Timestamp> {
        let ends = [self.deadline, self.closes].into_iter().flatten();
        ends.filter(|end| now < *end).min()
    }

    /// How many days late: 0 in time, 1 from the deadline on. A day is a calendar day of the zone, from the deadline's time of day
    /// to the same time of the next day, also where the clocks change and it has 23 or 25 hours.
    pub fn days_late(&self, submitted_at: Timestamp) -> u32 {
        let Some(deadline) = self.deadline.filter(|d| submitted_at >= *d) else {
            return 0;
        };
        let start = deadline.to_zoned_datetime(self.time_zone.clone());
        let end = submitted_at.to_zoned_datetime(self.time_zone.clone());
        let whole = start
            .until((Unit::Day, &end))
            .map_or(0, |span| span.get_days());
        u32::try_from(whole).unwrap_or(0).saturating_add(1)
    }

    /// What lateness leaves of the points earned: all of them in time, nothing once it is closed for good.
    pub fn late_factor(&self, submitted_at: Timestamp) -> Share {
        let days = self.days_late(submitted_at);
        match self.late {
            _ if days == 0 => Share::ALL,
            Late::Free => Share::ALL,
            Late::Refused => Share::NONE,
            Late::PerDay { share, most } => share.left_after(days, most),
        }
    }

    /// Whether something that arrives then keeps all its points.
    pub fn is_in_time(&self, submitted_at: Timestamp) -> bool {
        self.late_factor(submitted_at) == Share::ALL
    }
}

impl Homework {
    /// The dates as they hold for a student, `extension` being a later deadline of one's own.
    ///
    /// An extension moves the deadline, never earlier; the close moves only where it would come before the new deadline.
    pub fn schedule(&self, extension: Option<Timestamp>) -> Schedule {
        let extension = extension.map(|end| day_end(end, &self.time_zone));
        let later = |date: Option<Timestamp>| date.map(|d| extension.map_or(d, |e| d.max(e)));
        let deadline = later(self.deadline);
        let closes = later(self.closes);
        // Where nothing late is taken, the deadline is the end, whenever the homework closes for the others.
        let closes = match (self.late, deadline) {
            (Late::Refused, Some(deadline)) => Some(deadline),
            _ => closes,
        };
        Schedule {
            opens: self.opens,
            deadline,
            closes,
            late: self.late,
            time_zone: self.time_zone.clone(),
        }
    }

    /// When it is due for those without an extension.
    pub fn due(&self) -> Option<Timestamp> {
        self.deadline.or(self.closes)
    }

    /// Where the homework stands for those without an extension.
    pub fn state(&self, now: Timestamp) -> State {
        self.schedule(None).state(now)
    }

    /// Whether a submission is taken of those without an extension.
    pub fn accepts(&self, now: Timestamp) -> bool {
        self.schedule(None).accepts(now)
    }

    /// What lateness leaves of the points earned by a submission.
    pub fn late_factor(&self, submitted_at: Timestamp, extension: Option<Timestamp>) -> Share {
        self.schedule(extension).late_factor(submitted_at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    /// Deadline: the end of 6 October in Moscow.
    fn schedule(late: Late, zone: &str, deadline: &str) -> Schedule {
        Schedule {
            opens: Some(at("2022-09-22T00:00:00+03:00")),
            deadline: Some(at(deadline)),
            closes: Some(at("2022-12-01T00:00:00Z")),
            late,
            time_zone: TimeZone::get(zone).unwrap(),
        }
    }

    const TEN: Late = Late::PerDay {
        share: Share::percent(10),
        most: Share::percent(25),
    };

    #[test]
    fn states_follow_one_another() {
        let s = schedule(TEN, "Europe/Moscow", "2022-10-07T00:00:00+03:00");
        let known = [
            ("2022-09-21T20:59:59Z", State::NotOpen, false),
            ("2022-09-21T21:00:00Z", State::Open, true),
            ("2022-10-03T20:59:59Z", State::Open, true),
            ("2022-10-03T21:00:00Z", State::DueSoon, true),
            ("2022-10-06T20:59:59.999Z", State::DueSoon, true),
            ("2022-10-06T21:00:00Z", State::Late, true),
            ("2022-12-01T00:00:00Z", State::Closed, false),
        ];
        for (now, state, accepts) in known {
            assert_eq!(
                (s.state(at(now)), s.accepts(at(now))),
                (state, accepts),
                "{now}"
            );
        }
    }

    #[test]
    fn every_started_day_costs_up_to_the_most() {
        let s = schedule(TEN, "Europe/Moscow", "2022-10-07T00:00:00+03:00");
        let known = [
            ("2022-10-06T20:59:59Z", 0, 1000),
            ("2022-10-06T21:00:00Z", 1, 900),
            ("2022-10-07T20:59:59Z", 1, 900),
            ("2022-10-07T21:00:00Z", 2, 800),
            ("2022-10-08T21:00:00Z", 3, 750),
            ("2022-11-08T21:00:00Z", 34, 750),
        ];
        for (now, days, factor) in known {
            let left = s.late_factor(at(now)).thousandths();
            assert_eq!((s.days_late(at(now)), left), (days, factor), "{now}");
        }
    }

    #[test]
    fn a_day_of_25_hours_is_one_day() {
        // Berlin sets its clocks back on 30 October 2022.
        let s = schedule(TEN, "Europe/Berlin", "2022-10-30T00:00:00+02:00");
        assert_eq!(s.days_late(at("2022-10-30T22:59:59Z")), 1);
        assert_eq!(s.days_late(at("2022-10-30T23:00:00Z")), 2);
    }
}

//! Where a homework stands for one student, and how long it takes answers.

use crate::course::{Schedule, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, date};
use serde::Serialize;

/// What the chip of a deadline says.
#[derive(Clone, Serialize)]
pub struct Due {
    state: &'static str,
    accepts: bool,
    opens: Option<String>,
    deadline: Option<String>,
    closes: Option<String>,
    /// How long until what comes next: it opens, is due, or closes.
    left: Option<String>,
}

impl Due {
    /// As it is now.
    pub fn of(schedule: &Schedule, zone: &TimeZone, now: Timestamp, lang: Lang) -> Self {
        let state = schedule.state(now);
        let next = match state {
            State::NotOpen => schedule.opens,
            State::Open | State::DueSoon | State::Late => schedule.next_end(now),
            State::Closed => None,
        };
        let end = |at: Option<Timestamp>| at.map(|at| date::deadline(at, zone, now, lang));
        Self {
            state: state.name(),
            accepts: schedule.accepts(now),
            opens: schedule.opens.map(|at| date::instant(at, zone, now, lang)),
            deadline: end(schedule.deadline),
            closes: end(schedule.closes),
            left: next.map(|at| date::time_left(at, now, lang)),
        }
    }
}

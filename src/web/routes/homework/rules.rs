//! The rules of a homework in sentences, said before anything is sent: until when, what lateness costs, how often, and what counts.

use crate::course::{Homework, Late, Schedule, State};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use l10n::{Lang, Message, date, message, number};

/// What holds for one student, a sentence each.
pub(super) fn rules(
    homework: &Homework,
    schedule: &Schedule,
    attempts: u32,
    (zone, now, lang): (&TimeZone, Timestamp, Lang),
) -> Vec<String> {
    let late = lateness(schedule, zone, now, lang);
    let kept = (schedule.state(now) == State::Late)
        .then(|| number::late_percent(schedule.late_factor(now), lang))
        .flatten()
        .map(|kept| message!("rule-late-now", kept = kept));
    let often = match homework.attempts {
        None => message!("rule-attempts-free"),
        Some(most) => message!(
            "rule-attempts",
            most = most,
            left = most.saturating_sub(attempts)
        ),
    };
    let all = [late, kept, Some(often)].into_iter().flatten();
    all.map(|rule| rule.text(lang)).collect()
}

/// What happens after the deadline, or where there is none, after the close.
fn lateness(schedule: &Schedule, zone: &TimeZone, now: Timestamp, lang: Lang) -> Option<Message> {
    let until = schedule
        .closes
        .map(|at| date::deadline(at, zone, now, lang));
    if schedule.deadline.is_none() {
        return until.map(|until| message!("rule-closes", until = until));
    }
    Some(match (schedule.late, until) {
        (Late::Refused, _) => message!("rule-late-refused"),
        (Late::Free, Some(until)) => message!("rule-late-free-until", until = until),
        (Late::Free, None) => message!("rule-late-free"),
        (Late::PerDay { share, most }, until) => {
            let (share, most) = (
                number::exact_percent(share, lang),
                number::exact_percent(most, lang),
            );
            match until {
                Some(until) => {
                    message!("rule-late-until", share = share, most = most, until = until)
                }
                None => message!("rule-late", share = share, most = most),
            }
        }
    })
}

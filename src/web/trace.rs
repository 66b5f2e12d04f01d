//! Why a homework has the points it has, for whom it concerns: what a person set and what holds without it, an excuse, the bonus.

use crate::course::Excused;
use crate::report::standing::HomeworkStanding;
use l10n::Lang;
use serde::Serialize;

/// Where the points of a homework come from, beside what was sent.
#[derive(Clone, Serialize)]
pub struct TraceView {
    /// Whether a person set the points.
    given: bool,
    /// Whether the student is excused.
    excused: bool,
    /// Whether the homework of somebody excused is left out of the total.
    scaled: bool,
    /// Why.
    reason: String,
    /// What was earned, whatever holds in its place.
    earned: Option<String>,
    max: String,
    /// How much can come on top of the maximum, if anything can.
    bonus: Option<String>,
    /// Where the student can ask about it; nothing for those who look at somebody else's.
    ask: Option<String>,
}

impl TraceView {
    /// The trace of a student's homework.
    pub fn new(standing: &HomeworkStanding, excused: Excused, asks: bool, lang: Lang) -> Self {
        let by_hand = standing.given || standing.excused;
        Self {
            given: standing.given,
            excused: standing.excused,
            scaled: excused == Excused::Scaled,
            reason: standing.reason.clone().unwrap_or_default(),
            earned: standing.earned.map(|p| p.show(lang)),
            max: standing.max.show(lang),
            bonus: (standing.bonus > judge::points::Points::ZERO)
                .then(|| standing.bonus.show(lang)),
            ask: (asks && by_hand).then(|| format!("/homeworks/{}#requests", standing.name)),
        }
    }
}

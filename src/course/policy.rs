//! Rules that hold for all homeworks or for one: being late, attempts, when solutions and hints are shown, partial credit.

use super::model::{Excused, Feedback, Homework, Late, Reveal};
use crate::config::Code;
use crate::config::Value;
use crate::config::problem;
use judge::points::{Points, Share};
use l10n::message;

/// More attempts than anybody counts.
const MOST_ATTEMPTS: u32 = 1_000_000;

/// A terabyte: more than anybody stores for one student.
const MOST_STORAGE: u32 = 1 << 20;

/// What each `reveal` is called.
pub(super) const REVEALS: [(&str, Reveal); 4] = [
    ("never", Reveal::Never),
    ("after_close", Reveal::AfterClose),
    ("when_solved", Reveal::WhenSolved),
    ("always", Reveal::Always),
];

/// What each `excused` is called.
pub(super) const EXCUSED: [(&str, Excused); 2] =
    [("scaled", Excused::Scaled), ("zero", Excused::Zero)];

/// What each `feedback` is called.
pub(super) const FEEDBACKS: [(&str, Feedback); 2] =
    [("blunt", Feedback::Blunt), ("full", Feedback::Full)];

/// The rules that a table sets.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Policy {
    pub(super) late: Option<Late>,
    pub(super) attempts: Option<Attempts>,
    pub(super) reveal: Option<Reveal>,
    pub(super) feedback: Option<Feedback>,
    pub(super) hints_from_attempt: Option<u32>,
    pub(super) partial: Option<bool>,
    pub(super) storage_mib: Option<u32>,
}

/// How many submissions count.
#[derive(Clone, Copy, Debug)]
pub(super) enum Attempts {
    Unlimited,
    AtMost(u32),
}

impl Attempts {
    pub(super) const fn limit(self) -> Option<u32> {
        match self {
            Self::Unlimited => None,
            Self::AtMost(most) => Some(most),
        }
    }
}

impl Policy {
    /// These rules, and the others where these say nothing.
    pub(super) fn or(self, other: Self) -> Self {
        Self {
            late: self.late.or(other.late),
            attempts: self.attempts.or(other.attempts),
            reveal: self.reveal.or(other.reveal),
            feedback: self.feedback.or(other.feedback),
            hints_from_attempt: self.hints_from_attempt.or(other.hints_from_attempt),
            partial: self.partial.or(other.partial),
            storage_mib: self.storage_mib.or(other.storage_mib),
        }
    }

    /// A homework under these rules; where they say nothing, it stays as it is. Partial credit is each task's.
    pub(super) fn of(self, homework: Homework) -> Homework {
        Homework {
            late: self.late.unwrap_or(homework.late),
            attempts: self.attempts.map_or(homework.attempts, Attempts::limit),
            reveal: self.reveal.unwrap_or(homework.reveal),
            feedback: self.feedback.unwrap_or(homework.feedback),
            hints_from_attempt: self
                .hints_from_attempt
                .unwrap_or(homework.hints_from_attempt),
            storage_mib: self.storage_mib.unwrap_or(homework.storage_mib),
            ..homework
        }
    }
}

/// `storage_mib`: how much a student may store.
pub(super) fn storage(value: &Value<'_>) -> Option<u32> {
    value.whole(1, MOST_STORAGE)
}

/// The number of an attempt.
pub(super) fn attempt_number(value: &Value<'_>) -> Option<u32> {
    value.whole(1, MOST_ATTEMPTS)
}

/// `attempts`: a number of them, or `"unlimited"`.
pub(super) fn attempts(value: &Value<'_>) -> Option<Attempts> {
    // A number in quotes is told to be one, and not that it is no word.
    let text = value.node.as_str();
    if text.is_some_and(|text| text.trim().parse::<u32>().is_err()) {
        return value.choice(&[("unlimited", Attempts::Unlimited)]);
    }
    attempt_number(value).map(Attempts::AtMost)
}

/// `late`: refused, free, or a share of the points a day.
pub(super) fn late(value: &Value<'_>) -> Option<Late> {
    if let Some(word) = value.node.as_str() {
        return match word {
            "refused" => Some(Late::Refused),
            "free" => Some(Late::Free),
            _ => {
                value.unknown_choice(word, ["refused", "free"].into_iter());
                None
            }
        };
    }
    if !value.node.is_table() {
        value.wrong_type(message!("course-type-late"));
        return None;
    }
    let mut section = value.section()?;
    let share = section
        .required("per_day", "per_day = \"10%\"")
        .and_then(|v| percentage(&v));
    let written = section.optional("most", "most = \"50%\"");
    let most = match &written {
        Some(v) => percentage(v),
        None => Some(Share::ALL),
    };
    section.finish();
    let (share, most) = (share?, most?);
    if most < share {
        let span = written.map_or_else(|| value.span.clone(), |v| v.span);
        value
            .sink
            .error(problem(Code::MostTooSmall, span).with("per_day", percent(share)));
        return None;
    }
    Some(Late::PerDay { share, most })
}

/// `"12.5%"` as a share; above 0, at most 100 %.
fn percentage(value: &Value<'_>) -> Option<Share> {
    let text = match value.node.as_str() {
        Some(text) => text.trim(),
        None => "",
    };
    let number = text
        .strip_suffix('%')
        .and_then(|n| n.trim_end().parse::<Points>().ok());
    let share = number
        .map(Points::thousandths)
        .filter(|n| n % 100 == 0 && *n > 0)
        .and_then(|n| Share::try_from(n / 100).ok());
    if share.is_none() {
        value
            .sink
            .error(problem(Code::BadPercentage, value.span.clone()).with("key", value.key));
    }
    share
}

/// A share as `12.5%`.
pub(super) fn percent(share: Share) -> String {
    format!(
        "{}%",
        Points::from_thousandths(i64::from(share.thousandths()) * 100)
    )
}

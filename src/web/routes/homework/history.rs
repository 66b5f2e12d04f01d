//! What was sent for a homework so far.

use crate::course::Homework;
use crate::grading::{Counted, counted};
use crate::ids::SubmissionId;
use crate::store::Submission;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::Share;
use l10n::{Lang, date};
use serde::Serialize;

/// One line of a history of submissions.
#[derive(Serialize)]
pub struct HistoryRow {
    id: SubmissionId,
    at: String,
    points: String,
    max: String,
    counts: bool,
    late: bool,
}

/// The history of one homework, newest first, the one that counts marked.
pub fn history(
    submissions: &[Submission],
    homework: &Homework,
    zone: &TimeZone,
    now: Timestamp,
    lang: Lang,
) -> Vec<HistoryRow> {
    let each = submissions.iter().map(|s| Counted {
        id: s.id,
        points: s.points,
    });
    let best = counted(each).map(|c| c.id);
    let row = |s: &Submission| HistoryRow {
        id: s.id,
        at: date::instant(s.received_at, zone, now, lang),
        points: s.points.show(lang),
        max: homework.max_points.show(lang),
        counts: Some(s.id) == best,
        late: s.late_factor < Share::ALL,
    };
    submissions.iter().map(row).collect()
}

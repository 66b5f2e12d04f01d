//! What was sent for a homework so far.

use crate::course::Homework;
use crate::grading::{Counted, counted};
use crate::ids::SubmissionId;
use crate::store::ListedSubmission;
use crate::web::paging::Paging;
use crate::web::query::query;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::Share;
use l10n::{Lang, date};
use serde::Serialize;

/// Lines of a page.
const ROWS: usize = 50;

/// A history of submissions, a page of it.
#[derive(Serialize)]
pub struct History {
    rows: Vec<HistoryRow>,
    paging: Paging,
}

/// One line.
#[derive(Serialize)]
struct HistoryRow {
    id: SubmissionId,
    at: String,
    points: String,
    max: String,
    counts: bool,
    late: bool,
}

impl History {
    /// The page `asked` of the history of one homework that stands at `path`, newest first. The submission that counts is marked, and
    /// stands on every page.
    pub fn of(
        submissions: &[ListedSubmission],
        homework: &Homework,
        (path, asked): (&str, &str),
        (zone, now, lang): (&TimeZone, Timestamp, Lang),
    ) -> Self {
        let each = submissions.iter().map(|s| Counted {
            id: s.id,
            points: s.points,
        });
        let best = counted(each).map(|c| c.id);
        let row = |s: &ListedSubmission| HistoryRow {
            id: s.id,
            at: date::instant(s.received_at, zone, now, lang),
            points: s.points.show(lang),
            max: homework.max_points.show(lang),
            counts: Some(s.id) == best,
            late: s.late_factor < Share::ALL,
        };
        let link = |page: &str| format!("{path}{}#history", query(&[("page", page)]));
        let (shown, paging) = Paging::of(submissions.len(), ROWS, asked, link);
        let wanted = submissions.iter().enumerate();
        let wanted = wanted.filter(|(place, s)| shown.contains(place) || Some(s.id) == best);
        Self {
            rows: wanted.map(|(_, s)| row(s)).collect(),
            paging,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use judge::points::Points;

    #[test]
    fn every_submission_is_on_a_page_and_the_one_that_counts_on_each() {
        let course = Course::default_course();
        let sent = |number: i64| ListedSubmission {
            id: number.into(),
            received_at: Timestamp::UNIX_EPOCH,
            sha256: String::new(),
            points: Points::whole(if number == 70 { 2 } else { 1 }),
            late_factor: Share::ALL,
            attempt: true,
        };
        for all in [0, 1, 50, 51, 120] {
            let submissions: Vec<ListedSubmission> = (1..=all).rev().map(sent).collect();
            let page = |asked: &str| {
                let at = (&TimeZone::UTC, Timestamp::UNIX_EPOCH, Lang::En);
                let place = ("/homeworks/elbo", asked);
                let history = History::of(&submissions, &course.homeworks[0], place, at);
                let numbers = history.rows.iter().map(|row| (row.id.number(), row.counts));
                numbers.collect::<Vec<_>>()
            };
            let pages: Vec<_> = ["", "2", "3"].map(page).into_iter().collect();
            let best = if all >= 70 { 70 } else { 1 };
            let mut seen: Vec<i64> = Vec::new();
            for rows in &pages {
                assert!(rows.len() <= ROWS + 1);
                assert!(rows.is_sorted_by(|a, b| a.0 > b.0), "newest first");
                let counting: Vec<_> = rows.iter().filter(|(_, counts)| *counts).collect();
                assert!(all == 0 || counting == [&(best, true)], "{counting:?}");
                seen.extend(rows.iter().map(|(number, _)| number));
            }
            seen.sort_unstable();
            seen.dedup();
            assert_eq!(seen, (1..=all).collect::<Vec<_>>());
        }
    }
}

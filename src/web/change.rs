//! Differences between course versions, and whose points move, in words.

use crate::course::{Change, Course, Value};
use crate::l10n::{Lang, date, number, say, say_with};
use crate::points::Points;
use crate::service::regrade::{Impact, Moved, Skipped};
use jiff::Timestamp;
use serde::Serialize;

/// One difference, as the page shows it.
#[derive(Serialize)]
pub struct ChangeRow {
    homework: Option<String>,
    what: String,
    before: String,
    after: String,
}

/// The differences in words; dates in the zone of the course.
pub fn change_rows(list: &[Change], course: &Course, now: Timestamp, lang: Lang) -> Vec<ChangeRow> {
    let shown = |change: &Change, value: &Option<Value>| match value {
        None => absent(change.kind, lang),
        Some(Value::Points(points)) => points.show(lang),
        Some(Value::Date(at)) if change.kind == "opens" => {
            date::instant(*at, &course.time_zone, now, lang)
        }
        Some(Value::Date(at)) => date::deadline(*at, &course.time_zone, now, lang),
        Some(Value::Tolerance { rtol, atol }) => format!(
            "{} + {} · |b|",
            number::tolerance(*atol),
            number::tolerance(*rtol)
        ),
        Some(Value::Count(count)) => count.to_string(),
        Some(Value::Flag(flag)) => say(lang, if *flag { "change-yes" } else { "change-no" }),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Words) => "…".to_owned(),
    };
    let row = |change: &Change| ChangeRow {
        homework: change.homework.clone(),
        what: say_with(
            lang,
            &format!("change-{}", change.kind),
            &crate::args! {"name" => change.name.clone()},
        ),
        before: shown(change, &change.before),
        after: shown(change, &change.after),
    };
    list.iter().map(row).collect()
}

fn absent(kind: &str, lang: Lang) -> String {
    match kind {
        "task" => say(lang, "change-practice"),
        "attempts" => say(lang, "change-unlimited"),
        _ => "—".to_owned(),
    }
}

/// Whose points move, as the page shows it.
#[derive(Serialize)]
pub struct ImpactView {
    students: Vec<MovedRow>,
    left: Vec<LeftRow>,
    up: usize,
    down: usize,
    graded: usize,
    total: usize,
    partial: bool,
}

#[derive(Serialize)]
struct MovedRow {
    login: String,
    name: String,
    homework: String,
    before: String,
    after: String,
    sign: &'static str,
    difference: Option<String>,
    held: bool,
}

#[derive(Serialize)]
struct LeftRow {
    submission: i64,
    name: String,
    homework: String,
    outcome: &'static str,
    points: String,
}

impl ImpactView {
    /// The view of an estimate.
    pub fn new(impact: &Impact, lang: Lang) -> Self {
        let rises = |m: &&Moved| m.after > m.before;
        let up = impact.students.iter().filter(rises).count();
        let shown = |p: Option<Points>| p.map_or_else(|| "—".to_owned(), |p| p.show(lang));
        let row = |m: &Moved| MovedRow {
            login: m.login.clone(),
            name: m.name.clone(),
            homework: m.homework.clone(),
            before: shown(m.before),
            after: shown(m.after),
            sign: if m.after > m.before { "↑" } else { "↓" },
            difference: m.before.zip(m.after).map(|(b, a)| difference(b, a, lang)),
            held: m.held,
        };
        let left = |l: &Skipped| LeftRow {
            submission: l.submission,
            name: l.name.clone(),
            homework: l.homework.clone(),
            outcome: l.outcome,
            points: l.points.show(lang),
        };
        Self {
            students: impact.students.iter().map(row).collect(),
            left: impact.skipped.iter().map(left).collect(),
            up,
            down: impact.students.len() - up,
            graded: impact.graded,
            total: impact.total,
            partial: impact.graded < impact.total,
        }
    }
}

/// `+1.5` or `−2`, with a real minus.
pub fn difference(before: Points, after: Points, lang: Lang) -> String {
    if after >= before {
        format!("+{}", (after - before).show(lang))
    } else {
        format!("−{}", (before - after).show(lang))
    }
}

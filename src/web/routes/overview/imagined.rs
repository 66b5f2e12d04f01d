//! The what-if form and the plot of points over the course, as the overview's template takes them.

use crate::course::{Course, State};
use crate::report::plot::{Caption, Progress, progress};
use crate::report::progress::{growth, share};
use crate::report::standing::CourseStanding;
use crate::report::what_if::{EXAM, Entry, EntryError, what_if};
use crate::store::Arrived;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::points::Points;
use l10n::{Lang, date, message};
use serde::Serialize;

/// A step of a slider. A number that is typed may lie between two.
const SLIDE: i64 = 500;

/// Steps nearer than this share of all points would write their labels over one another.
const APART: f64 = 0.05;

#[derive(Serialize)]
pub(super) struct WhatIfView {
    fields: Vec<Field>,
    asked: bool,
    total: String,
    grade: String,
    derivation: String,
}

#[derive(Serialize)]
struct Field {
    /// `elbo`
    name: String,
    /// `if.elbo`
    key: String,
    title: String,
    actual: Option<String>,
    max: String,
    /// For the slider, with a decimal point.
    max_value: String,
    /// The number that was typed.
    value: String,
    /// Where the slider stands, and where it stands when nothing is imagined.
    slide: String,
    slide_as_is: String,
    slide_step: String,
    error: Option<String>,
}

/// The form, where there is anything left to imagine.
pub(super) fn what_if_view(
    course: &Course,
    standing: &CourseStanding,
    typed: &[(String, String)],
    now: Timestamp,
    lang: Lang,
) -> Option<WhatIfView> {
    let open = |name: &str| {
        let of = standing.homeworks.iter().find(|h| h.name == name);
        let extension = of.and_then(|h| h.extension);
        course
            .homework(name)
            .is_some_and(|h| h.schedule(extension).state(now) != State::Closed)
    };
    let asked = |kind: &str, name: &str| {
        let key = format!("{kind}.{name}");
        let found = typed.iter().find(|(k, _)| *k == key);
        found
            .map(|(_, v)| v.trim().to_owned())
            .filter(|v| !v.is_empty())
    };
    // Without scripts a form sends every slider: one that stands where it stood says nothing.
    let slid = |name: &str| {
        let of = standing.homeworks.iter().find(|h| h.name == name);
        let as_is = slide_of(of.and_then(|h| h.points).unwrap_or_default()).to_string();
        asked("slide", name).filter(|v| *v != as_is)
    };
    let text = |name: &str| asked("if", name).or_else(|| slid(name));
    let imagined = what_if(course, standing, open, text, lang);
    if imagined.entries.is_empty() {
        return None;
    }
    let field = |entry: &Entry| Field {
        name: entry.name.clone(),
        key: format!("if.{}", entry.name),
        title: match (entry.name.as_str(), course.homework(&entry.name)) {
            (EXAM, None) => message!("exam").text(lang),
            (name, _) => course.homework_title(name, lang),
        },
        actual: entry.actual.map(|p| p.show(lang)),
        slide: slide_of(entry.points.or(entry.actual.ok_or(())).unwrap_or_default()).to_string(),
        slide_as_is: slide_of(entry.actual.unwrap_or_default()).to_string(),
        slide_step: Points::from_thousandths(SLIDE).to_string(),
        max: entry.max.show(lang),
        max_value: entry.max.max(entry.actual.unwrap_or_default()).to_string(),
        value: asked("if", &entry.name).unwrap_or_default(),
        error: entry.points.err().map(|error| {
            let told = match error {
                EntryError::NotPoints => message!("what-if-not-points"),
                EntryError::Range => message!("what-if-range", max = entry.max),
            };
            told.text(lang)
        }),
    };
    Some(WhatIfView {
        fields: imagined.entries.iter().map(field).collect(),
        asked: imagined.asked,
        total: imagined.total.show(lang),
        grade: imagined.grade.show(lang),
        derivation: imagined.derivation,
    })
}

/// The place of a slider that is nearest to these points.
fn slide_of(points: Points) -> Points {
    Points::from_thousandths((points.thousandths() + SLIDE / 2).div_euclid(SLIDE) * SLIDE)
}

/// The plot of points over the course, and the numbers that it is made of: a moment and the points from then on.
#[derive(Serialize)]
pub(super) struct ProgressView {
    plot: String,
    rows: Vec<[String; 2]>,
}

/// The plot of points over the course, where points have grown at least twice.
pub(super) fn progress_plot(
    course: &Course,
    standing: &CourseStanding,
    sent: &[Arrived],
    zone: &TimeZone,
    now: Timestamp,
    lang: Lang,
) -> Option<ProgressView> {
    let grown = growth(sent);
    if grown.len() < 2 {
        return None;
    }
    let first = grown.first().map(|(at, _)| *at)?;
    let opens = course.homeworks.iter().filter_map(|h| h.opens);
    let from = opens.chain([first]).min()?;
    let ends = course
        .homeworks
        .iter()
        .filter_map(crate::course::Homework::due);
    let to = ends.chain([now]).max()?;
    let max = standing.max.thousandths().max(1) as f64;
    let height = |points: Points| points.thousandths() as f64 / max;
    let mut line = vec![(0.0, 0.0)];
    line.extend(
        grown
            .iter()
            .map(|(at, points)| (share(*at, from, to), height(*points))),
    );
    // What people gave by hand has no date of its own here: it is there now.
    line.push((share(now, from, to), height(standing.total)));
    let mut steps = Vec::new();
    let mut last = f64::NEG_INFINITY;
    for (points, grade) in course.grade.grade_steps(standing.max) {
        let at = height(points);
        if at - last >= APART {
            steps.push((at, grade.show(lang), grade <= standing.grade));
            last = at;
        }
    }
    let told =
        |at: Timestamp, points: Points| [date::instant(at, zone, now, lang), points.show(lang)];
    let mut rows: Vec<_> = grown
        .iter()
        .map(|(at, points)| told(*at, *points))
        .collect();
    rows.push(told(now, standing.total));
    let described: Vec<String> = rows.iter().map(|row| row.join(": ")).collect();
    let plot = progress(
        &Progress {
            line,
            steps,
            ends: (
                date::day(from, zone, now, lang),
                date::day(to, zone, now, lang),
            ),
        },
        Caption {
            id: "progress",
            title: &message!("progress").text(lang),
            description: &described.join("; "),
        },
    );
    Some(ProgressView { plot, rows })
}

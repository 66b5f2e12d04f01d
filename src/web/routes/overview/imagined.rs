//! The what-if form and the plot of points over the course, as the overview's template takes them.

use crate::course::{Course, Homework, State};
use crate::report::plot::{Caption, Progress, progress};
use crate::report::progress::{growth, share};
use crate::report::standing::{CourseStanding, HomeworkStanding};
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
    let most = |of: &HomeworkStanding| most_still(course.homework(&of.name)?, of, now);
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
    let imagined = what_if(course, standing, most, text, lang);
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

/// How much a student can still have of a homework: what lateness leaves by now, and where no attempt is left only what people grade comes
/// on top of what is there. Nothing where nothing more is taken.
fn most_still(homework: &Homework, own: &HomeworkStanding, now: Timestamp) -> Option<Points> {
    let schedule = homework.schedule(own.extension);
    if schedule.state(now) == State::Closed {
        return None;
    }
    let left = schedule.late_factor(now);
    let (there, all) = (own.points.unwrap_or_default(), own.max + own.bonus);
    let is_spent = homework.attempts.is_some_and(|most| own.attempts >= most);
    let most = if is_spent {
        let by_hand: Points = homework.manual.iter().map(|item| item.points).sum();
        all.min(there + left.of(by_hand))
    } else {
        left.of(all)
    };
    (!is_spent || most > there).then_some(most.max(there))
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
    let ends = course.homeworks.iter().filter_map(Homework::due);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::standing::homework_standing;
    use crate::store::Standing;

    /// A homework of 13 points, of which 3 are given by a person, due on 6 October; a tenth less for each day.
    fn homework() -> Homework {
        let text = r#"
            title = { en = "Course", ru = "Курс" }
            time_zone = "UTC"
            final_grade = "points"
            [[homework]]
            id = "elbo"
            deadline = 2022-10-06T00:00:00Z
            closes = 2022-10-20T00:00:00Z
            late = { per_day = "10%", most = "50%" }
            attempts = 2
            max_points = 13
            task = [{ id = "gaussian_kl", points = 10 }]
            [[homework.manual]]
            id = "proof"
            title = { en = "Proof", ru = "Доказательство" }
            statement = { en = "Prove it.", ru = "Докажите." }
            points = 3
        "#;
        let course = Course::parse(text).expect("it is a course");
        course.homeworks[0].clone()
    }

    fn most(points: Option<i64>, attempts: u32, now: &str) -> Option<String> {
        let homework = homework();
        let standing = Standing {
            computed: points.map(Points::whole),
            attempts,
            ..Standing::default()
        };
        let own = homework_standing(&homework, standing);
        let most = most_still(&homework, &own, now.parse().expect("an instant"));
        most.map(|points| points.to_string())
    }

    #[test]
    fn no_more_is_imagined_than_can_be_had() {
        let (early, late, over) = (
            "2022-10-01T00:00:00Z",
            "2022-10-07T12:00:00Z",
            "2022-10-20T00:00:00Z",
        );
        assert_eq!(most(None, 0, early).as_deref(), Some("13"));
        assert_eq!(most(None, 0, late).as_deref(), Some("10.4"));
        // What is there stays there.
        assert_eq!(most(Some(12), 1, late).as_deref(), Some("12"));
        assert_eq!(most(Some(12), 1, over), None);
        // Without an attempt only the proof is left.
        assert_eq!(most(Some(4), 2, early).as_deref(), Some("7"));
        assert_eq!(most(Some(4), 2, late).as_deref(), Some("6.4"));
        assert_eq!(most(Some(13), 2, early), None);
    }
}

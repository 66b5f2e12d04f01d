//! `dgm status`: points, deadlines and attempts.

use super::error::{Context as _, Result};
use super::output::{put_json, put_line};
use super::{Format, Outcome, Voice};
use crate::remote::{Server, ServerArg};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use judge::formula::Formula;
use judge::points::Points;
use l10n::{Lang, date, message};
use serde::Deserialize;

/// Whose status: that of the token.
#[derive(clap::Args)]
pub struct Args {
    #[command(flatten)]
    server: ServerArg,
}

#[derive(Deserialize)]
struct Item {
    homework: String,
    state: String,
    points: Option<Points>,
    max_points: Points,
    opens: Option<Timestamp>,
    deadline: Option<Timestamp>,
    closes: Option<Timestamp>,
    attempts_left: Option<u32>,
}

#[derive(Deserialize)]
struct Grade {
    exam: Option<Points>,
    total: Points,
    #[serde(default)]
    homeworks: Vec<Standing>,
    #[serde(default)]
    time_zone: Option<String>,
    max_points: Points,
    #[serde(rename = "final_grade")]
    shown: serde_json::Value,
    derivation: String,
    #[serde(rename = "points_to_next_grade")]
    to_next: Option<Points>,
}

/// Where a homework's points come from; an older server tells nothing of it.
#[derive(Deserialize)]
struct Standing {
    homework: String,
    #[serde(default)]
    overridden: bool,
    #[serde(default)]
    excused: bool,
    #[serde(default)]
    reason: Option<String>,
    #[serde(default)]
    earned: Option<Points>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> Result<Outcome> {
    let server = Server::find(&args.server, voice.lang)?;
    let (homeworks, grade) = (server.get("homeworks")?, server.get("grade")?);
    if voice.format == Format::Json {
        put_json(&serde_json::json!({ "homeworks": homeworks, "grade": grade }))?;
        return Ok(Outcome::Right);
    }
    let strange = || message!("remote-strange-answer");
    let items: Vec<Item> = serde_json::from_value(homeworks)
        .ok()
        .with_context(strange)?;
    let grade: Grade = serde_json::from_value(grade).ok().with_context(strange)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the clock enters"
    )]
    let now = Timestamp::now();
    // Dates as the pages show them; the machine may be elsewhere.
    let named = grade.time_zone.as_deref();
    let zone = named.and_then(|name| TimeZone::get(name).ok());
    let zone = zone.unwrap_or_else(TimeZone::system);
    for item in &items {
        put_line(&line(item, &zone, now, voice.lang))?;
        let standing = grade.homeworks.iter().find(|s| s.homework == item.homework);
        if let Some(trace) = standing.and_then(|s| trace(s, voice.lang)) {
            put_line(&format!("{:<20} {trace}", ""))?;
        }
    }
    put_line(&summary(&grade, voice.lang))?;
    Ok(Outcome::Right)
}

/// What a person set, and why.
fn trace(standing: &Standing, lang: Lang) -> Option<String> {
    let reason = standing.reason.as_deref().unwrap_or_default();
    let told = if standing.excused {
        message!("trace-excused-why", reason = reason)
    } else if standing.overridden {
        let earned = standing
            .earned
            .map_or_else(|| "—".to_owned(), |p| p.show(lang));
        message!("trace-given-why", reason = reason, earned = earned)
    } else {
        return None;
    };
    Some(told.text(lang))
}

fn line(item: &Item, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
    let points = item.points.map_or_else(|| "—".to_owned(), |p| p.show(lang));
    let at = |t: Timestamp| date::deadline(t, zone, now, lang);
    let left = |t: Timestamp| date::time_left(t, now, lang);
    let when = match (item.state.as_str(), item.opens, item.deadline, item.closes) {
        ("not_open", Some(opens), ..) => {
            message!("opens-at", at = date::instant(opens, zone, now, lang))
        }
        // Without a deadline the close is the end.
        ("late", .., Some(closes)) | ("open" | "due_soon", _, None, Some(closes)) => {
            message!("closes-at", at = at(closes), left = left(closes))
        }
        ("open" | "due_soon", _, Some(deadline), _) => {
            message!("due-at", at = at(deadline), left = left(deadline))
        }
        ("not_open", ..) => message!("state-not-open"),
        ("open", ..) => message!("state-open"),
        ("due_soon", ..) => message!("state-due-soon"),
        ("late", ..) => message!("state-late"),
        ("closed", ..) => message!("state-closed"),
        // A newer server may know more of them.
        (state, ..) => message!("state-other", state = state),
    };
    let when = when.text(lang);
    let attempts = item
        .attempts_left
        .map(|n| format!("; {}", message!("attempts-left", n = n).text(lang)))
        .unwrap_or_default();
    let points = message!("points-of", points = points, max = item.max_points);
    format!(
        "{:<20} {:>12}  {when}{attempts}",
        item.homework,
        points.text(lang)
    )
}

/// The final grade, exact on the wire, as the pages show it: a fraction as a decimal number.
fn shown(grade: &serde_json::Value, lang: Lang) -> String {
    let written = match grade {
        serde_json::Value::String(text) => text.clone(),
        number => number.to_string(),
    };
    // Whatever a server writes of it is a formula without points.
    let exact = Formula::parse(&written).map(|exact| exact.grade(Points::ZERO));
    exact.map_or(written, |exact| exact.show(lang))
}

fn summary(grade: &Grade, lang: Lang) -> String {
    let exam = grade.exam.map_or_else(|| "—".to_owned(), |p| p.show(lang));
    let answer = message!(
        "overview-answer-top",
        total = grade.total,
        max = grade.max_points,
        grade = shown(&grade.shown, lang)
    );
    let mut text = format!(
        "{:<20} {exam}\n\n{}\n{}",
        message!("exam").text(lang),
        answer.text(lang),
        grade.derivation
    );
    if let Some(missing) = grade.to_next {
        text.push('\n');
        text.push_str(&message!("status-to-next", missing = missing).text(lang));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_grade_is_shown_as_the_pages_show_it() {
        use serde_json::json;
        for (grade, en, ru) in [
            (json!(9), "9", "9"),
            (json!("8.5"), "8.5", "8,5"),
            (json!("157743/44000"), "3.5850…", "3,5850…"),
            (json!("-3/2"), "-1.5", "-1,5"),
            (json!("as yet none"), "as yet none", "as yet none"),
        ] {
            assert_eq!(shown(&grade, Lang::En), en);
            assert_eq!(shown(&grade, Lang::Ru), ru);
        }
    }

    #[test]
    fn what_only_closes_says_when() {
        let at = |text: &str| text.parse::<Timestamp>().unwrap();
        let item = |state: &str, deadline| Item {
            homework: "elbo".to_owned(),
            state: state.to_owned(),
            points: None,
            max_points: Points::whole(13),
            opens: None,
            deadline,
            closes: Some(at("2026-03-11T21:00:00Z")),
            attempts_left: None,
        };
        let now = at("2026-03-10T09:00:00Z");
        let told = |item| line(&item, &TimeZone::UTC, now, Lang::En);
        for state in ["open", "due_soon"] {
            let told = told(item(state, None));
            let closes = "accepted until 11 March, 21:00 UTC · 36 hours left";
            assert!(told.ends_with(closes), "{told}");
        }
        let due = told(item("due_soon", Some(at("2026-03-10T21:00:00Z"))));
        assert!(
            due.ends_with("due 10 March, 21:00 UTC · 12 hours left"),
            "{due}"
        );
        let closed = told(item("closed", None));
        assert!(closed.ends_with("closed"), "{closed}");
    }
}

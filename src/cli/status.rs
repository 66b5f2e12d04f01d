//! `dgm status`: points, deadlines and attempts.

use super::output::{put_json, put_line};
use super::remote::{Server, ServerArg};
use super::{Format, Outcome, Voice};
use crate::l10n::{Lang, date, say, say_with};
use crate::points::Points;
use anyhow::Context as _;
use jiff::Timestamp;
use jiff::tz::TimeZone;
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
    max_points: Points,
    #[serde(rename = "final_grade")]
    shown: serde_json::Value,
    derivation: String,
    #[serde(rename = "points_to_next_grade")]
    to_next: Option<Points>,
}

/// Runs the command.
pub fn run(args: &Args, voice: Voice) -> anyhow::Result<Outcome> {
    let server = Server::find(&args.server, voice.lang)?;
    let (homeworks, grade) = (server.get("homeworks")?, server.get("grade")?);
    if voice.format == Format::Json {
        put_json(&serde_json::json!({ "homeworks": homeworks, "grade": grade }))?;
        return Ok(Outcome::Right);
    }
    let strange = "the server's answer cannot be read; is it a newer version?";
    let items: Vec<Item> = serde_json::from_value(homeworks).context(strange)?;
    let grade: Grade = serde_json::from_value(grade).context(strange)?;
    #[expect(
        clippy::disallowed_methods,
        reason = "the command line is where the clock enters"
    )]
    let now = Timestamp::now();
    for item in &items {
        put_line(&line(item, now, voice.lang))?;
    }
    put_line(&summary(&grade, voice.lang))?;
    Ok(Outcome::Right)
}

fn line(item: &Item, now: Timestamp, lang: Lang) -> String {
    let zone = TimeZone::system();
    let points = item.points.map_or_else(|| "—".to_owned(), |p| p.show(lang));
    let at = |t: Timestamp| date::deadline(t, &zone, now, lang);
    let left = |t: Timestamp| date::time_left(t, now, lang);
    let when = match (item.state.as_str(), item.opens, item.deadline, item.closes) {
        ("not_open", Some(opens), ..) => say_with(
            lang,
            "opens-at",
            &crate::args! {"at" => date::instant(opens, &zone, now, lang)},
        ),
        ("late", .., Some(closes)) => say_with(
            lang,
            "closes-at",
            &crate::args! {"at" => at(closes), "left" => left(closes)},
        ),
        ("open" | "due_soon", _, Some(deadline), _) => say_with(
            lang,
            "due-at",
            &crate::args! {"at" => at(deadline), "left" => left(deadline)},
        ),
        (state, ..) => say(lang, &format!("state-{}", state.replace('_', "-"))),
    };
    let attempts = item
        .attempts_left
        .map(|n| {
            format!(
                "; {}",
                say_with(lang, "attempts-left", &crate::args! {"n" => n})
            )
        })
        .unwrap_or_default();
    format!(
        "{:<20} {:>12}  {when}{attempts}",
        item.homework,
        say_with(
            lang,
            "points-of",
            &crate::args! {"points" => points, "max" => item.max_points.show(lang)}
        )
    )
}

fn summary(grade: &Grade, lang: Lang) -> String {
    let exam = grade.exam.map_or_else(|| "—".to_owned(), |p| p.show(lang));
    let shown = match &grade.shown {
        serde_json::Value::String(text) => text.clone(),
        number => number.to_string(),
    };
    let args = crate::args! {
        "total" => grade.total.show(lang), "max" => grade.max_points.show(lang), "grade" => shown,
    };
    let mut text = format!(
        "{:<20} {exam}\n\n{}\n{}",
        say(lang, "exam"),
        say_with(lang, "overview-answer-top", &args),
        grade.derivation
    );
    if let Some(missing) = grade.to_next {
        text.push('\n');
        let args = crate::args! {"missing" => missing.show(lang)};
        text.push_str(&say_with(lang, "status-to-next", &args));
    }
    text
}

//! Differences between course versions, in words.

use crate::course::{Change, Course, Value};
use jiff::Timestamp;
use l10n::{Lang, Localized, Message, date, message, number};
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
        Some(Value::Flag(flag)) => if *flag {
            message!("change-yes")
        } else {
            message!("change-no")
        }
        .text(lang),
        Some(Value::Text(text)) => text.clone(),
        Some(Value::Said(text)) => said(change, text, lang).to_owned(),
        Some(Value::Words) => "…".to_owned(),
    };
    let row = |change: &Change| ChangeRow {
        homework: change.homework.clone(),
        what: Message::new(
            format!("change-{}", change.kind),
            vec![("name", change.name.clone().into())],
        )
        .text(lang),
        before: shown(change, &change.before),
        after: shown(change, &change.after),
    };
    list.iter().map(row).collect()
}

/// A text in the reader's language, unless only the other one differs.
fn said<'t>(change: &Change, text: &'t Localized, lang: Lang) -> &'t str {
    let is_same = match (&change.before, &change.after) {
        (Some(Value::Said(before)), Some(Value::Said(after))) => {
            before.get(lang) == after.get(lang)
        }
        _ => false,
    };
    let other = Lang::ALL.into_iter().find(|other| *other != lang);
    text.get(other.filter(|_| is_same).unwrap_or(lang))
}

fn absent(kind: &str, lang: Lang) -> String {
    match kind {
        "task" => message!("change-practice").text(lang),
        "attempts" => message!("change-unlimited").text(lang),
        _ => "—".to_owned(),
    }
}

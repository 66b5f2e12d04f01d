//! Dates, durations and numbers as people write them in each language.

use crate::words::{Lang, say_with};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

const MONTHS_RU: [&str; 12] = [
    "января",
    "февраля",
    "марта",
    "апреля",
    "мая",
    "июня",
    "июля",
    "августа",
    "сентября",
    "октября",
    "ноября",
    "декабря",
];

/// `6 октября, 23:59 MSK`; with the year where it is not the year of `now`.
pub fn instant(at: Timestamp, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
    let local = at.to_zoned(zone.clone());
    let month = match lang {
        Lang::Ru => MONTHS_RU
            .get(usize::try_from(local.month() - 1).unwrap_or(0))
            .copied()
            .unwrap_or_default()
            .to_owned(),
        Lang::En => local.strftime("%B").to_string(),
    };
    let year = if local.year() == now.to_zoned(zone.clone()).year() {
        String::new()
    } else {
        format!(" {}", local.year())
    };
    format!(
        "{} {month}{year}, {:02}:{:02} {}",
        local.day(),
        local.hour(),
        local.minute(),
        local.strftime("%Z")
    )
}

/// A deadline as people say it: the last minute that counts, 23:59 rather than 00:00 of the next day.
pub fn deadline(at: Timestamp, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
    let local = at.to_zoned(zone.clone());
    let midnight = local.hour() == 0 && local.minute() == 0 && local.second() == 0;
    let shown = if midnight {
        at.saturating_sub(SignedDuration::from_secs(60))
            .unwrap_or(at)
    } else {
        at
    };
    instant(shown, zone, now, lang)
}

/// How long until then, in the largest unit that says enough: days from two days on, then hours, then minutes.
pub fn left(until: Timestamp, now: Timestamp, lang: Lang) -> String {
    let minutes = until.duration_since(now).as_mins().max(0);
    let (id, n) = match minutes {
        2880.. => ("time-days", minutes / 1440),
        120.. => ("time-hours", minutes / 60),
        _ => ("time-minutes", minutes),
    };
    say_with(lang, id, &crate::args! {"n" => n})
}

/// A measured error: three significant digits, decimal comma in Russian.
pub fn error(value: f64, lang: Lang) -> String {
    let text = if value == 0.0 {
        "0".to_owned()
    } else if (1e-3..1e4).contains(&value.abs()) {
        let digits = 2 - value.abs().log10().floor().clamp(-3.0, 2.0) as i32;
        format!("{value:.*}", usize::try_from(digits.max(0)).unwrap_or(0))
    } else {
        format!("{value:.2e}")
    };
    mark(text, lang)
}

/// A share as a percentage that is 100 only where it is everything.
pub fn percent(share: f64, lang: Lang) -> String {
    let percent = if share >= 1.0 {
        100.0
    } else {
        (share * 1000.0).floor() / 10.0
    };
    let text = if percent.fract() == 0.0 {
        format!("{percent:.0}")
    } else {
        format!("{percent:.1}")
    };
    match lang {
        Lang::En => format!("{text}%"),
        Lang::Ru => format!("{}\u{a0}%", mark(text, lang)),
    }
}

/// A tolerance such as `1e-4`, short.
pub fn tolerance(value: f64) -> String {
    if value == 0.0 {
        "0".to_owned()
    } else {
        format!("{value:e}")
    }
}

/// The shape of an array as Python writes it.
pub fn shape(shape: &[usize]) -> String {
    match shape {
        [] => "()".to_owned(),
        [n] => format!("({n},)"),
        _ => format!(
            "({})",
            shape
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

fn mark(text: String, lang: Lang) -> String {
    match lang {
        Lang::En => text,
        Lang::Ru => text.replace('.', ","),
    }
}

/// Why a shape is wrong, as a sentence.
pub fn shape_cause(cause: &crate::grading::Cause, lang: Lang) -> String {
    let args = crate::args! {"axis" => cause.axis.clone().unwrap_or_default(), "got" => cause.got.clone().unwrap_or_default()};
    say_with(
        lang,
        &format!("shape-{}", cause.cause.replace('_', "-")),
        &args,
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_at_midnight_is_the_evening_before() {
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let at: Timestamp = "2022-10-06T21:00:00Z".parse().unwrap();
        assert_eq!(deadline(at, &zone, at, Lang::Ru), "6 октября, 23:59 MSK");
        assert_eq!(deadline(at, &zone, at, Lang::En), "6 October, 23:59 MSK");
        let later: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            instant(at, &zone, later, Lang::En),
            "7 October 2022, 00:00 MSK"
        );
    }

    #[test]
    fn numbers_keep_three_digits() {
        assert_eq!(error(0.123_456, Lang::Ru), "0,123");
        assert_eq!(error(12.345, Lang::En), "12.3");
        assert_eq!(error(1234.5, Lang::En), "1234");
        assert_eq!(error(1.5e-7, Lang::En), "1.50e-7");
        assert_eq!(percent(0.9999, Lang::En), "99.9%");
        assert_eq!(percent(1.0, Lang::Ru), "100\u{a0}%");
    }
}

//! Dates, durations and numbers as people write them in each language.

use crate::points::{Points, Share};
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
    format!(
        "{}, {:02}:{:02} {}",
        day(at, zone, now, lang),
        local.hour(),
        local.minute(),
        local.strftime("%Z")
    )
}

/// `6 октября`; with the year where it is not the year of `now`.
pub fn day(at: Timestamp, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
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
    format!("{} {month}{year}", local.day())
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
        // One digit before the point leaves two after it; every power of ten moves that by one.
        let bounds = [1e2, 1e1, 1.0, 1e-1, 1e-2];
        let digits = bounds.iter().take_while(|b| value.abs() < **b).count();
        format!("{value:.digits$}")
    } else {
        format!("{value:.2e}")
    };
    mark(text, lang)
}

/// The percentage that lateness leaves of points, where it takes any.
pub fn late_percent(left: Share, lang: Lang) -> Option<String> {
    (left < Share::ALL).then(|| percent(left.fraction(), lang))
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

/// A number of points with its word: `2 points`, `9,5 балла`.
pub fn points(points: Points, lang: Lang) -> String {
    let n = points.thousandths() as f64 / 1000.0;
    say_with(
        lang,
        "points-n",
        &crate::args! {"n" => n, "shown" => points.show(lang)},
    )
}

/// A difference of points with its sign: `+1.5`, `−2`, `±0`.
pub fn difference(points: Points, lang: Lang) -> String {
    match points.cmp(&Points::ZERO) {
        std::cmp::Ordering::Greater => format!("+{}", points.show(lang)),
        std::cmp::Ordering::Less => format!("−{}", (-points).show(lang)),
        std::cmp::Ordering::Equal => "±0".to_owned(),
    }
}

/// The index of an element as Python writes it.
pub fn index(index: &[usize]) -> String {
    match index {
        [] => "[()]".to_owned(),
        index => format!(
            "[{}]",
            index
                .iter()
                .map(ToString::to_string)
                .collect::<Vec<_>>()
                .join(", ")
        ),
    }
}

/// A value of an array: whole numbers as they are, others to ten digits.
pub fn value(value: f64, lang: Lang) -> String {
    let size = value.abs();
    if value.is_nan() {
        return "NaN".to_owned();
    } else if size.is_infinite() {
        return if value > 0.0 { "∞" } else { "−∞" }.to_owned();
    }
    let rounded = format!("{value:.9e}").parse();
    let value = match rounded {
        Ok(rounded) if value.fract() != 0.0 => rounded,
        _ => value,
    };
    let text = if size == 0.0 || ((1e-4..1e9).contains(&size)) {
        format!("{value}")
    } else {
        format!("{value:e}")
    };
    mark(text, lang)
}

/// A size in bytes, short.
pub fn bytes(n: usize, lang: Lang) -> String {
    let n = n as f64;
    let (id, shown) = if n < 1024.0 {
        ("bytes-b", format!("{n:.0}"))
    } else if n < 1024.0 * 1024.0 {
        ("bytes-kib", format!("{:.1}", n / 1024.0))
    } else {
        ("bytes-mib", format!("{:.1}", n / (1024.0 * 1024.0)))
    };
    say_with(lang, id, &crate::args! {"n" => mark(shown, lang)})
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
    fn points_agree_with_their_number() {
        let shown = |text: &str, lang| points(text.parse().unwrap(), lang);
        for (text, en, ru) in [
            ("1", "1 point", "1 балл"),
            ("2", "2 points", "2 балла"),
            ("5", "5 points", "5 баллов"),
            ("11", "11 points", "11 баллов"),
            ("21", "21 points", "21 балл"),
            ("1.5", "1.5 points", "1,5 балла"),
            ("0", "0 points", "0 баллов"),
        ] {
            assert_eq!(shown(text, Lang::En), en);
            assert_eq!(shown(text, Lang::Ru), ru);
        }
        assert_eq!(difference(-Points::whole(2), Lang::En), "−2");
        assert_eq!(difference("0.5".parse().unwrap(), Lang::Ru), "+0,5");
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

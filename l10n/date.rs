//! Dates and times left, as people write them in each language.

use super::text::Lang;
use crate::message;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ZonedDateTime};

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

/// `6 октября, 23:59 МСК`; with the year where it is not the year of `now`.
pub fn instant(at: Timestamp, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
    let local = at.to_zoned_datetime(zone.clone());
    format!(
        "{}, {:02}:{:02} {}",
        day(at, zone, now, lang),
        local.hour(),
        local.minute(),
        zone_name(&local, lang)
    )
}

/// The zone's abbreviation, as the language writes it.
pub fn zone_name(local: &ZonedDateTime, lang: Lang) -> String {
    let name = local.strftime("%Z").to_string();
    match (lang, name.as_str()) {
        (Lang::Ru, "MSK") => "МСК".to_owned(),
        _ => name,
    }
}

/// `6 октября`; with the year where it is not the year of `now`.
pub fn day(at: Timestamp, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
    let local = at.to_zoned_datetime(zone.clone());
    let month = match lang {
        Lang::Ru => MONTHS_RU
            .get(usize::try_from(local.month() - 1).unwrap_or(0))
            .copied()
            .unwrap_or_default()
            .to_owned(),
        Lang::En => local.strftime("%B").to_string(),
    };
    let year = if local.year() == now.to_zoned_datetime(zone.clone()).year() {
        String::new()
    } else {
        format!(" {}", local.year())
    };
    format!("{} {month}{year}", local.day())
}

/// A deadline as people say it: the last minute that counts, 23:59 rather than 00:00 of the next day.
pub fn deadline(at: Timestamp, zone: &TimeZone, now: Timestamp, lang: Lang) -> String {
    let local = at.to_zoned_datetime(zone.clone());
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
pub fn time_left(until: Timestamp, now: Timestamp, lang: Lang) -> String {
    let minutes = until.duration_since(now).as_mins().max(0);
    let left = match minutes {
        2880.. => message!("time-days", n = minutes / 1440),
        120.. => message!("time-hours", n = minutes / 60),
        _ => message!("time-minutes", n = minutes),
    };
    left.text(lang)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_at_midnight_is_the_evening_before() {
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let at: Timestamp = "2022-10-06T21:00:00Z".parse().unwrap();
        assert_eq!(deadline(at, &zone, at, Lang::Ru), "6 октября, 23:59 МСК");
        assert_eq!(deadline(at, &zone, at, Lang::En), "6 October, 23:59 MSK");
        let later: Timestamp = "2026-01-01T00:00:00Z".parse().unwrap();
        assert_eq!(
            instant(at, &zone, later, Lang::En),
            "7 October 2022, 00:00 MSK"
        );
    }
}

//! Dates as people write them, and as a config does: `22.09.2026`, `9/22/2026`, `22 сентября 2026 23:59 МСК`.

use jiff::civil::Date;
use l10n::{Message, message};

/// The beginnings of the names of months, in the order of the year.
const MONTHS: [[&str; 3]; 12] = [
    ["jan", "янв", "янв"],
    ["feb", "фев", "фев"],
    ["mar", "мар", "мар"],
    ["apr", "апр", "апр"],
    ["may", "май", "мая"],
    ["jun", "июн", "июн"],
    ["jul", "июл", "июл"],
    ["aug", "авг", "авг"],
    ["sep", "сен", "сен"],
    ["oct", "окт", "окт"],
    ["nov", "ноя", "ноя"],
    ["dec", "дек", "дек"],
];

/// A date that a config writes otherwise.
pub(super) struct Meant {
    /// What is wrong with it.
    pub reason: Message,
    /// As TOML writes it.
    pub date: String,
}

/// The date that this may be, unless there is no such day.
pub(super) fn meant(written: &str) -> Option<Meant> {
    let (mut day, rest) = day(written)?;
    let is_usual = written.starts_with(&day.to_string());
    let (mut time, zone) = time(rest)?;
    let is_end = time == END;
    if is_end {
        (day, time) = (day.tomorrow().ok()?, "T00:00:00".to_owned());
    }
    let reason = match zone {
        Zone::Named => message!("course-toml-date-zone"),
        _ if is_end => message!("course-toml-date-end"),
        Zone::Offset(_) if is_usual => message!("course-toml-date-offset"),
        _ => message!("course-toml-other-date"),
    };
    let offset = match zone {
        Zone::Offset(offset) if !time.is_empty() => offset,
        _ => String::new(),
    };
    Some(Meant {
        reason,
        date: format!("{day}{time}{offset}"),
    })
}

/// A date such as `22.09.2026`, `22/09/2026 23:59` or `2026-09-22 9:00`, as TOML writes it.
pub(crate) fn date(written: &str) -> Option<String> {
    meant(written).map(|meant| meant.date)
}

/// The day that a text begins with, and what comes behind it.
fn day(written: &str) -> Option<(Date, &str)> {
    let (first, rest) = written.split_once([' ', 'T', 't']).unwrap_or((written, ""));
    let parts: Vec<&str> = first.split(['.', '/', '-']).collect();
    if let [first, second, third] = parts.as_slice() {
        let (year, month, day) = if first.len() == 4 {
            (first, second, third)
        } else {
            (third, second, first)
        };
        let number = |text: &str| text.parse::<i8>().ok();
        let year = year.parse::<i16>().ok().filter(|_| year.len() == 4)?;
        let (month, day) = (number(month)?, number(day)?);
        // Where the month comes before the day it cannot be one.
        let date = Date::new(year, month, day).or_else(|error| match month {
            13.. if first.len() < 4 => Date::new(year, day, month),
            _ => Err(error),
        });
        return Some((date.ok()?, rest));
    }
    let mut words = written
        .splitn(4, [' ', ','])
        .filter(|word| !word.is_empty());
    let (one, two, year) = (words.next()?, words.next()?, words.next()?);
    let year = year.trim_end_matches(['г', '.']);
    let rest = words.next().unwrap_or_default();
    let rest = rest.strip_prefix("г.").unwrap_or(rest);
    let (number, month) = match month(two) {
        Some(month) => (one, month),
        None => (two, month(one)?),
    };
    let number = number.trim_end_matches(|c: char| !c.is_ascii_digit());
    let date = Date::new(year.parse().ok()?, month, number.parse().ok()?);
    Some((date.ok()?, rest))
}

/// The number of a month by its name.
fn month(name: &str) -> Option<i8> {
    let name = name.to_lowercase();
    let is = |of: &[&str; 3]| of.iter().any(|begin| name.starts_with(begin));
    let at = MONTHS.iter().position(is)?;
    i8::try_from(at + 1).ok()
}

/// What a time says of its zone.
enum Zone {
    /// Nothing.
    Unsaid,
    /// So many hours and minutes, as TOML writes them.
    Offset(String),
    /// A name, which TOML has not.
    Named,
}

/// The end of a day, which TOML writes as the beginning of the next one.
const END: &str = "T24:00:00";

/// A time as TOML writes it, or [`END`]; empty where there is none. And its zone.
fn time(rest: &str) -> Option<(String, Zone)> {
    let rest = rest.trim();
    let clock = rest
        .find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.')))
        .unwrap_or(rest.len());
    let (clock, zone) = rest.split_at(clock);
    let zone = zone.trim();
    let zone = match zone.bytes().next() {
        None => Zone::Unsaid,
        Some(b'+' | b'-') => Zone::Offset(offset(zone)?),
        Some(b'Z' | b'z') if zone.len() == 1 => Zone::Offset("Z".to_owned()),
        Some(_) => Zone::Named,
    };
    if clock.is_empty() {
        return Some((String::new(), zone));
    }
    let mut parts = clock.split([':', '.']).map(str::parse::<u8>);
    let (hour, minute) = (parts.next()?.ok()?, parts.next()?.ok()?);
    let second = parts.next().unwrap_or(Ok(0)).ok()?;
    let is_time = hour < 24 && minute < 60 && second < 60 || (hour, minute, second) == (24, 0, 0);
    let is_time = is_time && parts.next().is_none();
    is_time.then(|| (format!("T{hour:02}:{minute:02}:{second:02}"), zone))
}

/// `+3`, `+03`, `+0300` and `+03:00`.
fn offset(written: &str) -> Option<String> {
    let (sign, digits) = written.split_at(1);
    let digits = digits.replace(':', "");
    if digits.is_empty() || digits.len() > 4 || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    let hours = match digits.len() {
        whole @ ..=2 => whole,
        more => more - 2,
    };
    let (hours, minutes) = digits.split_at(hours);
    let minutes = if minutes.is_empty() { "0" } else { minutes };
    let (hours, minutes) = (hours.parse::<u8>().ok()?, minutes.parse::<u8>().ok()?);
    (hours < 24 && minutes < 60).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_is_understood_as_it_is_written_elsewhere() {
        for (written, said, id) in [
            ("22.09.2026", "2026-09-22", "course-toml-other-date"),
            ("2026-9-2", "2026-09-02", "course-toml-other-date"),
            ("09/22/2026", "2026-09-22", "course-toml-other-date"),
            ("22 sept 2026", "2026-09-22", "course-toml-other-date"),
            ("Sept. 22, 2026", "2026-09-22", "course-toml-other-date"),
            ("22 сентября 2026", "2026-09-22", "course-toml-other-date"),
            (
                "22 сентября 2026 г.",
                "2026-09-22",
                "course-toml-other-date",
            ),
            ("1 мая 2026", "2026-05-01", "course-toml-other-date"),
            (
                "22.09.2026 9:05",
                "2026-09-22T09:05:00",
                "course-toml-other-date",
            ),
            (
                "2026-09-22T24:00:00",
                "2026-09-23T00:00:00",
                "course-toml-date-end",
            ),
            (
                "2026-09-23T24:00:00+05:00",
                "2026-09-24T00:00:00+05:00",
                "course-toml-date-end",
            ),
            (
                "31.12.2026 24:00",
                "2027-01-01T00:00:00",
                "course-toml-date-end",
            ),
            (
                "2026-09-22 24:00 MSK",
                "2026-09-23T00:00:00",
                "course-toml-date-zone",
            ),
            (
                "2026-09-22 23:59 MSK",
                "2026-09-22T23:59:00",
                "course-toml-date-zone",
            ),
            (
                "2026-09-22 23:59:00 Europe/Moscow",
                "2026-09-22T23:59:00",
                "course-toml-date-zone",
            ),
            ("22.09.2026 МСК", "2026-09-22", "course-toml-date-zone"),
            (
                "2026-09-22T23:59:00+0300",
                "2026-09-22T23:59:00+03:00",
                "course-toml-date-offset",
            ),
            (
                "2026-09-22T23:59:00 +03:00",
                "2026-09-22T23:59:00+03:00",
                "course-toml-date-offset",
            ),
            (
                "2026-09-22T23:59:00+3",
                "2026-09-22T23:59:00+03:00",
                "course-toml-date-offset",
            ),
            (
                "2026-09-22T23:59:00 -930",
                "2026-09-22T23:59:00-09:30",
                "course-toml-date-offset",
            ),
        ] {
            let found = meant(written).expect(written);
            assert_eq!(
                (found.date.as_str(), found.reason.id()),
                (said, id),
                "{written}"
            );
            assert!(
                toml::from_str::<toml::Table>(&format!("a = {said}")).is_ok(),
                "{said}"
            );
        }
    }

    #[test]
    fn there_is_no_such_day_or_time() {
        for written in [
            "31.09.2026",
            "2026-09-31",
            "2026-13-01",
            "30.02.2026",
            "22.09.26",
            "22 septober",
            "22.09",
            "2026-09-22T25:00:00",
            "2026-09-22T24:00:01",
            "2026-09-22T24:01:00",
            "9999-12-31T24:00:00",
            "2026-09-22T23:59:00+99:99",
            "2026-09-22T23:59:00+",
            "",
            "a b c",
            "2,5",
            "9999999999.1.2026",
            "1 may 99999",
        ] {
            assert!(meant(written).is_none(), "{written}");
        }
    }
}

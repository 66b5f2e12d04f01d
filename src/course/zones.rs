//! Time zones: by their IANA names, and by the names that people have for them.

use crate::config::Code;
use crate::config::Value;
use crate::config::problem;
use jiff::tz::{TimeZone, TimeZoneDatabase};
use l10n::nearest;
use std::sync::LazyLock;

/// The zones of the binary itself: the same on every machine.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// What people call zones, in small letters. The database has names such as `EST` and `CET` itself.
const NAMES: &[(&str, &str)] = &[
    ("msk", "Europe/Moscow"),
    ("msd", "Europe/Moscow"),
    ("мск", "Europe/Moscow"),
    ("москва", "Europe/Moscow"),
    ("moscow time", "Europe/Moscow"),
    ("russian standard time", "Europe/Moscow"),
    ("russia", "Europe/Moscow"),
    ("санкт-петербург", "Europe/Moscow"),
    ("saint petersburg", "Europe/Moscow"),
    ("казань", "Europe/Moscow"),
    ("нижний новгород", "Europe/Moscow"),
    ("калининград", "Europe/Kaliningrad"),
    ("samt", "Europe/Samara"),
    ("самара", "Europe/Samara"),
    ("yekt", "Asia/Yekaterinburg"),
    ("екатеринбург", "Asia/Yekaterinburg"),
    ("ekaterinburg", "Asia/Yekaterinburg"),
    ("omst", "Asia/Omsk"),
    ("омск", "Asia/Omsk"),
    ("novt", "Asia/Novosibirsk"),
    ("новосибирск", "Asia/Novosibirsk"),
    ("krat", "Asia/Krasnoyarsk"),
    ("красноярск", "Asia/Krasnoyarsk"),
    ("irkt", "Asia/Irkutsk"),
    ("иркутск", "Asia/Irkutsk"),
    ("yakt", "Asia/Yakutsk"),
    ("vlat", "Asia/Vladivostok"),
    ("владивосток", "Asia/Vladivostok"),
    ("минск", "Europe/Minsk"),
    ("киев", "Europe/Kyiv"),
    ("алматы", "Asia/Almaty"),
    ("ереван", "Asia/Yerevan"),
    ("тбилиси", "Asia/Tbilisi"),
    ("cest", "Europe/Berlin"),
    ("bst", "Europe/London"),
    ("eest", "Europe/Helsinki"),
    ("west", "Europe/Lisbon"),
    ("trt", "Europe/Istanbul"),
    ("ist", "Asia/Kolkata"),
    ("jst", "Asia/Tokyo"),
    ("kst", "Asia/Seoul"),
    ("sgt", "Asia/Singapore"),
    ("gst", "Asia/Dubai"),
    ("aest", "Australia/Sydney"),
    ("edt", "America/New_York"),
    ("cst", "America/Chicago"),
    ("cdt", "America/Chicago"),
    ("mdt", "America/Denver"),
    ("pst", "America/Los_Angeles"),
    ("pdt", "America/Los_Angeles"),
    ("z", "UTC"),
];

/// A time zone by its name; what is no IANA name is an error that says the one that is meant.
pub(super) fn zone(value: &Value<'_>) -> Option<TimeZone> {
    let name = value.text()?;
    let found = ZONES.get(name).ok();
    if found.is_none() {
        let near = zone_meant(name).or_else(|| {
            let all: Vec<String> = ZONES.available().map(|n| n.to_string()).collect();
            nearest(name, all.iter().map(String::as_str)).map(str::to_owned)
        });
        let unknown = problem(Code::UnknownTimeZone, value.span.clone()).with("zone", name);
        value.sink.error(unknown.near(near.as_deref()));
    }
    found
}

/// What a zone is called.
pub fn zone_name(zone: &TimeZone) -> &str {
    zone.iana_name().unwrap_or("UTC")
}

/// The IANA name of the zone that somebody means: the name itself, an abbreviation such as `MSK`, a city, or an offset such as `UTC+3`.
pub fn zone_meant(text: &str) -> Option<String> {
    let text = text.trim();
    if ZONES.get(text).is_ok() {
        return Some(text.to_owned());
    }
    let small = text.to_lowercase();
    if let Some((_, name)) = NAMES.iter().find(|(known, _)| *known == small) {
        return Some((*name).to_owned());
    }
    if let Some(name) = of_offset(&small) {
        return Some(name);
    }
    let city = small.replace(' ', "_");
    let names = ZONES.available().map(|n| n.to_string());
    let is_city = |name: &String| {
        let last = name.rsplit('/').next().unwrap_or_default();
        last.eq_ignore_ascii_case(&city)
    };
    names.into_iter().find(is_city)
}

/// The zone of an offset in whole hours. IANA names count them the other way round: `Etc/GMT-3` is three hours before Greenwich's.
fn of_offset(text: &str) -> Option<String> {
    let rest = text
        .strip_prefix("utc")
        .or_else(|| text.strip_prefix("gmt"));
    let rest = rest.unwrap_or(text).trim().replace('−', "-");
    let hours = rest.strip_suffix(":00").unwrap_or(&rest);
    let signed = hours.starts_with(['+', '-']);
    let hours: i8 = hours.parse().ok().filter(|_| signed)?;
    let name = match hours {
        0 => "UTC".to_owned(),
        1.. => format!("Etc/GMT-{hours}"),
        _ => format!("Etc/GMT+{}", hours.unsigned_abs()),
    };
    ZONES.get(&name).is_ok().then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_to_a_zone_that_there_is() {
        for (name, zone) in NAMES {
            assert!(ZONES.get(zone).is_ok(), "{zone}");
            assert!(ZONES.get(name).is_err(), "{name} is a zone itself");
            assert_eq!(*name, name.to_lowercase());
        }
    }

    #[test]
    fn people_have_many_names_for_a_zone() {
        for (text, zone) in [
            ("Europe/Moscow", "Europe/Moscow"),
            ("MSK", "Europe/Moscow"),
            ("МСК", "Europe/Moscow"),
            ("Moscow", "Europe/Moscow"),
            ("New York", "America/New_York"),
            ("Russian Standard Time", "Europe/Moscow"),
            ("UTC+3", "Etc/GMT-3"),
            ("GMT-05:00", "Etc/GMT+5"),
            ("+03:00", "Etc/GMT-3"),
            ("utc+0", "UTC"),
        ] {
            assert_eq!(zone_meant(text).as_deref(), Some(zone), "{text}");
        }
        for nonsense in ["", "UTC+99", "3", "UTC+3:30", "Nowhere"] {
            assert_eq!(zone_meant(nonsense), None, "{nonsense}");
        }
    }
}

//! What a teacher types by hand: points, reasons and deadlines.

use crate::course::day_end;
use crate::service::error::ServiceError;
use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use judge::points::Points;
use l10n::message;

/// The longest reason, in characters.
const LONGEST_REASON: usize = 500;

/// Points as people type them: a decimal comma is understood, nothing is nothing.
///
/// # Errors
/// When it is no number of points.
pub fn read_points(text: &str) -> Result<Option<Points>, ServiceError> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let points = Points::typed(text).map_err(|_| ServiceError::Form(message!("form-points")))?;
    Ok(Some(points))
}

/// A reason in one line; `needed` where something is given and not taken away.
///
/// # Errors
/// When it is missing or too long.
pub fn read_reason(text: &str, needed: bool) -> Result<String, ServiceError> {
    let words: Vec<_> = text
        .split(|c: char| c.is_whitespace() || c.is_control())
        .filter(|word| !word.is_empty())
        .collect();
    let reason = words.join(" ");
    if needed && reason.is_empty() {
        return Err(ServiceError::Form(message!("hand-reason")));
    }
    if reason.chars().count() > LONGEST_REASON {
        return Err(ServiceError::Invalid(message!(
            "hand-reason-long",
            most = LONGEST_REASON
        )));
    }
    Ok(reason)
}

/// An instant (RFC 3339), a local date and time, or a date that is meant to its end, as 23:59 is.
///
/// # Errors
/// When it is none of them.
pub(super) fn read_deadline(
    text: &str,
    zone: &TimeZone,
) -> Result<Option<Timestamp>, ServiceError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let wrong = || ServiceError::Form(message!("hand-deadline"));
    if let Ok(date) = text.parse::<Date>()
        && text.len() == "2022-10-06".len()
    {
        let next = date.tomorrow().map_err(|_| wrong())?;
        let local = next.to_datetime(Time::midnight());
        let end = zone.to_timestamp(local).map_err(|_| wrong())?;
        return Ok(Some(end));
    }
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok(Some(day_end(instant, zone)));
    }
    // The parser of a local time would take a date with an offset and forget the offset.
    let local: DateTime = text.parse().map_err(|_| wrong())?;
    let found = zone.to_ambiguous_timestamp(local);
    // An hour that the clocks skip or show twice: the later reading is the kinder one.
    let instant = found.later().map_err(|_| wrong())?;
    Ok(Some(day_end(instant, zone)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_a_day_a_local_time_or_an_instant() {
        let zone = TimeZone::get("Europe/Moscow").unwrap();
        let read = |text: &str| read_deadline(text, &zone).map(|d| d.map(|at| at.to_string()));
        let instant = |text: &str| Some(text.to_owned());
        assert_eq!(
            read("2022-10-06").unwrap(),
            instant("2022-10-06T21:00:00Z"),
            "to the end of the day"
        );
        assert_eq!(
            read("2022-10-06T23:59").unwrap(),
            instant("2022-10-06T21:00:00Z"),
            "as it is shown"
        );
        assert_eq!(
            read("2022-10-06T20:59:59Z").unwrap(),
            instant("2022-10-06T21:00:00Z")
        );
        assert_eq!(
            read("2022-10-06T23:58").unwrap(),
            instant("2022-10-06T20:58:00Z")
        );
        assert_eq!(
            read("2022-10-06T12:00:00+01:00").unwrap(),
            instant("2022-10-06T11:00:00Z")
        );
        assert_eq!(read(" ").unwrap(), None);
        for bad in [
            "tomorrow",
            "2022-13-01",
            "2022-10-06T25:00",
            "6.10.2022",
            "9999-12-31",
        ] {
            assert!(read(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_reason_is_one_line_and_asked_for_where_something_is_given() {
        assert_eq!(
            read_reason(" ill\n\u{7}\tin May ", true).unwrap(),
            "ill in May"
        );
        assert!(read_reason("  ", true).is_err());
        assert_eq!(read_reason("", false).unwrap(), "");
        assert!(read_reason(&"я".repeat(501), true).is_err());
    }

    #[test]
    fn points_with_a_comma_are_understood() {
        assert_eq!(read_points("12,5").unwrap(), "12.5".parse().ok());
        assert_eq!(read_points("").unwrap(), None);
        assert!(read_points("many").is_err());
    }
}

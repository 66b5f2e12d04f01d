//! Dates of a course file: written for people in the course's zone, kept as instants.

use crate::config::Code;
use crate::config::Value;
use crate::config::date_meant;
use crate::config::{Problem, problem};
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use jiff::{Timestamp, ToSpan};
use l10n::message;
use toml::value::{Datetime, Offset as TomlOffset};

/// Which end of a day is meant by a date without a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Edge {
    /// Its first instant.
    Start,
    /// The first instant of the next day, so that all of the day is in time.
    End,
}

/// An instant.
pub(super) fn moment(value: &Value<'_>, zone: &TimeZone, edge: Edge) -> Option<Timestamp> {
    let Some(written) = value.node.as_datetime() else {
        let meant = value.node.as_str().and_then(|text| date_meant(text.trim()));
        value.wrong_type_meant(message!("course-type-datetime"), meant.as_deref());
        return None;
    };
    let fault = |fault: Fault| value.sink.error(fault.problem(value));
    let at = resolve(written, zone, edge).map_err(fault).ok()?;
    Some(match edge {
        Edge::Start => at,
        Edge::End => day_end(at, zone),
    })
}

/// An end as people mean it: 23:59 is the end of the day, as which it is shown, so that half a minute later is still in time.
pub fn day_end(end: Timestamp, zone: &TimeZone) -> Timestamp {
    let local = zone.to_datetime(end);
    if (local.hour(), local.minute()) == (23, 59) {
        edge_of(local.date(), zone, Edge::End).unwrap_or(end)
    } else {
        end
    }
}

/// Why a date is no instant.
enum Fault {
    Invalid,
    Skipped { instead: DateTime },
    Twice { first: String, second: String },
}

impl Fault {
    fn problem(self, value: &Value<'_>) -> Problem {
        let at = |code| problem(code, value.span.clone());
        match self {
            Self::Invalid => at(Code::BadDate),
            Self::Skipped { instead } => at(Code::TimeSkipped).with("instead", instead.to_string()),
            Self::Twice { first, second } => at(Code::TimeTwice)
                .with("first", first)
                .with("second", second),
        }
    }
}

fn resolve(written: &Datetime, zone: &TimeZone, edge: Edge) -> Result<Timestamp, Fault> {
    let date = written.date.and_then(civil_date).ok_or(Fault::Invalid)?;
    let Some(time) = written.time else {
        return edge_of(date, zone, edge).ok_or(Fault::Invalid);
    };
    let time = civil_time(time).ok_or(Fault::Invalid)?;
    let local = DateTime::from_parts(date, time);
    let offset = match written.offset {
        None => return resolve_local(local, zone),
        Some(TomlOffset::Z) => Offset::UTC,
        Some(TomlOffset::Custom { minutes }) => {
            Offset::from_seconds(i32::from(minutes) * 60).map_err(|_| Fault::Invalid)?
        }
    };
    offset.to_timestamp(local).map_err(|_| Fault::Invalid)
}

fn civil_date(date: toml::value::Date) -> Option<Date> {
    let (month, day) = (i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?);
    Date::new(i16::try_from(date.year).ok()?, month, day).ok()
}

fn civil_time(time: toml::value::Time) -> Option<Time> {
    let (hour, minute) = (
        i8::try_from(time.hour).ok()?,
        i8::try_from(time.minute).ok()?,
    );
    let second = i8::try_from(time.second.unwrap_or(0)).ok()?;
    let nanosecond = i32::try_from(time.nanosecond.unwrap_or(0)).ok()?;
    Time::new(hour, minute, second, nanosecond).ok()
}

/// The instant of one end of a day. Where the clocks skip midnight, the day begins when they go on.
fn edge_of(date: Date, zone: &TimeZone, edge: Edge) -> Option<Timestamp> {
    let day = match edge {
        Edge::Start => date,
        Edge::End => date.tomorrow().ok()?,
    };
    zone.to_timestamp(day.to_datetime(Time::midnight())).ok()
}

fn resolve_local(local: DateTime, zone: &TimeZone) -> Result<Timestamp, Fault> {
    let found = zone.to_ambiguous_timestamp(local);
    match found.offset() {
        AmbiguousOffset::Unambiguous { .. } => found.unambiguous().map_err(|_| Fault::Invalid),
        AmbiguousOffset::Gap { .. } => {
            let after = found.later().map_err(|_| Fault::Invalid)?;
            let instead = zone.to_datetime(after);
            Err(Fault::Skipped { instead })
        }
        AmbiguousOffset::Fold { before, after } => Err(Fault::Twice {
            first: with_offset(local, before),
            second: with_offset(local, after),
        }),
    }
}

fn with_offset(local: DateTime, offset: Offset) -> String {
    let minutes = offset.seconds() / 60;
    let sign = if minutes < 0 { '-' } else { '+' };
    let (hours, minutes) = (minutes.abs() / 60, minutes.abs() % 60);
    format!("{local}{sign}{hours:02}:{minutes:02}")
}

/// An instant as a course file says it: the shortest way that is read back as the same instant.
pub(super) fn written(at: Timestamp, zone: &TimeZone, edge: Edge) -> String {
    let local = zone.to_datetime(at);
    let date = match edge {
        Edge::Start => Some(local.date()),
        Edge::End => local.date().yesterday().ok(),
    };
    if let Some(date) = date.filter(|d| edge_of(*d, zone, edge) == Some(at)) {
        return date.to_string();
    }
    match resolve_local(local, zone) {
        Ok(found) if found == at => local.to_string(),
        _ => at.to_string(),
    }
}

/// The end of the day that is so many days from the day of `now`.
pub(super) fn end_of_day(now: Timestamp, zone: &TimeZone, days: i32) -> Option<Timestamp> {
    let day = zone.to_datetime(now).date().checked_add(days.days()).ok()?;
    edge_of(day, zone, Edge::End)
}

/// The beginning of the day that is so many days from the day of `now`.
pub(super) fn start_of_day(now: Timestamp, zone: &TimeZone, days: i32) -> Option<Timestamp> {
    let day = zone.to_datetime(now).date().checked_add(days.days()).ok()?;
    edge_of(day, zone, Edge::Start)
}

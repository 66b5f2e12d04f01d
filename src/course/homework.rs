//! `[[homework]]`: one homework of the course.

use super::code::Code;
use super::dates::{Edge, moment};
use super::diagnostics::Severity;
use super::grading::Lists;
use super::model::{Homework, Late, Reveal, Words};
use super::nearest::nearest;
use super::policy::{Policy, STORAGE};
use super::reader::{Section, Span, Value};
use super::sink::{Arg, Sink, problem};
use assignments::catalogue::Homework as Listed;
use assignments::text::Lang;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// What all homeworks of a file share.
pub(super) struct Shared<'c> {
    pub(super) catalogue: &'c [Listed],
    pub(super) zone: TimeZone,
    pub(super) defaults: Policy,
}

/// Reads one homework; nothing where its name is wrong.
pub(super) fn read(mut section: Section<'_>, shared: &Shared<'_>) -> Option<(Homework, Span)> {
    let sink = section.sink;
    let id = section.required("id");
    let listed = id.as_ref().and_then(|id| find(id, shared.catalogue));
    let title = section.optional("title").and_then(|v| v.words());
    let late_place = section.entries().find(|v| v.key == "late").map(|v| v.span);
    let has_deadline = section.has("deadline");
    let policy = Policy::read(&mut section).or(shared.defaults);
    let lists = Lists::read(&mut section, listed, shared.catalogue);
    let mut date = |key, edge| {
        let value = section.optional(key)?;
        let at = moment(&value, &shared.zone, edge)?;
        Some((at, value.span))
    };
    let dates = Dates {
        opens: date("opens", Edge::Start),
        deadline: date("deadline", Edge::End),
        closes: date("closes", Edge::End),
    };
    section.finish();
    let late = policy.late.unwrap_or_default();
    let reveal = policy.reveal.unwrap_or_default();
    // What could not be read is no reason to warn of anything that follows from it.
    let known_late = policy.late.or((sink.errors() == 0).then_some(late));
    dates.check(known_late, reveal, sink);
    if let (false, Some(place)) = (has_deadline, late_place) {
        sink.warning(problem(Code::LateWithoutDeadline, place));
    }
    let (listed, place) = (listed?, id?.span);
    let default = default_lists(listed, shared.catalogue, &place, sink);
    let partial = policy.partial.unwrap_or(true);
    let graded = lists.over(default, listed, place.clone(), partial, sink);
    let homework = Homework {
        name: listed.name.to_owned(),
        title: title.unwrap_or_else(|| title_of(listed)),
        time_zone: shared.zone.clone(),
        max_points: graded.max,
        opens: dates.opens.map(|d| d.0),
        deadline: dates.deadline.map(|d| d.0),
        closes: dates.closes.map(|d| d.0),
        late,
        attempts: policy.attempts.unwrap_or_default().limit(),
        reveal,
        hints_from_attempt: policy.hints_from_attempt.unwrap_or(1),
        storage_mib: policy.storage_mib.unwrap_or(STORAGE),
        tasks: graded.tasks,
        manual: graded.manual,
    };
    Some((homework, place))
}

/// The homework of the catalogue that a value names.
pub(super) fn find<'c>(id: &Value<'_>, catalogue: &'c [Listed]) -> Option<&'c Listed> {
    let name = id.text()?;
    let found = catalogue.iter().find(|h| h.name == name);
    if found.is_none() {
        let names = catalogue.iter().map(|h| h.name);
        let known = names.clone().collect::<Vec<_>>().join(", ");
        let unknown = problem(Code::UnknownHomework, id.span.clone()).with("homework", name);
        id.sink
            .error(unknown.with("known", known).near(nearest(name, names)));
    }
    found
}

/// The title of the statement.
fn title_of(listed: &Listed) -> Words {
    let title = |lang| match listed.statement(lang).title {
        "" => listed.name.to_owned(),
        title => title.to_owned(),
    };
    Words {
        en: title(Lang::En),
        ru: title(Lang::Ru),
    }
}

/// The lists of the homework's own `grading.toml`, which may be empty.
fn default_lists(listed: &Listed, catalogue: &[Listed], place: &Span, sink: &Sink) -> Lists {
    let own = Sink::new(listed.grading);
    let lists = super::file::lists(&own, listed, catalogue).unwrap_or_default();
    let found = own.finish();
    if let Some(first) = found.list().iter().find(|d| d.severity == Severity::Error) {
        let broken = problem(Code::BadDefault, place.clone()).with("homework", listed.name);
        let reason = Arg::Words(first.message.clone());
        sink.error(broken.with("line", first.line).with("reason", reason));
    }
    lists
}

struct Dates {
    opens: Option<(Timestamp, Span)>,
    deadline: Option<(Timestamp, Span)>,
    closes: Option<(Timestamp, Span)>,
}

impl Dates {
    fn check(&self, late: Option<Late>, reveal: Reveal, sink: &Sink) {
        if let (Some((opens, place)), Some((end, _))) =
            (&self.opens, self.deadline.as_ref().or(self.closes.as_ref()))
            && opens >= end
        {
            sink.error(problem(Code::OpensTooLate, place.clone()));
        }
        if let (Some((deadline, _)), Some((closes, place))) = (&self.deadline, &self.closes) {
            if deadline > closes {
                sink.error(problem(Code::ClosesTooEarly, place.clone()));
            } else if late == Some(Late::Refused) && deadline < closes {
                sink.warning(problem(Code::ClosesInVain, place.clone()));
            }
        }
        if let (Some((_, place)), None) = (&self.deadline, &self.closes)
            && reveal == Reveal::AfterClose
            && late.is_some_and(|l| l != Late::Refused)
        {
            sink.warning(problem(Code::NeverCloses, place.clone()));
        }
    }
}

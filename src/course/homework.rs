//! `[[homework]]`: one homework of the course.

use super::keys::{self, Also, HomeworkDraft, Shared};
use super::lists::Lists;
use super::model::{Homework, Late, Reveal};
use super::policy::Policy;
use crate::config::Code;
use crate::config::Severity;
use crate::config::Unique;
use crate::config::{Section, Span, Value};
use crate::config::{Sink, problem};
use assignments::catalogue::Homework as Listed;
use jiff::tz::TimeZone;
use l10n::Localized;
use l10n::text::Lang;

/// Reads all homeworks; those whose name is wrong are reported and left out.
pub(super) fn all(sections: Vec<Section<'_>>, shared: &Shared) -> Vec<Homework> {
    let mut names = Unique::default();
    let mut result = Vec::new();
    for section in sections {
        let sink = section.sink;
        if let Some((homework, place)) = read(section, shared)
            && names.insert(homework.name(), place, sink)
        {
            result.push(homework);
        }
    }
    result
}

/// `[defaults]`: the rules of every homework that says nothing of them.
pub(super) fn defaults(value: &Value<'_>, catalogue: &'static [Listed]) -> Option<Policy> {
    let shared = Shared {
        catalogue,
        zone: TimeZone::UTC,
        defaults: Policy::default(),
    };
    let mut draft = HomeworkDraft::default();
    let section = value.section()?;
    keys::read_some::<Homework>(section, &mut draft, &shared, |key| {
        key.also == Also::Defaults
    });
    Some(draft.policy)
}

/// Reads one homework; nothing where its name is wrong.
fn read(section: Section<'_>, shared: &Shared) -> Option<(Homework, Span)> {
    let sink = section.sink;
    let draft = keys::read::<Homework>(section, shared);
    let policy = draft.policy.or(shared.defaults);
    let late = policy.late.unwrap_or_default();
    let reveal = policy.reveal.unwrap_or_default();
    // What could not be read is no reason to warn of anything that follows from it.
    let known_late = policy.late.or((sink.errors() == 0).then_some(late));
    check_dates(&draft, known_late, reveal, sink);
    if let (false, Some(place)) = (draft.names_deadline, draft.late_place) {
        sink.warning(problem(Code::LateWithoutDeadline, place));
    }
    let (listed, place) = (draft.listed?, draft.id?.span);
    let default = default_lists(listed, shared.catalogue, &place, sink);
    let partial = policy.partial.unwrap_or(true);
    let lists = draft.lists;
    let graded = lists.over(default, listed, place.clone(), partial, sink);
    let homework = Homework {
        title: draft.title.unwrap_or_else(|| title_of(listed)),
        max_points: graded.max,
        opens: draft.opens.map(|d| d.0),
        deadline: draft.deadline.map(|d| d.0),
        closes: draft.closes.map(|d| d.0),
        tasks: graded.tasks,
        manual: graded.manual,
        ..Homework::bare(listed, shared.zone.clone())
    };
    Some((policy.of(homework), place))
}

/// The title of the statement.
fn title_of(listed: &Listed) -> Localized {
    let title = |lang| match listed.statement(lang).title {
        "" => listed.name.to_owned(),
        title => title.to_owned(),
    };
    Localized {
        en: title(Lang::En),
        ru: title(Lang::Ru),
    }
}

/// The lists of the homework's own `grading.toml`, which may be empty.
fn default_lists(
    listed: &'static Listed,
    catalogue: &'static [Listed],
    place: &Span,
    sink: &Sink,
) -> Lists {
    let own = Sink::new(listed.grading);
    let lists = super::grading::own_lists(&own, listed, catalogue).unwrap_or_default();
    let found = own.finish();
    if let Some(first) = found.list().iter().find(|d| d.severity == Severity::Error) {
        let broken = problem(Code::BadDefault, place.clone()).with("homework", listed.name);
        let reason = first.message.clone();
        sink.error(broken.with("line", first.line).with("reason", reason));
    }
    lists
}

/// Whether the dates of a homework fit together.
fn check_dates(draft: &HomeworkDraft<'_>, late: Option<Late>, reveal: Reveal, sink: &Sink) {
    if let (Some((opens, place)), Some((end, _))) = (
        &draft.opens,
        draft.deadline.as_ref().or(draft.closes.as_ref()),
    ) && opens >= end
    {
        sink.error(problem(Code::OpensTooLate, place.clone()));
    }
    if let (Some((deadline, _)), Some((closes, place))) = (&draft.deadline, &draft.closes) {
        if deadline > closes {
            sink.error(problem(Code::ClosesTooEarly, place.clone()));
        } else if late == Some(Late::Refused) && deadline < closes {
            sink.warning(problem(Code::ClosesInVain, place.clone()));
        }
    }
    if let (Some((_, place)), None) = (&draft.deadline, &draft.closes)
        && reveal == Reveal::AfterClose
        && late.is_some_and(|l| l != Late::Refused)
    {
        sink.warning(problem(Code::NeverCloses, place.clone()));
    }
}

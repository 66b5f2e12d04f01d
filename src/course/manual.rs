//! `[[homework.manual]]`: items graded by a person, with their rubrics.

use super::answer_kind::AnswerKind;
use super::keys;
use super::model::{Criterion, Manual};
use crate::config::Code;
use crate::config::Unique;
use crate::config::{Section, Span, Value};
use crate::config::{Sink, problem};
use judge::points::Points;

/// Reads one item; nothing where something of it is missing.
pub(super) fn read(section: Section<'_>) -> Option<Manual> {
    let sink = section.sink;
    let draft = keys::read::<Manual>(section, &());
    if let (Some(points), Some(value)) = (draft.points, draft.points_value)
        && draft.rubric.len() == draft.listed
        && draft.listed > 0
    {
        sums_up(&draft.rubric, points, value.span, sink);
    }
    let bonus = if draft.names_bonus {
        draft.bonus
    } else {
        Some(false)
    };
    Some(Manual {
        name: draft.name?.to_owned(),
        title: draft.title?,
        statement: draft.statement?,
        points: draft.points?,
        bonus: bonus?,
        accept: draft.accept.unwrap_or_else(|| AnswerKind::USUAL.to_vec()),
        rubric: draft.rubric,
    })
}

/// Reads the kinds of answers that are taken.
pub(super) fn accepted(value: &Value<'_>) -> Vec<AnswerKind> {
    let names = AnswerKind::ALL.map(|kind| (kind.name(), kind));
    let listed: Vec<_> = value.elements().iter().map(|v| v.choice(&names)).collect();
    if value.node.is_array() && listed.is_empty() {
        value
            .sink
            .error(problem(Code::AcceptNothing, value.span.clone()));
    }
    // In one order, and each once, however they are written.
    let is_listed = |kind: &AnswerKind| listed.contains(&Some(*kind));
    AnswerKind::ALL.into_iter().filter(is_listed).collect()
}

/// Reads the criteria of an item; those in which something is missing are left out.
pub(super) fn criteria(sections: Vec<Section<'_>>) -> Vec<Criterion> {
    let mut names = Unique::default();
    let read = |section| criterion(section, &mut names);
    sections.into_iter().filter_map(read).collect()
}

fn sums_up(rubric: &[Criterion], points: Points, span: Span, sink: &Sink) {
    let sum: Points = rubric.iter().map(|c| c.points).sum();
    if sum != points {
        sink.error(
            problem(Code::RubricSum, span)
                .with("sum", sum)
                .with("points", points),
        );
    }
}

fn criterion(section: Section<'_>, names: &mut Unique) -> Option<Criterion> {
    let sink = section.sink;
    let draft = keys::read::<Criterion>(section, &());
    let name = draft.id.as_ref().and_then(Value::name);
    if let (Some(name), Some(id)) = (name, draft.id) {
        names.insert(name, id.span, sink);
    }
    Some(Criterion {
        name: name?.to_owned(),
        text: draft.text?,
        points: draft.points?,
    })
}

//! `[[homework.manual]]`: items graded by a person, with their rubrics.

use super::code::Code;
use super::model::{Criterion, Manual};
use super::reader::{Section, Span, Value};
use super::sink::{Sink, problem};
use crate::points::Points;
use std::collections::BTreeSet;

/// Reads one item; nothing where something of it is missing.
pub(super) fn read(mut section: Section<'_>) -> Option<Manual> {
    let sink = section.sink;
    let name = section.required("id").and_then(|v| v.name());
    let title = section.required("title").and_then(|v| v.words());
    let statement = section.required("statement").and_then(|v| v.words());
    let points_value = section.required("points");
    let points = points_value.as_ref().and_then(Value::positive_points);
    let bonus = section
        .optional("bonus")
        .map_or(Some(false), |v| v.boolean());
    let criteria = section.optional("criterion").map(|v| v.sections());
    section.finish();
    let criteria = criteria.unwrap_or_default();
    let mut names = Unique::default();
    let listed = criteria.len();
    let rubric: Vec<Criterion> = criteria
        .into_iter()
        .filter_map(|c| criterion(c, &mut names))
        .collect();
    if let (Some(points), Some(value)) = (points, points_value)
        && rubric.len() == listed
        && listed > 0
    {
        sums_up(&rubric, points, value.span, sink);
    }
    Some(Manual {
        name: name?.to_owned(),
        title: title?,
        statement: statement?,
        points: points?,
        bonus: bonus?,
        rubric,
    })
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

fn criterion(mut section: Section<'_>, names: &mut Unique) -> Option<Criterion> {
    let sink = section.sink;
    let id = section.required("id");
    let name = id.as_ref().and_then(Value::name);
    let text = section.required("text").and_then(|v| v.words());
    let points = section.required("points").and_then(|v| v.positive_points());
    section.finish();
    if let (Some(name), Some(id)) = (name, id) {
        names.insert(name, id.span, sink);
    }
    Some(Criterion {
        name: name?.to_owned(),
        text: text?,
        points: points?,
    })
}

/// Names that must differ.
#[derive(Default)]
pub(super) struct Unique {
    seen: BTreeSet<String>,
}

impl Unique {
    /// Reports a name that was there before.
    pub(super) fn insert(&mut self, name: &str, span: Span, sink: &Sink) -> bool {
        let new = self.seen.insert(name.to_owned());
        if !new {
            sink.error(problem(Code::Duplicate, span).with("name", name));
        }
        new
    }
}

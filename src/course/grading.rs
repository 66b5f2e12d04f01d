//! What a homework grades: its maximum, its tasks and its items for the teacher.
//!
//! The same keys stand in `[[homework]]` of a course and at the top of a homework's own `grading.toml`, and are read by the same code.

use super::code::Code;
use super::manual::{self, Unique};
use super::model::{Manual, Task};
use super::reader::{Section, Span};
use super::sink::{Sink, problem};
use super::tasks::{self, Entry};
use crate::points::Points;
use assignments::catalogue::Homework;
use std::collections::BTreeMap;

/// The lists as one file has them.
#[derive(Default)]
pub(super) struct Lists {
    max: Option<Points>,
    max_span: Option<Span>,
    tasks: Option<Vec<Entry>>,
    manual: Option<Vec<Manual>>,
    /// Whether some part could not be read, so that a sum would only confuse.
    broken: bool,
}

/// What is graded, all defaults filled in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Graded {
    pub(super) max: Points,
    pub(super) tasks: Vec<Task>,
    pub(super) manual: Vec<Manual>,
}

impl Lists {
    /// Reads `max_points`, `task` and `manual` of a table.
    pub(super) fn read(
        section: &mut Section<'_>,
        homework: Option<&Homework>,
        catalogue: &[Homework],
    ) -> Self {
        let sink = section.sink;
        let max = section.optional("max_points");
        let tasks = section.optional("task").map(|v| v.sections());
        let manual = section.optional("manual").map(|v| v.sections());
        let listed = |sections: &Option<Vec<_>>| sections.as_ref().map_or(0, Vec::len);
        let all = listed(&tasks) + listed(&manual);
        let mut names = Unique::default();
        let tasks = tasks.map(|sections| {
            let read = |section: Section<'_>| {
                let span = id_span(&section);
                let entry = tasks::read(section, homework, catalogue)?;
                names.insert(&entry.task.name, span, sink).then_some(entry)
            };
            sections.into_iter().filter_map(read).collect::<Vec<_>>()
        });
        // An item for the teacher may not have the name of any task of the homework, graded or not: results are kept by name.
        let mut names = Unique::default();
        let taken = |name: &str| homework.is_some_and(|h| h.tasks.iter().any(|t| t.name() == name));
        let manual = manual.map(|sections| {
            let read = |section: Section<'_>| {
                let span = id_span(&section);
                let item = manual::read(section)?;
                if taken(&item.name) {
                    sink.error(problem(Code::Duplicate, span).with("name", item.name.as_str()));
                    return None;
                }
                names.insert(&item.name, span, sink).then_some(item)
            };
            sections.into_iter().filter_map(read).collect::<Vec<_>>()
        });
        let max_span = max.as_ref().map(|v| v.span.clone());
        let max = max.and_then(|v| v.points());
        let read = tasks.iter().flatten().filter(|e| e.has_points).count()
            + manual.iter().flatten().count();
        Self {
            broken: read < all || max.is_some() != max_span.is_some(),
            max,
            max_span,
            tasks,
            manual,
        }
    }

    /// These lists, with those of the homework's own grading file where these say nothing. `place` is where a missing or wrong
    /// maximum is reported; `partial` holds for tasks that say nothing of it themselves.
    pub(super) fn over(
        self,
        default: Self,
        homework: &Homework,
        place: Span,
        partial: bool,
        sink: &Sink,
    ) -> Graded {
        let written = self.tasks.is_some() || self.manual.is_some();
        let broken = self.broken || default.broken;
        let entries = self.tasks.or(default.tasks).unwrap_or_default();
        let manual = self.manual.or(default.manual).unwrap_or_default();
        let graded = entries
            .iter()
            .filter(|e| !e.task.bonus)
            .map(|e| e.task.points);
        let by_hand = manual.iter().filter(|m| !m.bonus).map(|m| m.points);
        let sum: Points = graded.chain(by_hand).sum();
        let max = self.max.or(default.max);
        match max {
            _ if broken => {}
            Some(max) if max == sum => {}
            Some(max) => {
                let wrong = problem(Code::PointsSum, self.max_span.unwrap_or(place));
                let difference = if sum > max { sum - max } else { max - sum };
                let help = if sum > max {
                    "course-points-sum-over"
                } else {
                    "course-points-sum-under"
                };
                let wrong = wrong.with("homework", homework.name).with("max", max);
                // What is to be typed keeps its decimal point in every language.
                let wrong = wrong.with("written", sum.to_string());
                sink.error(
                    wrong
                        .with("sum", sum)
                        .with("difference", difference)
                        .help(help),
                );
            }
            // A catalogue homework without a grading file yet has nothing to add up to.
            None if !written => {}
            None => {
                let missing = problem(Code::MissingKey, place).with("key", "max_points");
                let example = format!("max_points = \"{sum}\"");
                sink.error(missing.example(example));
            }
        }
        Graded {
            max: max.unwrap_or_default(),
            tasks: all_tasks(homework, entries, partial),
            manual,
        }
    }
}

fn id_span(section: &Section<'_>) -> Span {
    let id = section.entries().find(|v| v.key == "id");
    id.map_or_else(|| section.span.clone(), |v| v.span)
}

/// Every task of the homework in the order of the catalogue; those that are not listed are practice.
fn all_tasks(homework: &Homework, entries: Vec<Entry>, partial: bool) -> Vec<Task> {
    let listed = entries.into_iter().map(|e| {
        let partial = e.partial.unwrap_or(partial);
        (e.task.name.clone(), Task { partial, ..e.task })
    });
    let mut listed: BTreeMap<String, Task> = listed.collect();
    let task = |name: &str| listed.remove(name).unwrap_or_else(|| practice(name));
    homework.tasks.iter().map(|t| t.name()).map(task).collect()
}

fn practice(name: &str) -> Task {
    Task {
        name: name.to_owned(),
        points: Points::ZERO,
        bonus: false,
        partial: true,
        tolerances: BTreeMap::new(),
        orders: BTreeMap::new(),
        sizes: BTreeMap::new(),
    }
}

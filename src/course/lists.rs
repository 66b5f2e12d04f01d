//! What a homework grades: its maximum, its tasks and its items for the teacher.

use super::extent;
use super::keys::TaskContext;
use super::manual;
use super::model::{Manual, Task};
use super::tasks::{self, Entry};
use crate::config::Code;
use crate::config::Unique;
use crate::config::{Section, Span, Value};
use crate::config::{Sink, problem};
use assignments::catalogue::Homework;
use assignments::task::AnyTask;
use judge::points::Points;
use l10n::message;
use std::collections::BTreeMap;

/// The lists as one file has them.
#[derive(Default)]
pub(super) struct Lists {
    max: Option<Points>,
    max_span: Option<Span>,
    tasks: Option<Vec<Entry>>,
    items: Option<Vec<Manual>>,
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
    /// `max_points`.
    pub(super) fn read_max(&mut self, value: &Value<'_>) {
        self.max = value.points();
        self.max_span = Some(value.span.clone());
        self.broken |= self.max.is_none();
    }

    /// `task`: the tasks that are graded.
    pub(super) fn read_tasks(
        &mut self,
        value: &Value<'_>,
        homework: Option<&'static Homework>,
        catalogue: &'static [Homework],
    ) {
        let context = TaskContext {
            homework,
            catalogue,
        };
        let sections = value.sections();
        let listed = sections.len();
        let mut names = Unique::default();
        let read = |section: Section<'_>| {
            let span = id_span(&section);
            let entry = tasks::read(section, &context)?;
            let new = names.insert(entry.task.name(), span, value.sink);
            new.then_some(entry)
        };
        let tasks: Vec<Entry> = sections.into_iter().filter_map(read).collect();
        self.broken |= tasks.iter().filter(|e| e.has_points).count() < listed;
        self.tasks = Some(tasks);
    }

    /// `manual`: the items that a person grades. None may have the name of a task of the homework, graded or not: results
    /// are kept by name.
    pub(super) fn read_items(&mut self, value: &Value<'_>, homework: Option<&'static Homework>) {
        let sections = value.sections();
        let listed = sections.len();
        let taken = |name: &str| homework.is_some_and(|h| h.tasks.iter().any(|t| t.name() == name));
        let mut names = Unique::default();
        let read = |section: Section<'_>| {
            let span = id_span(&section);
            let item = manual::read(section)?;
            if taken(&item.name) {
                let double = problem(Code::Duplicate, span).with("name", item.name.as_str());
                value.sink.error(double);
                return None;
            }
            names.insert(&item.name, span, value.sink).then_some(item)
        };
        let items: Vec<Manual> = sections.into_iter().filter_map(read).collect();
        self.broken |= items.len() < listed;
        self.items = Some(items);
    }

    /// These lists, with those of the homework's own grading file where these say nothing. `place` is where a missing or wrong
    /// maximum is reported; `partial` holds for tasks that say nothing of it themselves.
    pub(super) fn over(
        self,
        default: Self,
        homework: &'static Homework,
        place: Span,
        partial: bool,
        sink: &Sink,
    ) -> Graded {
        let written = self.tasks.is_some() || self.items.is_some();
        let broken = self.broken || default.broken;
        let is_own = self.tasks.is_some();
        let entries = self.tasks.or(default.tasks).unwrap_or_default();
        let manual = self.items.or(default.items).unwrap_or_default();
        let graded = entries
            .iter()
            .filter(|e| !e.task.bonus)
            .map(|e| e.task.points);
        let by_hand = manual.iter().filter(|m| !m.bonus).map(|m| m.points);
        let sum: Points = graded.chain(by_hand).sum();
        let max = self.max.or(default.max);
        // Of lists that are not in the file no place is known in it.
        let sizes: BTreeMap<&str, Span> = entries
            .iter()
            .filter(|_| is_own)
            .filter_map(|e| Some((e.task.name(), e.sizes.clone()?)))
            .collect();
        let whole = place.clone();
        match max {
            _ if broken => {}
            Some(max) if max == sum => {}
            Some(max) => {
                let wrong = problem(Code::PointsSum, self.max_span.unwrap_or(place));
                let difference = if sum > max { sum - max } else { max - sum };
                // What is to be typed keeps its decimal point in every language.
                let written = sum.to_string();
                let help = if sum > max {
                    message!(
                        "course-points-sum-over",
                        written = written,
                        difference = difference
                    )
                } else {
                    message!(
                        "course-points-sum-under",
                        written = written,
                        difference = difference
                    )
                };
                let wrong = wrong.with("homework", homework.name).with("max", max);
                sink.error(wrong.with("sum", sum).help(help));
            }
            // A catalogue homework without a grading file yet has nothing to add up to.
            None if !written => {}
            None => {
                let missing = problem(Code::MissingKey, place).with("key", "max_points");
                let example = format!("max_points = \"{sum}\"");
                sink.error(missing.example(example));
            }
        }
        let tasks = all_tasks(homework, entries, partial);
        if !sink.is_stored {
            let place = |task: &Task| sizes.get(task.name()).unwrap_or(&whole).clone();
            extent::check(homework.name, &tasks, place, sink);
        }
        Graded {
            max: max.unwrap_or_default(),
            tasks,
            manual,
        }
    }
}

fn id_span(section: &Section<'_>) -> Span {
    let id = section.entries().find(|v| v.key == "id");
    id.map_or_else(|| section.span.clone(), |v| v.span)
}

/// Every task of the homework in the order of the catalogue; those that are not listed are practice.
fn all_tasks(homework: &'static Homework, entries: Vec<Entry>, partial: bool) -> Vec<Task> {
    let listed = entries.into_iter().map(|e| {
        let partial = e.partial.unwrap_or(partial);
        (e.task.name(), Task { partial, ..e.task })
    });
    let mut listed: BTreeMap<&str, Task> = listed.collect();
    let task = |spec: &&'static dyn AnyTask| {
        let graded = listed.remove(spec.name());
        graded.unwrap_or_else(|| Task::practice(*spec))
    };
    homework.tasks.iter().map(task).collect()
}

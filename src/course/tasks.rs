//! `[[homework.task]]`: which tasks are graded, for how many points, and how strictly.

use super::code::Code;
use super::keys::{self, TaskContext};
use super::model::{Order, Task};
use super::reader::{Section, Span, Value};
use super::sink::{Problem, problem};
use super::tolerances;
use crate::l10n::nearest;
use assignments::catalogue::Homework;
use assignments::judge::port::Port;
use assignments::judge::symmetry::Symmetry;
use assignments::task::AnyTask;
use std::collections::BTreeMap;

/// A task as a file lists it.
pub(super) struct Entry {
    /// The task.
    pub(super) task: Task,
    /// Whether its points could be read; else they are 0.
    pub(super) has_points: bool,
    /// Whether the file says so itself.
    pub(super) partial: Option<bool>,
}

/// Reads one listed task; nothing where its name is wrong.
pub(super) fn read(section: Section<'_>, context: &TaskContext) -> Option<Entry> {
    let sink = section.sink;
    let errors_before = sink.errors();
    let draft = keys::read::<Task>(section, context);
    let spec = draft.spec?;
    let place = |v: &Option<Value<'_>>| v.as_ref().map(Value::whole_span);
    let strictness = place(&draft.tolerance).or_else(|| place(&draft.tolerances));
    let places = Places {
        strictness: strictness.or_else(|| place(&draft.order)),
        sizes: place(&draft.sizes),
    };
    let task = Task {
        points: draft.points.unwrap_or_default(),
        bonus: draft.bonus.unwrap_or_default(),
        tolerances: tolerances::read(spec, draft.tolerance.as_ref(), draft.tolerances.as_ref()),
        orders: draft.order.map(|v| orders(spec, &v)).unwrap_or_default(),
        sizes: draft.sizes.map(|v| sizes(spec, &v)).unwrap_or_default(),
        ..Task::practice(spec)
    };
    let own = task.tolerances.is_empty() && task.orders.is_empty() && task.sizes.is_empty();
    if !own && !sink.is_stored && sink.errors() == errors_before {
        super::mistakes::check(&task, &places, sink);
    }
    Some(Entry {
        task,
        has_points: draft.points.is_some(),
        partial: draft.partial,
    })
}

/// Where a task's rules stand in the file.
pub(super) struct Places {
    pub(super) strictness: Option<Span>,
    pub(super) sizes: Option<Span>,
}

/// The task of the homework that a value names.
pub(super) fn find(id: &Value<'_>, context: &TaskContext) -> Option<&'static dyn AnyTask> {
    let (homework, catalogue) = (context.homework?, context.catalogue);
    let name = id.text()?;
    let in_homework = |h: &Homework| h.tasks.iter().copied().find(|t| t.name() == name);
    let found = in_homework(homework);
    if found.is_some() {
        return found;
    }
    let at = |code| {
        problem(code, id.span.clone())
            .with("task", name)
            .with("homework", homework.name)
    };
    if let Some(other) = catalogue.iter().find(|h| in_homework(h).is_some()) {
        id.sink
            .error(at(Code::TaskElsewhere).with("elsewhere", other.name));
        return None;
    }
    let bare = name.rsplit('/').next().unwrap_or(name);
    let near = nearest(bare, homework.tasks.iter().map(|t| t.name()));
    let elsewhere = catalogue
        .iter()
        .flat_map(|h| h.tasks.iter().map(|t| t.name()));
    let near = near.or_else(|| nearest(bare, elsewhere));
    id.sink.error(at(Code::UnknownTask).near(near));
    None
}

/// The output that a key names.
pub(super) fn output(any: &dyn AnyTask, entry: &Value<'_>) -> Option<&'static Port> {
    let found = any.outputs().iter().find(|p| p.name == entry.key);
    if found.is_none() {
        let names = any.outputs().iter().map(|p| p.name);
        let unknown =
            problem(Code::UnknownOutput, entry.key_span.clone()).with("output", entry.key);
        entry
            .sink
            .error(in_task(unknown, any, names.clone()).near(nearest(entry.key, names)));
    }
    found
}

fn in_task(
    unknown: Problem,
    any: &dyn AnyTask,
    names: impl Iterator<Item = &'static str>,
) -> Problem {
    let known = names.collect::<Vec<_>>().join(", ");
    unknown.with("task", any.name()).with("known", known)
}

fn orders(any: &dyn AnyTask, value: &Value<'_>) -> BTreeMap<String, Order> {
    let Some(section) = value.section() else {
        return BTreeMap::new();
    };
    let order = |entry: Value<'_>| {
        let port = output(any, &entry)?;
        Some((port.name.to_owned(), order(port, &entry)?))
    };
    section.entries().filter_map(order).collect()
}

fn order(port: &'static Port, entry: &Value<'_>) -> Option<Order> {
    let word = entry.text()?;
    match (word, word.strip_prefix("up_to_permutation:")) {
        ("exact", _) => Some(Order::Exact),
        ("up_to_sign", _) => Some(Order::UpToSign),
        (_, Some(axis)) if port.axes.contains(&axis) => {
            Some(Order::UpToPermutation(axis.to_owned()))
        }
        (_, Some(_)) if port.axes.is_empty() => {
            let none = problem(Code::NoAxes, entry.span.clone()).with("output", port.name);
            entry.sink.error(none);
            None
        }
        (_, Some(axis)) => {
            let unknown = problem(Code::UnknownAxis, entry.span.clone()).with("axis", axis);
            let unknown = unknown
                .with("output", port.name)
                .with("known", port.axes.join(", "));
            let near = nearest(axis, port.axes.iter().copied());
            let near = near.map(|axis| format!("up_to_permutation:{axis}"));
            entry.sink.error(unknown.near(near.as_deref()));
            None
        }
        _ => {
            let words = ["exact", "up_to_sign", "up_to_permutation:AXIS"];
            entry.unknown_choice(word, words.into_iter());
            None
        }
    }
}

fn sizes(any: &dyn AnyTask, value: &Value<'_>) -> BTreeMap<String, usize> {
    let Some(section) = value.section() else {
        return BTreeMap::new();
    };
    let size = |entry: Value<'_>| {
        let Some(size) = any.sizes().iter().find(|s| s.name == entry.key) else {
            let names = any.sizes().iter().map(|s| s.name);
            let unknown =
                problem(Code::UnknownSize, entry.key_span.clone()).with("size", entry.key);
            entry
                .sink
                .error(in_task(unknown, any, names.clone()).near(nearest(entry.key, names)));
            return None;
        };
        let Some(written) = entry.node.as_integer() else {
            entry.wrong_type("course-type-integer");
            return None;
        };
        let length = usize::from_str_radix(written.as_str(), written.radix()).ok();
        let length = length.filter(|n| (size.min..=size.max).contains(n));
        if length.is_none() {
            let out = problem(Code::SizeOutOfRange, entry.span.clone()).with("size", size.name);
            let out = out
                .with("least", size.min.to_string())
                .with("most", size.max.to_string());
            entry.sink.error(out.with("task", any.name()));
        }
        Some((size.name.to_owned(), length?))
    };
    section.entries().filter_map(size).collect()
}

/// How a config says an order.
pub(super) fn order_word(order: Symmetry<'_>) -> String {
    match order {
        Symmetry::Exact => "exact".to_owned(),
        Symmetry::Sign => "up_to_sign".to_owned(),
        Symmetry::Permutation(axis) => format!("up_to_permutation:{axis}"),
    }
}

//! `[[homework.task]]`: which tasks are graded, for how many points, and how strictly.

use super::extent;
use super::keys::{self, TaskContext};
use super::lookup::{in_task, output};
use super::mistakes::{self, Places};
use super::model::{Order, Task};
use super::named;
use super::tolerances;
use crate::config::Code;
use crate::config::problem;
use crate::config::{Section, Span, Value};
use assignments::task::AnyTask;
use judge::port::Port;
use l10n::{message, nearest};
use std::collections::BTreeMap;

/// A task as a file lists it.
pub(super) struct Entry {
    /// The task.
    pub(super) task: Task,
    /// Whether its points could be read; else they are 0.
    pub(super) has_points: bool,
    /// Whether the file says so itself.
    pub(super) partial: Option<bool>,
    /// Where its sizes stand.
    pub(super) sizes: Option<Span>,
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
    let named = draft.mistakes.map(|list| named::read(spec, &list));
    let (named, named_places): (Vec<_>, Vec<_>) = named.into_iter().flatten().unzip();
    let task = Task {
        mistakes: named,
        points: draft.points.unwrap_or_default(),
        bonus: draft.bonus.unwrap_or_default(),
        tolerances: tolerances::read(spec, draft.tolerance.as_ref(), draft.tolerances.as_ref()),
        orders: draft.order.map(|v| orders(spec, &v)).unwrap_or_default(),
        sizes: draft.sizes.map(|v| sizes(spec, &v)).unwrap_or_default(),
        ..Task::practice(spec)
    };
    let own = task.tolerances.is_empty() && task.orders.is_empty() && task.sizes.is_empty();
    let is_tried = !sink.is_stored && extent::fits(&task);
    if !own && is_tried && sink.errors() == errors_before {
        mistakes::check(&task, &places, sink);
    }
    if !task.mistakes.is_empty() && is_tried && sink.errors() == errors_before {
        named::check(&task, &named_places, sink);
    }
    Some(Entry {
        task,
        has_points: draft.points.is_some(),
        partial: draft.partial,
        sizes: places.sizes,
    })
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
            // What was published before is in force still; its output is compared as it stands.
            if port.only_place(axis).is_none() && !entry.sink.is_stored {
                let twice = problem(Code::AxisTwice, entry.span.clone()).with("axis", axis);
                entry.sink.error(twice.with("output", port.name));
                return None;
            }
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
            entry.wrong_type(message!("course-type-integer"));
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

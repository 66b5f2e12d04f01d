//! Names in a file that the catalogue must know: a homework, a task of it, an output of that.

use crate::config::Code;
use crate::config::Value;
use crate::config::{Problem, problem};
use assignments::catalogue::Homework;
use assignments::task::AnyTask;
use judge::port::Port;
use l10n::nearest;

/// The homework of the catalogue that a value names.
pub(super) fn homework(
    id: &Value<'_>,
    catalogue: &'static [Homework],
) -> Option<&'static Homework> {
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

/// The task of the homework that a value names.
pub(super) fn task(
    id: &Value<'_>,
    homework: Option<&'static Homework>,
    catalogue: &'static [Homework],
) -> Option<&'static dyn AnyTask> {
    let homework = homework?;
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

/// A problem with a name in a task, and the names that are known there.
pub(super) fn in_task(
    unknown: Problem,
    any: &dyn AnyTask,
    names: impl Iterator<Item = &'static str>,
) -> Problem {
    let known = names.collect::<Vec<_>>().join(", ");
    unknown.with("task", any.name()).with("known", known)
}

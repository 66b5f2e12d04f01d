//! Whether a changed tolerance, order or size lets a known mistake of a task pass, and whether the statement still says what is true: tried
//! on a hundred instances.

use super::model::Task;
use crate::config::Code;
use crate::config::Span;
use crate::config::{Sink, problem};
use assignments::draw::{instance, seed};
use assignments::task::{AnyTask, Sizes};
use judge::arrays::{Array, Arrays};
use judge::axes::Axes;
use judge::comparison::Verdict;
use judge::outputs::compare;
use judge::port::Port;
use judge::symmetry::Rule;
use l10n::Localized;
use rayon::prelude::*;

/// Where a task's rules stand in the file.
pub(super) struct Places {
    pub(super) strictness: Option<Span>,
    pub(super) sizes: Option<Span>,
}

/// The instances that are tried: those of the hundred students of an expectation.
const SEEDS: usize = 100;
/// An instance with more elements than this is tried once: larger ones take long, and differ less from one another.
const LARGE: usize = 100_000;

/// Reports the first mistake that would pass for anybody, and for how many of the students tried.
pub(super) fn check(task: &Task, places: &Places, sink: &Sink) {
    let any = task.spec;
    let instances = instances(task);
    let students = instances.len();
    if let Some(place) = &places.sizes {
        check_promises(task, &instances, place, sink);
    }
    let passing = |inputs: &Arrays| {
        let (truth, mistaken) = (any.reference(inputs).ok()?, any.mistaken(inputs).ok()?);
        let passing: Vec<bool> = mistaken
            .iter()
            .map(|answer| passes(any, &truth, answer, |port| task.rule(port)))
            .collect();
        let first = passing.iter().position(|passes| *passes)?;
        // Under the task's own rules only the sizes can be the reason.
        let by_size = passes(any, &truth, &mistaken[first], |port| any.rule(port));
        Some((first, by_size, passing))
    };
    let found: Vec<_> = instances.par_iter().filter_map(passing).collect();
    let Some(&(mistake, by_size, _)) = found.first() else {
        return;
    };
    let share = found.iter().filter(|(.., all)| all[mistake]).count();
    let said = |code, place: &Option<_>| {
        problem(code, Option::clone(place).unwrap_or_default())
            .with("mistake", any.mistakes()[mistake].id)
            .with("task", any.name())
            .with("passing", share)
            .with("tried", students)
    };
    match (&places.strictness, &places.sizes) {
        (_, sizes @ Some(_)) if by_size => {
            sink.warning(said(Code::MistakeIsRight, sizes));
        }
        (strictness, _) => sink.error(said(Code::MistakePasses, strictness)),
    }
}

/// Warns of sentences of the statement that do not hold of every instance of these sizes.
fn check_promises(task: &Task, instances: &[Arrays], place: &Span, sink: &Sink) {
    let promises = |inputs: &Arrays| task.spec.promises(inputs).ok();
    let told: Vec<_> = instances.par_iter().filter_map(promises).collect();
    let all = told.first().into_iter().flatten();
    for (index, promise) in all.enumerate() {
        let broken = told.iter().filter(|all| !all[index].is_kept).count();
        if broken > 0 {
            let sentence = Localized {
                en: promise.sentence.en.to_owned(),
                ru: promise.sentence.ru.to_owned(),
            };
            let said = problem(Code::PromiseBroken, place.clone())
                .with("task", task.name())
                .with("sentence", sentence);
            sink.warning(said.with("broken", broken).with("tried", instances.len()));
        }
    }
}

/// The inputs of the students that are tried.
pub(super) fn instances(task: &Task) -> Vec<Arrays> {
    let any = task.spec;
    let sizes = Sizes::of(any.sizes(), &task.sizes);
    let drawn = |number: usize| instance(any, seed(number as u64), &sizes);
    let first = drawn(0);
    if first.values().map(Array::len).sum::<usize>() > LARGE {
        return vec![first];
    }
    (0..SEEDS).into_par_iter().map(drawn).collect()
}

/// Whether an answer is right in every output.
pub(super) fn passes<'a>(
    any: &dyn AnyTask,
    truth: &Arrays,
    answer: &Arrays,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> bool {
    let checks = compare(any.outputs(), &Axes::default(), truth, answer, rule);
    checks
        .iter()
        .all(|(_, check)| check.verdict == Verdict::Correct)
}

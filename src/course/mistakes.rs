//! Whether a changed tolerance, order or size lets a known mistake of a task pass: tried on a few instances.

use super::code::Code;
use super::model::Task;
use super::sink::{Sink, problem};
use super::tasks::Places;
use assignments::draw::{instance, seed};
use assignments::judge::arrays::Arrays;
use assignments::judge::axes::Axes;
use assignments::judge::comparison::{Verdict, compare};
use assignments::judge::port::Port;
use assignments::judge::symmetry::Rule;
use assignments::task::{AnyTask, Sizes};

/// How many instances are tried.
const SEEDS: u64 = 3;
/// An instance with more elements than this is tried once: larger ones take long, and differ less from one another.
const LARGE: usize = 100_000;

/// Reports the first mistake that would pass.
pub(super) fn check(any: &dyn AnyTask, task: &Task, places: &Places, sink: &Sink) {
    let sizes = Sizes::of(any.sizes(), &task.sizes);
    for number in 0..SEEDS {
        let inputs = instance(any, seed(number), &sizes);
        let (Ok(truth), Ok(mistaken)) = (any.reference(&inputs), any.mistaken(&inputs)) else {
            return;
        };
        for (info, answer) in any.mistakes().iter().zip(&mistaken) {
            if !passes(any, &truth, answer, |port| task.rule(any, port)) {
                continue;
            }
            // Under the task's own rules only the sizes can be the reason.
            let by_size = passes(any, &truth, answer, |port| any.rule(port));
            let said = |code, place: &Option<_>| {
                let found = problem(code, Option::clone(place).unwrap_or_default());
                found.with("mistake", info.id).with("task", any.name())
            };
            match (&places.strictness, &places.sizes) {
                (_, sizes @ Some(_)) if by_size => {
                    sink.warning(said(Code::MistakeIsRight, sizes));
                }
                (strictness, _) => sink.error(said(Code::MistakePasses, strictness)),
            }
            return;
        }
        if inputs
            .values()
            .map(assignments::judge::arrays::Array::len)
            .sum::<usize>()
            > LARGE
        {
            return;
        }
    }
}

fn passes<'a>(
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

//! Whether a changed tolerance, order or size lets a known mistake of a task pass: tried on a few instances.

use super::code::Code;
use super::model::Task;
use super::sink::{Sink, problem};
use super::tasks::Places;
use assignments::arrays::Named;
use assignments::compare::{Rule, Verdict, check_task};
use assignments::contract::{AnyTask, Sizes};
use assignments::draw::{instance, seed};
use assignments::ports::{Axes, Port};

/// How many instances are tried.
const SEEDS: u64 = 3;
/// An instance with more elements than this is tried once: larger ones take long, and differ less from one another.
const LARGE: usize = 100_000;

/// Reports the first mistake that would pass.
pub(super) fn check(task: &Task, places: &Places, sink: &Sink) {
    let any = task.spec;
    let sizes = Sizes::of(any.sizes(), &task.sizes);
    for number in 0..SEEDS {
        let inputs = instance(any, seed(number), &sizes);
        let (Ok(truth), Ok(mistaken)) = (any.reference(&inputs), any.mistaken(&inputs)) else {
            return;
        };
        for (info, answer) in any.mistakes().iter().zip(&mistaken) {
            if !passes(any, &truth, answer, |port| task.rule(port)) {
                continue;
            }
            // Under the task's own rules only the sizes can be the reason.
            let own = |port: &Port| Rule {
                tolerance: any.tolerance(port.name),
                order: any.order(port.name),
            };
            let by_size = passes(any, &truth, answer, own);
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
            .map(assignments::arrays::Array::len)
            .sum::<usize>()
            > LARGE
        {
            return;
        }
    }
}

fn passes<'a>(
    any: &dyn AnyTask,
    truth: &Named,
    answer: &Named,
    rule: impl Fn(&Port) -> Rule<'a>,
) -> bool {
    let checks = check_task(any, &Axes::default(), truth, answer, rule);
    checks
        .iter()
        .all(|(_, check)| check.verdict == Verdict::Correct)
}

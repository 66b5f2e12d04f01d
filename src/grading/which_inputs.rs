//! Which inputs a file of answers is for, as far as the file itself tells: by its mark `dgm.inputs`, its names, or answers to the
//! practice inputs, which everybody may know. Whether anything is right for a student's own inputs is never asked here, so that what
//! this says can be told before an attempt is spent.

use super::practice::{Practice, solved_practice};
use crate::course::Homework;
use assignments::catalogue;
use assignments::task::AnyTask;
use judge::answers::Arrays;
use judge::answers::InputsId;
use judge::answers::keys::Sorted;
use judge::arrays::{Array, Kind, Values};
use judge::axes::Axes;
use judge::comparison::Verdict;
use judge::names::KnownNames;
use judge::outputs::compare;
use judge::port::Port;
use judge::report::{Which, WhichInputs};
use judge::symmetry::{Rule, Symmetry};
use judge::tolerance::scaled_error;
use l10n::Lang;
use std::collections::HashMap;
use std::sync::LazyLock;

/// So many practice seeds are known by their marks.
const PRACTICE_SEEDS: u64 = 100;
/// Of fewer whole numbers that are right nothing follows: they are hit by trying.
const FEWEST_WHOLE: usize = 8;

/// A student's own inputs by their marks: the homework, and the release of its inputs.
pub type OwnMarks = HashMap<InputsId, (String, i64)>;

/// The marks of a student's inputs of these homeworks, up to a release of each.
pub fn own_marks(secret: &[u8; 32], login: &str, homeworks: &[(&str, i64)]) -> OwnMarks {
    let releases = |(homework, newest): &(&str, i64)| {
        let homework = (*homework).to_owned();
        let mark = move |release| {
            let mark = InputsId::own(secret, login, &homework, release);
            (mark, (homework.clone(), release))
        };
        (1..=*newest).map(mark).collect::<Vec<_>>()
    };
    homeworks.iter().flat_map(releases).collect()
}

/// What a file says about its inputs, and the release of the student's own that its mark names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said {
    /// What is told.
    pub which: WhichInputs,
    /// The release of this homework's inputs that the mark names.
    pub release: Option<i64>,
}

static PRACTICE: LazyLock<HashMap<InputsId, (&'static str, u64)>> = LazyLock::new(|| {
    let seeds = |homework: &'static str| {
        (0..PRACTICE_SEEDS).map(move |seed| (InputsId::practice(homework, seed), (homework, seed)))
    };
    let homeworks = catalogue::HOMEWORKS.iter();
    homeworks.flat_map(|h| seeds(h.name)).collect()
});

/// What a file says about its inputs. `current` is the release of the student's own that is in force.
pub fn which_inputs(
    homework: &Homework,
    file: &Names,
    sorted: &Sorted,
    own: &OwnMarks,
    current: i64,
) -> Said {
    let mark = sorted.inputs.as_ref().map(InputsId::of);
    let mut release = None;
    let mut found = if sorted.by_task.is_empty() {
        file.of_another(homework.name())
    } else {
        None
    };
    if found.is_none()
        && let Some(Some(mark)) = mark
    {
        let (which, of) = known(mark, own);
        let is_this = of.is_none_or(|of| of == homework.name());
        found = Some(match which {
            Marked::Own(number) if is_this => {
                release = Some(number);
                WhichInputs::of(if number == current {
                    Which::Own
                } else {
                    Which::Earlier
                })
            }
            Marked::Practice(seed) if is_this => WhichInputs::practice(seed),
            Marked::Nothing => WhichInputs::of(Which::Other),
            _ => WhichInputs::of_homework(Which::OtherHomework, of.unwrap_or_default()),
        });
        if let Some(found) = &mut found {
            found.by_mark = true;
        }
    }
    let mut which = found.unwrap_or_else(|| {
        if answers_practice(homework, sorted) {
            WhichInputs::practice(0)
        } else {
            WhichInputs::default()
        }
    });
    which.unusable_mark = mark == Some(None);
    which.translate(Lang::En);
    Said { which, release }
}

/// Whose inputs a mark is of.
enum Marked {
    Own(i64),
    Practice(u64),
    Nothing,
}

fn known(mark: InputsId, own: &OwnMarks) -> (Marked, Option<&str>) {
    if let Some((homework, release)) = meant(mark, own) {
        return (Marked::Own(*release), Some(homework));
    }
    match meant(mark, &PRACTICE) {
        Some((homework, seed)) => (Marked::Practice(*seed), Some(homework)),
        None => (Marked::Nothing, None),
    }
}

/// What a mark is known as, rounded or not.
fn meant<T>(mark: InputsId, of: &HashMap<InputsId, T>) -> Option<&T> {
    let rounded = || of.iter().find(|(known, _)| known.is_meant_by(mark));
    of.get(&mark).or_else(|| Some(rounded()?.1))
}

/// The names in a file.
#[derive(Clone, Debug)]
pub struct Names(Vec<String>);

impl Names {
    /// Those of a file that is about to be sorted.
    pub fn of(file: &Arrays) -> Self {
        Self(file.keys().cloned().collect())
    }

    /// What a file without any output of this homework is. Only a file that is for something else has its names counted.
    fn of_another(&self, homework: &str) -> Option<WhichInputs> {
        let known = |of: &catalogue::Homework| {
            let ports = |task: &&'static dyn AnyTask| (task.name(), task.inputs(), task.outputs());
            let tasks: Vec<_> = of.tasks.iter().map(ports).collect();
            KnownNames::of(self.0.iter(), of.name, &tasks)
        };
        let all: Vec<KnownNames> = catalogue::HOMEWORKS.iter().map(known).collect();
        KnownNames::of_another(&all, homework)
    }
}

/// Whether half or more of what can be compared is right for the practice inputs of seed 0, and tells them from others.
fn answers_practice(homework: &Homework, sorted: &Sorted) -> bool {
    let (mut right, mut all) = (0, 0);
    for task in &homework.tasks {
        let (Some(got), Some(solved)) = (sorted.by_task.get(task.name()), solved_practice(task))
        else {
            continue;
        };
        let Practice { inputs, truth, .. } = &*solved;
        let known = task.spec;
        let counted = |port: &&Port| {
            let elements = truth.get(port.name).map_or(0, Array::len);
            port.kind == Kind::Float || elements >= FEWEST_WHOLE
        };
        let is_off = |port: &Port| {
            let (expected, got) = (truth.get(port.name), got.get(port.name));
            expected
                .zip(got)
                .is_some_and(|(b, a)| is_wrong_at_once(b, a, task.rule(port)))
        };
        // Nearly all files are answers to something else, which the first element of each output tells.
        if known.outputs().iter().filter(counted).all(is_off) {
            all += known.outputs().iter().filter(counted).count();
            continue;
        }
        let Ok(axes) = Axes::unify(known.inputs(), inputs) else {
            continue;
        };
        for (port, compared) in compare(known.outputs(), &axes, truth, got, |p| task.rule(p)) {
            if !counted(&port) || compared.verdict == Verdict::Missing {
                continue;
            }
            if compared.verdict != Verdict::Correct {
                all += 1;
            } else if !solved.common(task).contains(port.name) {
                right += 1;
                all += 1;
            }
        }
    }
    right > 0 && 2 * right >= all
}

/// Whether the first element alone makes an output wrong: one of real numbers in their place, all of them finite.
fn is_wrong_at_once(expected: &Array, got: &Array, rule: Rule<'_>) -> bool {
    let (Values::Float(b), Values::Float(a)) = (&expected.values, &got.values) else {
        return false;
    };
    let is_off = |(b, a): (&f64, &f64)| scaled_error(*a, *b, rule.tolerance) > 1.0;
    rule.symmetry == Symmetry::Exact
        && a.shape() == b.shape()
        && b.first().zip(a.first()).is_some_and(is_off)
        && got.is_finite()
}

#[cfg(test)]
mod tests;

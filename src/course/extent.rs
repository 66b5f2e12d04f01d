//! Whether what a homework gives out can be taken by those who get it.
//!
//! Its practice pack is the largest of all: the inputs of several seeds, the right answers and those of every mistake. Where a program can
//! take it, one student's inputs and the answers to them are well below what a file of theirs may have.

use super::model::Task;
use crate::config::Code;
use crate::config::Span;
use crate::config::{Sink, problem};
use assignments::task::{Extent, Sizes};
use judge::answers::Limits;
use judge::pack::PRACTICE_SEEDS;
use l10n::size;

/// A number of a pack.
const WIDE: usize = 8;
/// What is in a pack beside its numbers, at most: the statements in both languages, what a config says, the headers of the arrays.
const BESIDE: usize = 4 << 20;

/// The most that the numbers of a pack may take.
fn most() -> usize {
    Limits::given().inflated - BESIDE
}

/// What the numbers of a task take in a pack.
fn bytes(task: &Task) -> usize {
    let sizes = Sizes::of(task.spec.sizes(), &task.sizes);
    let extent = Extent::of(task.spec, &sizes);
    let known = task.spec.mistakes().len() + task.mistakes.len();
    let answers = extent.outputs.saturating_mul(1 + known);
    let numbers = extent.inputs.saturating_add(answers);
    numbers.saturating_mul(WIDE * PRACTICE_SEEDS.len())
}

/// Whether a task alone leaves room: what is larger takes long to draw, and is refused anyway.
pub(super) fn fits(task: &Task) -> bool {
    bytes(task) <= most()
}

/// Refuses sizes under which the pack of a homework is larger than a student's program takes. `place` says where the sizes of a task stand.
pub(super) fn check(homework: &str, tasks: &[Task], place: impl Fn(&Task) -> Span, sink: &Sink) {
    let own = tasks.iter().filter(|task| !task.sizes.is_empty());
    // Under sizes that nobody set everything fits.
    let Some(largest) = own.max_by_key(|task| bytes(task)) else {
        return;
    };
    let all = tasks.iter().map(bytes).fold(0, usize::saturating_add);
    if all <= most() {
        return;
    }
    let large = problem(Code::SizesTooLarge, place(largest));
    let large = large
        .with("homework", homework)
        .with("all", size(all))
        .with("most", size(most()))
        .with("task", largest.name())
        .with("own", size(bytes(largest)));
    sink.error(large);
}

#[cfg(test)]
mod tests {
    use super::*;
    use assignments::catalogue::HOMEWORKS;

    #[test]
    fn under_sizes_that_nobody_set_there_is_room_for_all_that_a_config_adds() {
        for homework in HOMEWORKS {
            let tasks = homework.tasks.iter().map(|spec| Task::practice(*spec));
            let all: usize = tasks.map(|task| bytes(&task)).sum();
            assert!(8 * all < most(), "{}: {all}", homework.name);
        }
    }

    #[test]
    fn inputs_and_answers_of_one_student_are_within_what_a_file_may_have() {
        assert!(most() / PRACTICE_SEEDS.len() < Limits::default().file - BESIDE / 2);
    }
}

//! Right answers computed once for many files of the same inputs.

use super::grade::report_on;
use super::inputs::{Inputs, drawn};
use super::key::TaskKey;
use super::solved_task::SolvedTask;
use super::weigh::weighed;
use crate::course::{Homework, Task};
use assignments::draw::Seed;
use judge::answers::keys::Sorted;
use judge::arrays::{Array, Arrays};
use judge::grade::grade_task;
use judge::report::{Report, TaskReport};
use std::borrow::Cow;
use std::collections::BTreeMap;

/// What is kept of a task for one byte of its inputs, about: the right answer, and those of half a dozen mistakes.
const KEPT_FOR_A_BYTE: usize = 6;
/// What an array takes beside its numbers, about.
const AN_ARRAY: usize = 200;

/// Inputs of a homework with the right answers to them, and those of every known mistake.
#[derive(Debug)]
pub struct Solved<'a> {
    inputs: Cow<'a, Inputs>,
    tasks: BTreeMap<String, SolvedTask>,
}

impl<'a> Solved<'a> {
    /// Solves every task of `homework` that `inputs` has arrays for, at once.
    pub fn new(homework: &Homework, inputs: &'a Inputs) -> Self {
        let solved = Self::lazy(Cow::Borrowed(inputs));
        for task in &homework.tasks {
            if let (Some(own), Some(kept)) =
                (inputs.get(task.name()), solved.tasks.get(task.name()))
            {
                // What fails is told where it is graded.
                let _ = kept.truth(task.spec, own);
                let _ = kept.mistaken(task.spec, own);
            }
        }
        solved
    }

    fn lazy(inputs: Cow<'a, Inputs>) -> Self {
        let tasks = inputs
            .keys()
            .map(|name| (name.clone(), SolvedTask::default()));
        Self {
            tasks: tasks.collect(),
            inputs,
        }
    }

    /// The inputs.
    pub fn inputs(&self) -> &Inputs {
        &self.inputs
    }

    /// The right answer to a task, if the mathematics can give it.
    pub fn reference(&self, task: &Task) -> Option<&Arrays> {
        let own = self.inputs.get(task.name())?;
        let run = self.tasks.get(task.name())?.truth(task.spec, own);
        Some(&run.as_ref().ok()?.0)
    }

    /// Grades the answers to one task; nothing where there are no inputs of it.
    fn grade_task(&self, task: &Task, got: &Arrays) -> Option<TaskReport> {
        let key = TaskKey {
            task,
            inputs: self.inputs.get(task.name())?,
            solved: self.tasks.get(task.name())?,
        };
        Some(grade_task(&key, got))
    }

    /// Grades one answers file: the same report as [`super::grade`] gives for the inputs solved.
    pub fn grade(&self, homework: &Homework, answers: &Sorted) -> Report {
        let tasks: Vec<&Task> = homework.tasks.iter().collect();
        report_on(homework.name(), &tasks, answers, |task, got| {
            self.grade_task(task, got)
        })
    }

    /// Compares only the answers to those tasks that `anew` has; what `before` says of the others stays, with the points that these
    /// give now. It is the report that [`grade`](Self::grade) gives where `before` is one on the same answers and inputs, and the other
    /// tasks compare as they did then.
    pub fn grade_in_part(
        &self,
        homework: &Homework,
        (anew, before): (&Homework, &Report),
        answers: &Sorted,
    ) -> Report {
        let tasks: Vec<&Task> = homework.tasks.iter().collect();
        report_on(homework.name(), &tasks, answers, |task, got| {
            if anew.task(task.name()).is_none() {
                let kept = before.tasks.iter().find(|own| own.name() == task.name());
                return kept.map(|kept| weighed(task, kept.clone()));
            }
            self.grade_task(task, got)
        })
    }
}

impl Solved<'static> {
    /// Inputs of which everything is computed when it is first asked for, to be kept.
    pub fn kept(inputs: Inputs) -> Self {
        Self::lazy(Cow::Owned(inputs))
    }

    /// Draws the inputs of every task, as [`draw_inputs`](super::draw_inputs) does, and keeps what drawing computes of them.
    pub fn drawn(homework: &Homework, seed: Seed) -> Self {
        let mut solved = Self::kept(Inputs::new());
        for task in &homework.tasks {
            let (inputs, solution) = drawn(task, seed);
            let own = solution.map(|solution| SolvedTask::of(task.spec, &inputs, solution));
            let name = task.name().to_owned();
            solved.tasks.insert(name.clone(), own.unwrap_or_default());
            solved.inputs.to_mut().insert(name, inputs);
        }
        solved
    }

    /// Takes over what `other` computed of those tasks whose inputs are the same.
    #[must_use]
    pub fn with(mut self, mut other: Self) -> Self {
        for (task, inputs) in self.inputs.iter() {
            if other.inputs.get(task) == Some(inputs)
                && let Some(solved) = other.tasks.remove(task)
            {
                self.tasks.insert(task.clone(), solved);
            }
        }
        self
    }

    /// The memory that it takes once everything is computed, about.
    pub fn bytes(&self) -> usize {
        let of = |array: &Array| AN_ARRAY + 8 * array.len();
        let inputs: usize = self
            .inputs
            .values()
            .flat_map(BTreeMap::values)
            .map(of)
            .sum();
        inputs * (1 + KEPT_FOR_A_BYTE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::grading::{draw_inputs, draw_task_inputs, grade, weighed_anew};
    use assignments::draw::seed;
    use judge::answers::AnswersError;
    use judge::arrays::Arrays;
    use judge::tolerance::Tolerance;

    /// Right answers, every known mistake in turn, and nothing at all.
    fn files(homework: &Homework, inputs: &Inputs) -> Vec<Sorted> {
        let answers = |choice: usize| {
            let answer = |(name, own): (&String, &Arrays)| {
                let known = homework.task(name)?.spec;
                let mistaken = known.mistaken(own).ok()?;
                let answer = match choice.checked_sub(1) {
                    None => known.reference(own).ok()?,
                    Some(index) => mistaken.get(index)?.clone(),
                };
                Some((name.clone(), answer))
            };
            Sorted {
                by_task: inputs.iter().filter_map(answer).collect(),
                ..Sorted::default()
            }
        };
        (0..5).map(answers).chain([Sorted::default()]).collect()
    }

    #[test]
    fn grading_what_changed_gives_what_grading_everything_gives() {
        for (number, before) in (0_usize..).zip(&Course::default_course().homeworks) {
            let inputs = draw_inputs(before, seed(4));
            let solved = Solved::new(before, &inputs);
            // Every other task, and every third, compares otherwise; and one alone. All give other points.
            for every in [2, 3, before.tasks.len().max(1)] {
                let changes = |place: usize| (place + number).is_multiple_of(every);
                let mut after = weighed_otherwise(before);
                for (place, task) in after.tasks.iter_mut().enumerate() {
                    if changes(place) {
                        for port in task.spec.outputs() {
                            let wide = Tolerance::new(1e3, 1e3);
                            task.tolerances.insert(port.name.to_owned(), wide);
                        }
                    }
                }
                let mut part = after.clone();
                let mut place = 0..;
                part.tasks.retain(|_| place.next().is_some_and(changes));
                for answers in &files(before, &inputs) {
                    let then = solved.grade(before, answers);
                    let anew = solved.grade_in_part(&after, (&part, &then), answers);
                    assert_eq!(anew, solved.grade(&after, answers), "{}", before.name());
                }
            }
        }
    }

    /// Every task gives more, and its parts otherwise.
    fn weighed_otherwise(homework: &Homework) -> Homework {
        let mut other = homework.clone();
        for task in &mut other.tasks {
            task.partial = !task.partial;
            task.points = task.points + task.points;
        }
        other
    }

    #[test]
    fn weighing_verdicts_anew_gives_what_grading_everything_gives() {
        let mut some = 0;
        for before in &Course::default_course().homeworks {
            let inputs = draw_inputs(before, seed(5));
            let solved = Solved::new(before, &inputs);
            let after = weighed_otherwise(before);
            for mut answers in files(before, &inputs) {
                // What is no array, what nobody asked for, and parts that are missing.
                for got in answers.by_task.values_mut().skip(1).step_by(3) {
                    got.pop_first();
                }
                if let Some((task, mut got)) = answers.by_task.pop_first() {
                    while let Some((output, _)) = got.pop_first() {
                        let faults = answers.faults.entry(task.clone()).or_default();
                        faults.insert(output, AnswersError::TooManyMembers { found: 2, limit: 1 });
                    }
                }
                answers.unknown_more = 3;
                let then = solved.grade(before, &answers);
                let now = solved.grade(&after, &answers);
                assert_eq!(weighed_anew(&after, then.clone()), now, "{}", before.name());
                some += usize::from(now.points != then.points);
            }
        }
        assert!(some > 6);
    }

    #[test]
    fn what_drawing_computes_grades_like_what_is_computed_anew() {
        for homework in &Course::default_course().homeworks {
            let inputs = draw_inputs(homework, seed(6));
            let drawn = Solved::drawn(homework, seed(6));
            assert_eq!(drawn.inputs(), &inputs);
            let read = Solved::kept(inputs.clone()).with(drawn);
            for answers in &files(homework, &inputs) {
                let anew = grade(homework, &inputs, answers);
                assert_eq!(read.grade(homework, answers), anew, "{}", homework.name());
            }
        }
    }

    /// The mistake of the whole task is one of that output too, and the outputs that are right contradict it.
    #[test]
    fn where_one_output_alone_is_off_its_own_mistake_is_named() {
        let course = Course::default_course();
        for (homework, name, mistake) in [
            ("ddpm", "cosine_schedule", "alpha_bar_before_clipping"),
            ("gan", "f_divergences", "pearson_denominator"),
        ] {
            let homework = course.homework(homework).unwrap();
            let task = homework.task(name).unwrap();
            for number in 1..6 {
                let inputs =
                    Inputs::from([(name.to_owned(), draw_task_inputs(task, seed(number)))]);
                let listed = task.spec.mistakes().iter().position(|m| m.id == mistake);
                let mistaken = task.spec.mistaken(&inputs[name]).unwrap();
                let answers = Sorted {
                    by_task: [(name.to_owned(), mistaken[listed.unwrap()].clone())].into(),
                    ..Sorted::default()
                };
                let report = grade(homework, &inputs, &answers);
                let told = report.tasks[0]
                    .mistake
                    .as_ref()
                    .map(|found| found.id.as_str());
                assert_eq!(told, Some(mistake), "{number}");
            }
        }
    }

    #[test]
    fn what_was_computed_of_other_inputs_is_not_taken_over() {
        let course = Course::default_course();
        let homework = &course.homeworks[0];
        let [first, second, ..] = &homework.tasks[..] else {
            panic!("two tasks");
        };
        let mut inputs = draw_inputs(homework, seed(6));
        inputs.insert(first.name().to_owned(), draw_task_inputs(first, seed(7)));
        let solved = Solved::kept(inputs).with(Solved::drawn(homework, seed(6)));
        assert!(!solved.tasks[first.name()].is_known());
        assert!(solved.tasks[second.name()].is_known());
    }

    #[test]
    fn what_is_solved_once_grades_like_what_is_solved_each_time() {
        for homework in &Course::default_course().homeworks {
            let inputs = draw_inputs(homework, seed(3));
            let solved = Solved::new(homework, &inputs);
            let files = files(homework, &inputs);
            for answers in &files {
                assert_eq!(
                    solved.grade(homework, answers),
                    grade(homework, &inputs, answers)
                );
            }
            let wrong = |r: &Report| r.tasks.iter().filter(|t| t.mistake.is_some()).count();
            let recognised: usize = files
                .iter()
                .map(|f| wrong(&solved.grade(homework, f)))
                .sum();
            assert!(
                recognised > 0 || homework.tasks.is_empty(),
                "{}",
                homework.name()
            );
        }
    }
}

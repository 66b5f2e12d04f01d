//! Right answers computed once for many files of the same inputs.

use super::grade::report_on;
use super::inputs::Inputs;
use super::key::TaskKey;
use super::solved_task::SolvedTask;
use crate::course::{Homework, Task};
use judge::answers::keys::Sorted;
use judge::grade::grade_task;
use judge::report::Report;
use std::collections::BTreeMap;

/// The right answers of a homework for given inputs, and those of every known mistake.
///
/// Everything is computed at once, not when first asked for: a lazy cell would be waited for by threads of the very pool
/// that fills it.
pub struct Solved<'a> {
    tasks: BTreeMap<&'a str, SolvedTask<'a>>,
}

impl<'a> Solved<'a> {
    /// Solves every task of `homework` that `inputs` has arrays for.
    pub fn new(homework: &Homework, inputs: &'a Inputs) -> Self {
        let solve = |task: &Task| {
            let (name, own) = inputs.get_key_value(task.name())?;
            Some((name.as_str(), SolvedTask::whole(task.spec, own)))
        };
        Self {
            tasks: homework.tasks.iter().filter_map(solve).collect(),
        }
    }

    /// Grades one answers file: the same report as [`super::grade`] gives for the inputs solved.
    pub fn grade(&self, homework: &Homework, answers: &Sorted) -> Report {
        let tasks: Vec<&Task> = homework.tasks.iter().collect();
        report_on(homework.name(), &tasks, answers, |task, got| {
            let solved = self.tasks.get(task.name())?;
            Some(grade_task(&TaskKey { task, solved }, got))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Course;
    use crate::grading::{draw_inputs, grade};
    use assignments::draw::seed;
    use judge::arrays::Arrays;

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

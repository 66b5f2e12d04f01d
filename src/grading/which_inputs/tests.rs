//! Which inputs files are found to be for.

use super::*;
use crate::course::{Course, Task};
use crate::grading::draw_task_inputs;
use assignments::draw::seed;
use judge::tolerance::Tolerance;
use ndarray::arr1;

/// The right answers with another number in the place of each.
fn off(truth: &Arrays) -> Arrays {
    let other = |(name, array): (&String, &Array)| {
        let values = array.to_float().mapv(|x| 3.0 * x + 1.0);
        (name.clone(), Array::float(values))
    };
    truth.iter().map(other).collect()
}

#[test]
fn answers_are_to_practice_inputs_from_half_of_them_on() {
    let mut told = [0, 0];
    for homework in &Course::default_course().homeworks {
        let solved = homework
            .tasks
            .iter()
            .filter_map(|task| Some((task, solved_practice(task)?)));
        let truths: Vec<(&Task, Arrays)> = solved
            .map(|(task, solved)| (task, solved.truth.clone()))
            .collect();
        // How many outputs of a task count where they are wrong, and where they are right.
        let counted = |(task, truth): &(&Task, Arrays)| {
            let of = |port: &&Port| port.kind == Kind::Float || truth[port.name].len() >= 8;
            let counted: Vec<&Port> = task.spec.outputs().iter().filter(of).collect();
            let practice = solved_practice(task).expect("it is solved");
            let common = practice.common(task);
            let telling = counted.iter().filter(|port| !common.contains(port.name));
            (counted.len(), telling.count())
        };
        let counts: Vec<(usize, usize)> = truths.iter().map(counted).collect();
        for right in 0..=truths.len() {
            let answers = truths.iter().enumerate().map(|(place, (task, truth))| {
                let answer = if place < right {
                    truth.clone()
                } else {
                    off(truth)
                };
                (task.name().to_owned(), answer)
            });
            let sorted = Sorted {
                by_task: answers.collect(),
                ..Sorted::default()
            };
            let earned: usize = counts[..right].iter().map(|(_, telling)| telling).sum();
            let wrong: usize = counts[right..].iter().map(|(counted, _)| counted).sum();
            let all = earned + wrong;
            let is_practice = earned > 0 && 2 * earned >= all;
            assert_eq!(
                answers_practice(homework, &sorted),
                is_practice,
                "{right} of {}",
                homework.name()
            );
            told[usize::from(is_practice)] += 1;
        }
    }
    assert!(told.iter().all(|times| *times > 20), "{told:?}");
}

#[test]
fn own_answers_to_one_task_are_not_taken_for_answers_to_practice_inputs() {
    for homework in &Course::default_course().homeworks {
        for task in &homework.tasks {
            for number in 1000..1010 {
                let own = draw_task_inputs(task, seed(number));
                let answer = task.spec.reference(&own).expect("it is solved");
                let sorted = |answer: Arrays| Sorted {
                    by_task: [(task.name().to_owned(), answer)].into(),
                    ..Sorted::default()
                };
                let alone = answer
                    .iter()
                    .map(|(name, array)| sorted(Arrays::from([(name.clone(), array.clone())])));
                for sorted in alone.chain([sorted(answer.clone())]) {
                    let names = sorted.by_task[task.name()].keys().collect::<Vec<_>>();
                    let id = task.spec.id();
                    assert!(
                        !answers_practice(homework, &sorted),
                        "{id} {names:?} {number}"
                    );
                }
            }
        }
    }
}

#[test]
fn what_is_wrong_at_once_is_wrong_and_all_else_is_left_to_the_comparison() {
    let rule = |symmetry| Rule {
        tolerance: Tolerance::new(1e-4, 1e-5),
        symmetry,
    };
    let real = |values: &[f64]| Array::float(arr1(values).into_dyn());
    let truth = real(&[1.0, 2.0]);
    let at_once = |got: &Array, symmetry| is_wrong_at_once(&truth, got, rule(symmetry));
    assert!(at_once(&real(&[1.1, 2.0]), Symmetry::Exact));
    for got in [
        real(&[1.0, 2.0]),
        real(&[1.0, 3.0]),
        real(&[1.1, f64::NAN]),
        real(&[f64::INFINITY, 2.0]),
        real(&[1.1, 2.0, 3.0]),
        real(&[]),
        Array::int(arr1(&[7, 2]).into_dyn()),
    ] {
        assert!(!at_once(&got, Symmetry::Exact), "{got:?}");
    }
    let other = real(&[2.0, 1.0]);
    for symmetry in [Symmetry::Sign, Symmetry::Permutation("K")] {
        assert!(!at_once(&other, symmetry));
    }
}

//! Whether a config does what it says of itself: its `[[expect]]` entries, tried on a hundred students.

use super::grade::grade_tasks;
use super::inputs::Inputs;
use super::inputs::draw_task_inputs;
use super::run_task;
use crate::config::Diagnostics;
use crate::course::{Checked, Course, Expect, Homework, Sent, Task, Unmet};
use assignments::draw::seed;
use judge::answers::keys::Sorted;
use judge::arrays::Arrays;
use judge::points::Points;
use judge::report::{Report, TaskVerdict};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many students are drawn.
const STUDENTS: u64 = 100;

/// Reads a course file, and tries what it expects of itself.
///
/// # Errors
/// Everything that is wrong with the file; or, where it is sound, every expectation that does not hold.
pub fn read_course(text: &str) -> Result<Checked, Diagnostics> {
    let checked = Checked::parse(text)?;
    let unmet = unmet(&checked.course);
    if unmet.is_empty() {
        Ok(checked)
    } else {
        Err(Course::unmet(text, &unmet))
    }
}

/// The expectations of a course that do not hold, in its order.
pub fn unmet(course: &Course) -> Vec<Unmet> {
    // A student's arrays are drawn once for all expectations of a homework.
    let mut found: BTreeMap<usize, Vec<Unmet>> = BTreeMap::new();
    for homework in &course.homeworks {
        let of_homework: Vec<(usize, &Expect)> = course
            .expects
            .iter()
            .enumerate()
            .filter(|(_, e)| e.homework == homework.name())
            .collect();
        if of_homework.is_empty() {
            continue;
        }
        let failures: Vec<(u64, usize, Failure)> = (0..STUDENTS)
            .into_par_iter()
            .flat_map_iter(|number| student(homework, &of_homework, number))
            .collect();
        for (index, expect) in of_homework {
            let own = |verdict: bool| {
                let of = |f: &&(u64, usize, Failure)| {
                    f.1 == index && matches!(f.2, Failure::Verdict(_)) == verdict
                };
                failures.iter().filter(of).collect::<Vec<_>>()
            };
            for failed in [own(false), own(true)] {
                if let Some((seed, _, first)) = failed.first() {
                    let unmet = first.told(expect, *seed, failed.len());
                    found.entry(index).or_default().push(unmet);
                }
            }
        }
    }
    found.into_values().flatten().collect()
}

/// What came instead.
enum Failure {
    Points(Points),
    Verdict(TaskVerdict),
}

impl Failure {
    fn told(&self, expect: &Expect, seed: u64, students: usize) -> Unmet {
        let (place, expected, came) = match self {
            Self::Points(came) => {
                let expected = expect.points.unwrap_or_default();
                (&expect.points_place, expected.into(), (*came).into())
            }
            Self::Verdict(came) => {
                let named = |v: &TaskVerdict| Some(v.name()) == expect.verdict.as_deref();
                let expected = TaskVerdict::ALL.into_iter().find(named);
                (
                    &expect.verdict_place,
                    expected.map_or_else(|| "".into(), |v| v.message().into()),
                    came.message().into(),
                )
            }
        };
        Unmet {
            place: place.clone(),
            expected,
            came,
            seed,
            students,
        }
    }
}

/// Tries all expectations of a homework on one student.
fn student(
    homework: &Homework,
    expects: &[(usize, &Expect)],
    number: u64,
) -> Vec<(u64, usize, Failure)> {
    let whole = expects.iter().any(|(_, e)| e.task.is_none());
    let needed = |task: &&Task| {
        let named = |(_, e): &(usize, &Expect)| e.task.as_deref() == Some(task.name());
        (whole && task.is_graded()) || expects.iter().any(named)
    };
    let mut drawn: BTreeMap<&str, Arrays> = BTreeMap::new();
    for task in homework.tasks.iter().filter(needed) {
        drawn.insert(task.name(), draw_task_inputs(task, seed(number)));
    }
    let failed = |(index, expect): &(usize, &Expect)| {
        let report = try_one(homework, expect, &drawn);
        let mut failures = Vec::new();
        if expect.points.is_some_and(|points| points != report.points) {
            failures.push((number, *index, Failure::Points(report.points)));
        }
        if let Some(wanted) = &expect.verdict
            && let Some(other) = report.tasks.iter().find(|t| t.verdict.name() != wanted)
        {
            failures.push((number, *index, Failure::Verdict(other.verdict)));
        }
        failures
    };
    expects.iter().flat_map(failed).collect()
}

/// Grades what an expectation sends: of one task, or of all graded tasks.
fn try_one(homework: &Homework, expect: &Expect, drawn: &BTreeMap<&str, Arrays>) -> Report {
    let concerned = |task: &&Task| match &expect.task {
        Some(name) => task.name() == *name,
        None => task.is_graded(),
    };
    let tasks: Vec<&Task> = homework.tasks.iter().filter(concerned).collect();
    let mut inputs = Inputs::new();
    let mut by_task = BTreeMap::new();
    for task in &tasks {
        let known = task.spec;
        let Some(own) = drawn.get(task.name()) else {
            continue;
        };
        let answer = match &expect.sent {
            Sent::Missing => None,
            Sent::Correct => run_task(known, |known| known.reference(own)).ok(),
            Sent::Mistake(name) => {
                let at = task.mistake_names().iter().position(|m| m == name);
                let all = run_task(known, |known| {
                    let mut all = known.mistaken(own)?;
                    all.extend(task.named_answers(&known.reference(own)?));
                    Ok(all)
                });
                at.and_then(|at| all.ok()?.into_iter().nth(at))
            }
        };
        if let Some(answer) = answer {
            by_task.insert(task.name().to_owned(), answer);
        }
        inputs.insert(task.name().to_owned(), own.clone());
    }
    let sorted = Sorted {
        by_task,
        ..Sorted::default()
    };
    grade_tasks(homework.name(), &tasks, &inputs, &sorted)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = r#"
title = { en = "Course", ru = "Курс" }
time_zone = "Europe/Moscow"
final_grade = "floor(relu(points / 8 - 2))"

[[homework]]
id = "elbo"
max_points = "2.5"

[[homework.task]]
id = "gaussian_kl"
points = "2.5"
"#;

    fn with(entry: &str) -> String {
        format!("{COURSE}\n[[expect]]\nhomework = \"elbo\"\n{entry}\n")
    }

    fn refused(entry: &str) -> Diagnostics {
        read_course(&with(entry)).expect_err(entry)
    }

    #[test]
    fn what_holds_is_published() {
        let mistake = assignments::catalogue::task("elbo/gaussian_kl")
            .unwrap()
            .mistakes()[0]
            .id;
        for entry in [
            "correct = true\npoints = \"2.5\"\nverdict = \"correct\"".to_owned(),
            "missing = true\npoints = 0\nverdict = \"missing\"".to_owned(),
            format!(
                "task = \"gaussian_kl\"\nmistake = \"{mistake}\"\npoints = 0\nverdict = \"wrong\""
            ),
        ] {
            let course = read_course(&with(&entry))
                .unwrap_or_else(|found| panic!("{found}"))
                .course;
            assert_eq!(course.expects.len(), 1);
            assert_eq!(Course::parse(&course.to_toml()).as_ref(), Ok(&*course));
        }
    }

    #[test]
    fn what_does_not_hold_is_told_with_its_place_and_seed() {
        let found =
            refused("task = \"gaussian_kl\"\ncorrect = true\npoints = \"2\"\nverdict = \"wrong\"");
        let told: Vec<_> = found.list().iter().map(|d| d.code.name()).collect();
        assert_eq!(told, ["expect_unmet", "expect_unmet"]);
        let text =
            with("task = \"gaussian_kl\"\ncorrect = true\npoints = \"2\"\nverdict = \"wrong\"");
        let first = &found.list()[0];
        assert_eq!(&text[first.start..first.end], "\"2\"");
        for words in [&first.message.en, &first.message.ru] {
            assert!(
                words.contains('2') && words.contains('0') && words.contains("100"),
                "{words}"
            );
        }
        assert!(first.message.en.contains("2.5") && first.message.ru.contains("2,5"));
        let second = &found.list()[1];
        assert_eq!(&text[second.start..second.end], "\"wrong\"");
    }

    #[test]
    fn what_makes_no_sense_is_refused_before_it_is_tried() {
        for (entry, code) in [
            ("points = 1", "expect_sent"),
            ("correct = true\nmissing = true\npoints = 1", "expect_sent"),
            ("correct = false\npoints = 1", "expect_sent"),
            ("correct = true", "expect_nothing"),
            ("mistake = \"x\"\npoints = 0", "mistake_without_task"),
            (
                "task = \"gaussian_kl\"\nmistake = \"x\"\npoints = 0",
                "unknown_mistake",
            ),
            (
                "task = \"gausian_kl\"\ncorrect = true\npoints = 0",
                "unknown_task",
            ),
            ("correct = true\nverdict = \"right\"", "unknown_choice"),
            ("correct = true\npoint = 1\npoints = 1", "unknown_key"),
        ] {
            let found = refused(entry);
            let told: Vec<_> = found.list().iter().map(|d| d.code.name()).collect();
            assert_eq!(told, [code], "{entry}");
        }
    }
}

//! From inputs and answers to a report.

use super::blunt::is_small;
use super::findings::{MistakeFound, Recognised};
use super::inputs::{Inputs, numbers_of_one_element};
use super::practice::practice_truth;
use super::report::{OutputReport, Reason, Report, TaskReport, TaskVerdict, Unknown};
use super::solved_task::SolvedTask;
use crate::answers::keys::{self, Sorted};
use crate::answers::{AnswersError, Opened};
use crate::course::{Homework, Task};
use crate::l10n::Lang;
use crate::points::Points;
use assignments::judge::arrays::{Arrays, Kind};
use assignments::judge::comparison::{Comparison, Verdict};
use assignments::judge::outputs::compare;
use assignments::judge::port::Port;
use assignments::judge::recognition::{Finding, Known, recognise};
use assignments::task::AnyTask;
use std::collections::BTreeMap;

/// Sorts the arrays of an answers file by the tasks of a homework.
///
/// # Errors
/// When two keys mean one output, or a single unnamed array could be any of several.
pub fn sort_answers(file: impl Into<Opened>, homework: &Homework) -> Result<Sorted, AnswersError> {
    let of_task = |t: &Task| t.spec.outputs().iter().map(|p| p.name).collect();
    let outputs: Vec<(&str, Vec<&str>)> = homework
        .tasks
        .iter()
        .map(|t| (t.name(), of_task(t)))
        .collect();
    let tasks: Vec<(&str, &[&str])> = outputs
        .iter()
        .map(|(name, outputs)| (*name, outputs.as_slice()))
        .collect();
    let mut sorted = keys::sort(file.into(), homework.name(), &tasks)?;
    for task in &homework.tasks {
        if let Some(arrays) = sorted.by_task.get_mut(task.name()) {
            numbers_of_one_element(arrays, task.spec.outputs());
        }
    }
    Ok(sorted)
}

/// Grades one answers file: every task of `homework` that `inputs` has arrays for.
pub fn grade(homework: &Homework, inputs: &Inputs, answers: &Sorted) -> Report {
    let tasks: Vec<&Task> = homework.tasks.iter().collect();
    grade_tasks(homework.name(), &tasks, inputs, answers)
}

/// Grades an answers file for some tasks of a homework: those that `inputs` has arrays for.
pub(super) fn grade_tasks(
    homework: &str,
    tasks: &[&Task],
    inputs: &Inputs,
    answers: &Sorted,
) -> Report {
    report_on(homework, tasks, answers, |task, got| {
        let solved = SolvedTask::truth(task.spec, inputs.get(task.name())?);
        Some(grade_task(task, &solved, got))
    })
}

/// The report on the tasks that `judge` has a report on.
pub(super) fn report_on(
    homework: &str,
    tasks: &[&Task],
    answers: &Sorted,
    judge: impl Fn(&Task, &Arrays) -> Option<TaskReport>,
) -> Report {
    let nothing = Arrays::new();
    let report = |task: &&Task| {
        let got = answers.by_task.get(task.name()).unwrap_or(&nothing);
        let report = judge(task, got)?;
        Some(match answers.faults.get(task.name()) {
            Some(faults) => with_faults(report, faults),
            None => report,
        })
    };
    let tasks: Vec<TaskReport> = tasks.iter().filter_map(report).collect();
    let unknown = answers.unknown.iter().map(|u| Unknown {
        key: u.key.clone(),
        nearest: u.nearest.clone(),
        reason: u.fault.as_ref().map(Reason::of),
    });
    Report {
        homework: homework.to_owned(),
        points: tasks.iter().map(|t| t.points).sum(),
        max_points: tasks.iter().map(|t| t.max_points).sum(),
        tasks,
        unknown: unknown.collect(),
        unknown_more: answers.unknown_more,
    }
}

/// The report where the file has something for these outputs that is no array of numbers.
fn with_faults(mut report: TaskReport, faults: &BTreeMap<String, AnswersError>) -> TaskReport {
    for output in &mut report.outputs {
        if let Some(fault) = faults.get(&output.output) {
            output.verdict = TaskVerdict::WrongDtype;
            output.reason = Some(Reason::of(fault));
        }
    }
    if report.verdict != TaskVerdict::GraderFault {
        report.verdict = gravest(report.outputs.iter().map(|o| o.verdict));
    }
    report
}

pub(super) fn grade_task(task: &Task, solved: &SolvedTask<'_>, got: &Arrays) -> TaskReport {
    let known = task.spec;
    let Ok((truth, axes)) = &solved.truth else {
        return fault(task);
    };
    let compared = compare(known.outputs(), axes, truth, got, |p| task.rule(p));
    let verdict = gravest(compared.iter().map(|(_, c)| c.verdict.into()));
    let right = earning(&compared);
    let points = match verdict {
        TaskVerdict::Correct => task.points,
        _ if task.partial => task.points.share(right as u64, compared.len() as u64),
        _ => Points::ZERO,
    };
    let is_worth_a_look = !matches!(verdict, TaskVerdict::Correct | TaskVerdict::Missing);
    let mut found = if is_worth_a_look {
        findings(task, solved, got)
    } else {
        BTreeMap::new()
    };
    let outputs: Vec<OutputReport> = compared
        .iter()
        .map(|(port, comparison)| {
            let tolerance = task.rule(port).tolerance;
            OutputReport {
                recognised: found.remove(port.name).unwrap_or_default(),
                ..OutputReport::new(port.name, comparison, tolerance)
            }
        })
        .collect();
    TaskReport {
        task: known.id().to_owned(),
        points,
        max_points: task.points,
        verdict,
        mistake: first_mistake(known, &outputs),
        outputs,
    }
}

/// What every wrong output is recognised as.
fn findings(
    task: &Task,
    solved: &SolvedTask<'_>,
    got: &Arrays,
) -> BTreeMap<&'static str, Vec<Recognised>> {
    let known = task.spec;
    let (Ok((truth, axes)), Ok(mistaken)) = (&solved.truth, solved.mistaken(known)) else {
        return BTreeMap::new();
    };
    let practice = || practice_truth(task, solved.inputs).into_iter().collect();
    let compared_with = Known {
        ports: known.outputs(),
        axes,
        truth,
        mistaken: &mistaken,
        others: &practice,
    };
    let mistakes = known.mistakes();
    let recognised = |findings: Vec<Finding>| {
        let new = |finding: &Finding| Recognised::new(finding, &mistakes, &["practice"]);
        findings.iter().map(new).collect()
    };
    recognise(&compared_with, got, |port| task.rule(port))
        .into_iter()
        .map(|(output, findings)| (output, recognised(findings)))
        .collect()
}

/// The first mistake of the task's list that any output is.
fn first_mistake(known: &dyn AnyTask, outputs: &[OutputReport]) -> Option<MistakeFound> {
    let named: Vec<&str> = outputs
        .iter()
        .flat_map(|o| &o.recognised)
        .filter_map(|found| found.id.as_deref())
        .collect();
    if named.is_empty() {
        return None;
    }
    let mistakes = known.mistakes();
    let info = mistakes.iter().find(|m| named.contains(&m.id))?;
    Some(MistakeFound {
        id: info.id.to_owned(),
        hint: info.hint.get(Lang::En).to_owned(),
    })
}

/// How many right outputs of a task earn their share. A few whole numbers are hit by trying, since their verdict tells each time:
/// they earn theirs only beside a right real output.
fn earning(compared: &[(&Port, Comparison)]) -> usize {
    let right = |kind: Option<Kind>| {
        compared.iter().filter(move |(port, comparison)| {
            comparison.verdict == Verdict::Correct && kind.is_none_or(|kind| port.kind == kind)
        })
    };
    if right(Some(Kind::Float)).next().is_some() {
        return right(None).count();
    }
    right(None)
        .filter(|(_, comparison)| !is_small(&comparison.expected_shape))
        .count()
}

fn gravest(outputs: impl Iterator<Item = TaskVerdict> + Clone) -> TaskVerdict {
    // A wrong number says more than a missing one: it is what the student can act on first.
    const GRAVITY: [TaskVerdict; 5] = [
        TaskVerdict::Wrong,
        TaskVerdict::NotFinite,
        TaskVerdict::WrongShape,
        TaskVerdict::WrongDtype,
        TaskVerdict::Missing,
    ];
    let among = |verdict: &TaskVerdict| outputs.clone().any(|of| of == *verdict);
    GRAVITY
        .into_iter()
        .find(among)
        .unwrap_or(TaskVerdict::Correct)
}

fn fault(task: &Task) -> TaskReport {
    TaskReport {
        task: task.spec.id().to_owned(),
        points: Points::ZERO,
        max_points: task.points,
        verdict: TaskVerdict::GraderFault,
        outputs: Vec::new(),
        mistake: None,
    }
}

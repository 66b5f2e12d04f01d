//! From answer keys and answers to a report: the one function that grades, on the server and in the student's program.

use crate::answers::AnswersError;
use crate::answers::keys::Sorted;
use crate::arrays::{Arrays, Kind};
use crate::key::AnswerKey;
use crate::outputs::compare;
use crate::points::Points;
use crate::port::Port;
use crate::recognition::{Finding, Known, recognise};
use crate::report::{
    MistakeFound, OutputReport, Reason, Recognised, Report, TaskReport, TaskVerdict, Unknown,
};
use l10n::Lang;
use std::collections::BTreeMap;

/// An output of fewer elements is small: whether one of them is right tells much of the answer.
pub const FEWEST_CLASSED: usize = 8;

/// Whether an output of this shape has too few elements for each to be told.
pub fn is_small(shape: &[usize]) -> bool {
    shape.iter().product::<usize>() < FEWEST_CLASSED
}

/// The report on an answers file, of the reports on its tasks.
pub fn report(homework: &str, tasks: Vec<TaskReport>, answers: &Sorted) -> Report {
    let unknown = answers.unknown.iter().map(|u| Unknown {
        key: u.key.clone(),
        nearest: u.nearest.clone(),
        reason: u.fault.as_ref().map(Reason::of),
    });
    let judged = |report: TaskReport| match answers.faults.get(report.name()) {
        Some(faults) => with_faults(report, faults),
        None => report,
    };
    Report {
        unknown: unknown.collect(),
        unknown_more: answers.unknown_more,
        ..Report::of(homework, tasks.into_iter().map(judged).collect())
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

/// Grades one task.
pub fn grade_task(key: &impl AnswerKey, got: &Arrays) -> TaskReport {
    let Some((truth, axes)) = key.truth() else {
        return fault(key);
    };
    let compared = compare(key.outputs(), axes, truth, got, |p| key.rule(p));
    let verdict = gravest(compared.iter().map(|(_, c)| c.verdict.into()));
    let is_worth_a_look = !matches!(verdict, TaskVerdict::Correct | TaskVerdict::Missing);
    let mut found = if is_worth_a_look {
        findings(key, got)
    } else {
        BTreeMap::new()
    };
    let outputs: Vec<OutputReport> = compared
        .iter()
        .map(|(port, comparison)| OutputReport {
            recognised: found.remove(port.name).unwrap_or_default(),
            ..OutputReport::new(port.name, comparison, key.rule(port).tolerance)
        })
        .collect();
    let report = TaskReport {
        verdict,
        mistake: first_mistake(key, &outputs),
        outputs,
        ..TaskReport::bare(key.task(), verdict, Points::ZERO)
    };
    weighed(report, key.outputs(), key.points(), key.is_partial())
}

/// The report with the points that its verdicts earn: those of the whole task where all of it is right, else, where right outputs earn
/// their share, `points * right / outputs`, exactly.
#[must_use]
pub fn weighed(
    mut report: TaskReport,
    ports: &[Port],
    points: Points,
    partial: bool,
) -> TaskReport {
    report.max_points = points;
    report.points = match report.verdict {
        TaskVerdict::Correct => points,
        TaskVerdict::GraderFault => Points::ZERO,
        _ if partial => {
            let right = earning(ports, &report.outputs);
            points.share(right as u64, report.outputs.len() as u64)
        }
        _ => Points::ZERO,
    };
    report
}

/// What every wrong output is recognised as.
fn findings(key: &impl AnswerKey, got: &Arrays) -> BTreeMap<&'static str, Vec<Recognised>> {
    let (Some((truth, axes)), Some(mistaken)) = (key.truth(), key.mistaken()) else {
        return BTreeMap::new();
    };
    let practice = || key.practice().into_iter().collect();
    let compared_with = Known {
        ports: key.outputs(),
        axes,
        truth,
        mistaken: &mistaken,
        others: &practice,
    };
    let mistakes = key.mistakes();
    let recognised = |findings: Vec<Finding>| {
        let hint = |mistake: &str, lang| key.hint(mistake, lang);
        let new = |finding: &Finding| Recognised::new(finding, &mistakes, &["practice"], hint);
        findings.iter().map(new).collect()
    };
    recognise(&compared_with, got, |port| key.rule(port))
        .into_iter()
        .map(|(output, findings)| (output, recognised(findings)))
        .collect()
}

/// The first mistake of the task's list that any output is.
fn first_mistake(key: &impl AnswerKey, outputs: &[OutputReport]) -> Option<MistakeFound> {
    let named: Vec<&str> = outputs
        .iter()
        .flat_map(|o| &o.recognised)
        .filter_map(|found| found.id.as_deref())
        .collect();
    if named.is_empty() {
        return None;
    }
    let mistakes = key.mistakes();
    let id = mistakes.iter().find(|id| named.contains(id))?;
    Some(MistakeFound {
        id: (*id).to_owned(),
        hint: key.hint(id, Lang::En).unwrap_or_default(),
    })
}

/// How many right outputs of a task earn their share. A few whole numbers are hit by trying, since their verdict tells each time:
/// they earn theirs only beside a right real output.
fn earning(ports: &[Port], outputs: &[OutputReport]) -> usize {
    let kind = |output: &OutputReport| {
        ports
            .iter()
            .find(|p| p.name == output.output)
            .map(|p| p.kind)
    };
    let right = || {
        let all = outputs.iter();
        all.filter(|output| output.verdict == TaskVerdict::Correct)
    };
    if right().any(|output| kind(output) == Some(Kind::Float)) {
        return right().count();
    }
    right()
        .filter(|output| !is_small(&output.expected_shape))
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

fn fault(key: &impl AnswerKey) -> TaskReport {
    TaskReport::bare(key.task(), TaskVerdict::GraderFault, key.points())
}

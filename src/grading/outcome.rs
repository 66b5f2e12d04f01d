//! What a report tells of a task in few words: enough for statistics of a class.

use judge::points::Points;
use judge::report::{OutputReport, Report, TaskReport, TaskVerdict};
use serde::{Deserialize, Serialize};

/// What a submission did in one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskOutcome {
    /// The task's name within its homework.
    #[serde(rename = "t")]
    pub task: String,
    /// The verdict.
    #[serde(rename = "v")]
    pub verdict: TaskVerdict,
    /// Points before the late penalty.
    #[serde(rename = "p")]
    pub points: Points,
    /// The first known mistake that any output is.
    #[serde(rename = "m", default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<String>,
    /// Whether an output is wrong and nobody knows why.
    #[serde(rename = "o", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
}

/// Whether an output is wrong and nobody knows why.
pub fn is_open(output: &OutputReport) -> bool {
    let is_wrong = matches!(
        output.verdict,
        TaskVerdict::Wrong | TaskVerdict::NotFinite | TaskVerdict::WrongShape
    );
    is_wrong && !output.is_explained()
}

impl From<&TaskReport> for TaskOutcome {
    fn from(report: &TaskReport) -> Self {
        // Whoever answers one output and leaves out another is told by the gravest: what is missing altogether was not tried.
        let verdict = match report.verdict {
            TaskVerdict::Missing if report.is_attempted() => TaskVerdict::Wrong,
            verdict => verdict,
        };
        Self {
            task: report.name().to_owned(),
            verdict,
            points: report.points,
            mistake: report.mistake.as_ref().map(|found| found.id.clone()),
            is_open: report.outputs.iter().any(is_open),
        }
    }
}

impl TaskOutcome {
    /// Whether the student sent anything for this task.
    pub fn is_attempted(&self) -> bool {
        self.verdict != TaskVerdict::Missing
    }
}

/// The outcomes that a report tells of.
pub fn outcomes_of(report: &Report) -> Vec<TaskOutcome> {
    report.tasks.iter().map(TaskOutcome::from).collect()
}

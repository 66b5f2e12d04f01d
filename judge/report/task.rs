//! What is said of one task.

use super::output::OutputReport;
use super::recognised::{MistakeFound, Recognised};
use super::verdict::TaskVerdict;
use crate::points::Points;
use serde::{Deserialize, Serialize};

/// The report on one task.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, utoipa::ToSchema)]
pub struct TaskReport {
    /// `homework/task`.
    pub task: String,
    /// Points earned.
    pub points: Points,
    /// Points possible; 0 for practice.
    pub max_points: Points,
    /// The verdict on the whole task.
    pub verdict: TaskVerdict,
    /// A report an output.
    pub outputs: Vec<OutputReport>,
    /// The first known mistake that any output is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mistake: Option<MistakeFound>,
}

impl TaskReport {
    /// A task of which only the verdict is known; it earns nothing.
    pub fn bare(task: &str, verdict: TaskVerdict, max_points: Points) -> Self {
        Self {
            task: task.to_owned(),
            points: Points::ZERO,
            max_points,
            verdict,
            outputs: Vec::new(),
            mistake: None,
        }
    }

    /// The task's name within its homework.
    pub fn name(&self) -> &str {
        self.task.rsplit('/').next().unwrap_or_default()
    }

    /// What was recognised, each with the outputs that it was found in; what several outputs share is told once.
    pub fn findings(&self) -> Vec<(Recognised, Vec<&str>)> {
        let mut findings: Vec<(Recognised, Vec<&str>)> = Vec::new();
        for output in &self.outputs {
            for found in &output.recognised {
                match findings.iter_mut().find(|(other, _)| other == found) {
                    Some((_, outputs)) => outputs.push(&output.output),
                    None => findings.push((found.clone(), vec![&output.output])),
                }
            }
        }
        // A report stored by version 0.1 knows a mistake of the whole task only.
        if findings.is_empty()
            && let Some(mistake) = &self.mistake
        {
            let wrong = |o: &&OutputReport| o.verdict != TaskVerdict::Correct;
            let outputs = self.outputs.iter().filter(wrong);
            let outputs = outputs.map(|o| o.output.as_str()).collect();
            findings.push((Recognised::from(mistake), outputs));
        }
        findings
    }

    /// Whether the student sent anything for this task.
    pub fn is_attempted(&self) -> bool {
        self.verdict == TaskVerdict::GraderFault
            || self
                .outputs
                .iter()
                .any(|o| o.verdict != TaskVerdict::Missing)
    }
}

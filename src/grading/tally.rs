//! What a student did in each task over all submissions to a homework: enough for statistics of a class, a row a student.

use super::outcome::TaskOutcome;
use crate::ids::SubmissionId;
use judge::points::Points;
use judge::report::TaskVerdict;
use serde::{Deserialize, Serialize};
use std::collections::BTreeSet;

/// What a student did in one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTally {
    /// The task's name within its homework.
    #[serde(rename = "t")]
    pub task: String,
    /// Submissions with an answer to it; a fault of ours is nobody's attempt.
    #[serde(rename = "n", default, skip_serializing_if = "is_none")]
    pub tries: u32,
    /// Which of them was the first that solved it, counted from 1.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<u32>,
    /// The most points of any submission, before the late penalty.
    #[serde(rename = "p", with = "thousandths")]
    pub best: Points,
    /// Known mistakes that were made.
    #[serde(rename = "m", default, skip_serializing_if = "BTreeSet::is_empty")]
    pub mistakes: BTreeSet<String>,
    /// Whether one was wrong and is no mistake that is known.
    #[serde(rename = "u", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_unknown: bool,
    /// The last submission with an answer to it.
    #[serde(rename = "l", default, skip_serializing_if = "Option::is_none")]
    pub last: Option<SubmissionId>,
    /// Whether an output of that one is wrong and nobody knows why.
    #[serde(rename = "o", default, skip_serializing_if = "std::ops::Not::not")]
    pub is_open: bool,
}

#[expect(
    clippy::trivially_copy_pass_by_ref,
    reason = "serde passes what it asks about by reference"
)]
const fn is_none(count: &u32) -> bool {
    *count == 0
}

/// Points as a number: a class has a hundred thousand of them, and they are read for every page.
mod thousandths {
    use judge::points::Points;
    use serde::{Deserialize as _, Deserializer, Serializer};

    #[expect(
        clippy::trivially_copy_pass_by_ref,
        reason = "serde gives what it has by reference"
    )]
    pub fn serialize<S: Serializer>(points: &Points, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_i64(points.thousandths())
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Points, D::Error> {
        i64::deserialize(from).map(Points::from_thousandths)
    }
}

impl TaskTally {
    /// Of a task of which nothing was sent yet.
    fn new(outcome: &TaskOutcome) -> Self {
        Self {
            task: outcome.task.clone(),
            tries: 0,
            solved_at: None,
            best: outcome.points,
            mistakes: BTreeSet::new(),
            is_unknown: false,
            last: None,
            is_open: false,
        }
    }

    fn add(&mut self, submission: SubmissionId, outcome: &TaskOutcome) {
        self.best = self.best.max(outcome.points);
        if !outcome.is_attempted() {
            return;
        }
        (self.last, self.is_open) = (Some(submission), outcome.is_open);
        if outcome.verdict == TaskVerdict::GraderFault {
            return;
        }
        self.tries += 1;
        if outcome.verdict == TaskVerdict::Correct {
            self.solved_at.get_or_insert(self.tries);
        } else if let Some(mistake) = &outcome.mistake {
            self.mistakes.insert(mistake.clone());
        } else {
            self.is_unknown = true;
        }
    }
}

/// Adds what a newer submission did in each task.
pub fn add_outcomes(
    tallies: &mut Vec<TaskTally>,
    submission: SubmissionId,
    outcomes: &[TaskOutcome],
) {
    for (place, outcome) in outcomes.iter().enumerate() {
        // Nearly always reports have the same tasks in the same order.
        let at = match tallies.get(place) {
            Some(tally) if tally.task == outcome.task => Some(place),
            _ => tallies.iter().position(|tally| tally.task == outcome.task),
        };
        let at = at.unwrap_or_else(|| {
            tallies.push(TaskTally::new(outcome));
            tallies.len() - 1
        });
        if let Some(tally) = tallies.get_mut(at) {
            tally.add(submission, outcome);
        }
    }
}

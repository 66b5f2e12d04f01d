//! What a student did in each task over all submissions to a homework: enough for statistics of a class, a row a student.

use super::outcome::TaskOutcome;
use crate::ids::SubmissionId;
use judge::points::Points;
use judge::report::TaskVerdict;
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::sync::Arc;

/// What a student did in one task.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaskTally {
    /// The task's name within its homework.
    #[serde(rename = "t", with = "name")]
    pub task: Arc<str>,
    /// Submissions with an answer to it; a fault of ours is nobody's attempt.
    #[serde(rename = "n", default, skip_serializing_if = "is_none")]
    pub tries: u32,
    /// Which of them was the first that solved it, counted from 1.
    #[serde(rename = "s", default, skip_serializing_if = "Option::is_none")]
    pub solved_at: Option<u32>,
    /// The most points of any submission, before the late penalty.
    #[serde(rename = "p", with = "thousandths")]
    pub best: Points,
    /// Known mistakes that were made, each once and in the order of their names.
    #[serde(
        rename = "m",
        with = "names",
        default,
        skip_serializing_if = "Vec::is_empty"
    )]
    pub mistakes: Vec<Arc<str>>,
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

/// A name as a text.
mod name {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::sync::Arc;

    pub fn serialize<S: Serializer>(name: &Arc<str>, to: S) -> Result<S::Ok, S::Error> {
        to.serialize_str(name)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Arc<str>, D::Error> {
        String::deserialize(from).map(Arc::from)
    }
}

/// Several of them.
mod names {
    use serde::{Deserialize as _, Deserializer, Serializer};
    use std::sync::Arc;

    pub fn serialize<S: Serializer>(names: &[Arc<str>], to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(names.iter().map(|name| &**name))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<Arc<str>>, D::Error> {
        let names = Vec::<String>::deserialize(from)?;
        Ok(names.into_iter().map(Arc::from).collect())
    }
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
            task: outcome.task.as_str().into(),
            tries: 0,
            solved_at: None,
            best: outcome.points,
            mistakes: Vec::new(),
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
            let place = self.mistakes.binary_search_by(|m| (**m).cmp(mistake));
            if let Err(place) = place {
                self.mistakes.insert(place, mistake.as_str().into());
            }
        } else {
            self.is_unknown = true;
        }
    }
}

/// The place of the one that `is` holds for, most likely this one: nearly always all have the same tasks in the same order.
pub fn place_of<T>(all: &[T], likely: usize, is: impl Fn(&T) -> bool) -> Option<usize> {
    match all.get(likely) {
        Some(one) if is(one) => Some(likely),
        _ => all.iter().position(is),
    }
}

/// Adds what a newer submission did in each task.
pub fn add_outcomes(
    tallies: &mut Vec<TaskTally>,
    submission: SubmissionId,
    outcomes: &[TaskOutcome],
) {
    for (place, outcome) in outcomes.iter().enumerate() {
        let at = place_of(tallies, place, |t| *t.task == *outcome.task);
        let at = at.unwrap_or_else(|| {
            tallies.push(TaskTally::new(outcome));
            tallies.len() - 1
        });
        if let Some(tally) = tallies.get_mut(at) {
            tally.add(submission, outcome);
        }
    }
}

/// Reads what was written of the tasks of many students: names that stand in every row are in memory once.
#[derive(Debug, Default)]
pub struct TallyReader {
    names: HashSet<Arc<str>>,
}

/// A [`TaskTally`] as it is written, with the names where they are.
#[derive(Deserialize)]
struct Written<'t> {
    #[serde(rename = "t")]
    task: &'t str,
    #[serde(rename = "n", default)]
    tries: u32,
    #[serde(rename = "s", default)]
    solved_at: Option<u32>,
    #[serde(rename = "p")]
    best: i64,
    #[serde(rename = "m", default, borrow)]
    mistakes: Vec<&'t str>,
    #[serde(rename = "u", default)]
    is_unknown: bool,
    #[serde(rename = "l", default)]
    last: Option<SubmissionId>,
    #[serde(rename = "o", default)]
    is_open: bool,
}

impl TallyReader {
    /// What a row says.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn read(&mut self, text: &str) -> Result<Vec<TaskTally>, serde_json::Error> {
        let Ok(written) = serde_json::from_str::<Vec<Written<'_>>>(text) else {
            // A name with an escape in it does not stand in the text as it is.
            return serde_json::from_str(text);
        };
        let tally = |written: Written<'_>| TaskTally {
            task: self.name(written.task),
            tries: written.tries,
            solved_at: written.solved_at,
            best: Points::from_thousandths(written.best),
            mistakes: written.mistakes.iter().map(|m| self.name(m)).collect(),
            is_unknown: written.is_unknown,
            last: written.last,
            is_open: written.is_open,
        };
        Ok(written.into_iter().map(tally).collect())
    }

    fn name(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.names.get(text) {
            return Arc::clone(known);
        }
        let name: Arc<str> = text.into();
        self.names.insert(Arc::clone(&name));
        name
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_for_a_class_is_what_was_written() {
        let tally = |task: &str, mistakes: &[&str]| TaskTally {
            task: task.into(),
            tries: 3,
            solved_at: Some(2),
            best: Points::from_thousandths(1250),
            mistakes: mistakes.iter().map(|m| Arc::from(*m)).collect(),
            is_unknown: true,
            last: Some(7.into()),
            is_open: true,
        };
        let nothing = TaskTally {
            tries: 0,
            solved_at: None,
            is_unknown: false,
            last: None,
            is_open: false,
            ..tally("kl", &[])
        };
        let rows = [
            vec![tally("kl", &["half", "sign"]), nothing],
            vec![tally("a \"quoted\" name", &["ru: ё"])],
            Vec::new(),
        ];
        let mut reader = TallyReader::default();
        for row in rows {
            let text = serde_json::to_string(&row).unwrap();
            assert_eq!(reader.read(&text).unwrap(), row);
            assert_eq!(serde_json::from_str::<Vec<TaskTally>>(&text).unwrap(), row);
        }
        assert!(reader.read("[{}]").is_err());
        assert_eq!(reader.names.len(), 3);
    }
}

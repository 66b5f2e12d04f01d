//! A task of a course as the judge sees it: what its mathematics answers, and what the config says of it.

use super::practice::practice_truth;
use super::solved_task::SolvedTask;
use crate::course::{Homework, Task};
use assignments::catalogue;
use judge::arrays::Arrays;
use judge::axes::Axes;
use judge::key::AnswerKey;
use judge::points::Points;
use judge::port::Port;
use judge::report::Report;
use judge::symmetry::Rule;
use l10n::Lang;
use std::borrow::Cow;

/// A task of a course with what is computed from a student's inputs.
pub(super) struct TaskKey<'a> {
    pub(super) task: &'a Task,
    pub(super) inputs: &'a Arrays,
    pub(super) solved: &'a SolvedTask,
}

impl AnswerKey for TaskKey<'_> {
    fn task(&self) -> &str {
        self.task.spec.id()
    }
    fn points(&self) -> Points {
        self.task.points
    }
    fn is_partial(&self) -> bool {
        self.task.partial
    }
    fn outputs(&self) -> &'static [Port] {
        self.task.spec.outputs()
    }
    fn rule(&self, port: &Port) -> Rule<'_> {
        self.task.rule(port)
    }
    fn truth(&self) -> Option<(&Arrays, &Axes)> {
        let run = self.solved.truth(self.task.spec, self.inputs);
        let (truth, axes) = run.as_ref().ok()?;
        Some((truth, axes))
    }
    fn mistakes(&self) -> Vec<&str> {
        self.task.mistake_names()
    }
    fn mistaken(&self) -> Option<Cow<'_, [Arrays]>> {
        let run = self.solved.mistaken(self.task.spec, self.inputs);
        let own = run.as_ref().ok()?;
        if self.task.mistakes.is_empty() {
            return Some(Cow::Borrowed(own.as_slice()));
        }
        let (truth, _) = self.truth()?;
        let mut all = own.clone();
        all.extend(self.task.named_answers(truth));
        Some(Cow::Owned(all))
    }
    fn hint(&self, mistake: &str, lang: Lang) -> Option<String> {
        self.task.hint(mistake, lang).map(ToOwned::to_owned)
    }
    fn practice(&self) -> Option<Arrays> {
        practice_truth(self.task, self.inputs)
    }
}

/// A report with the hints in another language: those of the catalogue, and those that this homework of a course names.
#[must_use]
pub fn in_language(report: Report, lang: Lang, homework: Option<&Homework>) -> Report {
    report.in_language(lang, |task, mistake, lang| {
        let (_, name) = task.split_once('/')?;
        let configured = homework.and_then(|homework| homework.task(name));
        let configured = configured.filter(|configured| configured.spec.id() == task);
        match configured {
            Some(configured) => configured.hint(mistake, lang).map(ToOwned::to_owned),
            None => hint(task, mistake, lang),
        }
    })
}

/// The sentence of a task's mistake, where the catalogue knows both.
fn hint(task: &str, mistake: &str, lang: Lang) -> Option<String> {
    let mistakes = catalogue::task(task)?.mistakes();
    let known = mistakes.iter().find(|m| m.id == mistake)?;
    Some(known.hint.get(lang).to_owned())
}

//! By which of a student's inputs a file is judged: those in force, or earlier ones that are accepted still.

use super::grade::sort_answers;
use super::solved::Solved;
use super::which_inputs::{Names, OwnMarks, which_inputs};
use crate::course::Homework;
use judge::answers::keys::Sorted;
use judge::answers::{AnswersError, Opened};
use judge::points::Points;
use judge::report::{Report, TaskVerdict, Which, WhichInputs};
use std::sync::Arc;

/// Inputs as a student was given them.
#[derive(Clone, Debug)]
pub struct Given {
    /// The release.
    pub release: i64,
    /// The arrays, with what is computed of them.
    pub solved: Arc<Solved<'static>>,
}

/// All inputs that answers to a homework may be for.
#[derive(Clone, Debug)]
pub struct Judging {
    /// Those in force, then earlier ones that are accepted still.
    pub given: Vec<Given>,
    /// The release in force.
    pub current: i64,
    /// By which marks a file names them, and those of the other homeworks.
    pub marks: OwnMarks,
}

/// A file with the inputs that it was judged by.
#[derive(Clone, Debug)]
pub struct Judged {
    /// The report.
    pub report: Report,
    /// The release of the inputs.
    pub release: i64,
    /// What the file itself says of its inputs, whatever is right in it.
    pub said: WhichInputs,
}

impl Judging {
    /// Looks into a file before it is sent. The inputs are chosen by its mark or by the shapes of its arrays: what is shown of this
    /// must not depend on whether anything is right.
    ///
    /// # Errors
    /// When two keys mean one output, or a single unnamed array could be any of several.
    pub fn look(&self, homework: &Homework, file: Opened) -> Result<Judged, AnswersError> {
        let (sorted, said, marked) = self.read(homework, file)?;
        let reports = self.reports(homework, &sorted, |release| {
            marked.is_none_or(|marked| marked == release)
        });
        Ok(self.chosen(reports, said, |report| (Points::ZERO, fitting(report))))
    }

    /// Judges a file that is sent: by the inputs for which it earns most.
    ///
    /// # Errors
    /// As [`look`](Self::look).
    pub fn judge(&self, homework: &Homework, file: Opened) -> Result<Judged, AnswersError> {
        let (sorted, said, _) = self.read(homework, file)?;
        let reports = self.reports(homework, &sorted, |_| true);
        Ok(self.best(reports, said))
    }

    /// Judges a file again that `before` is the report on, where only the tasks of `anew` are graded otherwise than then: the same as
    /// [`judge`](Self::judge), without computing what nothing has changed of.
    ///
    /// # Errors
    /// As [`look`](Self::look).
    pub fn judge_in_part(
        &self,
        homework: &Homework,
        part: (&Homework, &Report),
        file: Opened,
    ) -> Result<Judged, AnswersError> {
        let (sorted, said, _) = self.read(homework, file)?;
        let of = |given: &Given| {
            let report = given.solved.grade_in_part(homework, part, &sorted);
            (given.release, report)
        };
        Ok(self.best(self.given.iter().map(of).collect(), said))
    }

    /// The report for the inputs for which a file earns most.
    fn best(&self, reports: Vec<(i64, Report)>, said: WhichInputs) -> Judged {
        let best = |report: &Report| (report.points, right(report));
        let mut judged = self.chosen(reports, said, best);
        judged.report = settled(judged.report);
        judged
    }

    fn read(
        &self,
        homework: &Homework,
        file: Opened,
    ) -> Result<(Sorted, WhichInputs, Option<i64>), AnswersError> {
        let names = Names::of(&file.arrays);
        let sorted = sort_answers(file, homework)?;
        let said = which_inputs(homework, &names, &sorted, &self.marks, self.current);
        let known = |release: &i64| self.given.iter().any(|g| g.release == *release);
        Ok((sorted, said.which, said.release.filter(known)))
    }

    fn reports(
        &self,
        homework: &Homework,
        sorted: &Sorted,
        wanted: impl Fn(i64) -> bool,
    ) -> Vec<(i64, Report)> {
        let given = self.given.iter().filter(|given| wanted(given.release));
        given
            .map(|given| (given.release, given.solved.grade(homework, sorted)))
            .collect()
    }

    /// The report that is best by this measure; of equal ones the first.
    fn chosen(
        &self,
        reports: Vec<(i64, Report)>,
        said: WhichInputs,
        measure: impl Fn(&Report) -> (Points, usize),
    ) -> Judged {
        let (mut release, mut report) = (self.current, Report::default());
        let mut most = None;
        for (number, one) in reports {
            let worth = measure(&one);
            if most.is_none_or(|most| worth > most) {
                (release, report, most) = (number, one, Some(worth));
            }
        }
        report.inputs = Some(if release == self.current {
            said.clone()
        } else {
            said.clone().earlier()
        });
        Judged {
            report,
            release,
            said,
        }
    }
}

/// A report once it may depend on what is right: answers of which half or more are right are for the inputs that they were judged
/// by, whatever their file says.
#[must_use]
pub fn settled(mut report: Report) -> Report {
    let (right, fitting) = (right(&report), fitting(&report));
    report.inputs = report.inputs.take().map(|inputs| {
        let proven = right > 0 && 2 * right >= fitting && inputs.which != Which::Earlier;
        if proven { inputs.proven() } else { inputs }
    });
    report
}

fn right(report: &Report) -> usize {
    count(report, |verdict, _| verdict == TaskVerdict::Correct)
}

fn fitting(report: &Report) -> usize {
    count(report, |verdict, fits| {
        fits && verdict != TaskVerdict::WrongDtype
    })
}

fn count(report: &Report, wanted: impl Fn(TaskVerdict, bool) -> bool) -> usize {
    let outputs = report.tasks.iter().flat_map(|task| &task.outputs);
    outputs
        .filter(|o| wanted(o.verdict, o.got_shape.as_ref() == Some(&o.expected_shape)))
        .count()
}

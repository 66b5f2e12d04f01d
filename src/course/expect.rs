//! `[[expect]]`: what a config says of itself, tried on a hundred students before it is published.

use super::expectation::{Expect, Place, Sent};
use super::keys;
use super::model::{Course, Homework, Task};
use crate::config::Code;
use crate::config::Diagnostics;
use crate::config::{Section, Value};
use crate::config::{Sink, problem};
use assignments::catalogue;
use l10n::{Arg, nearest};

/// The most expectations of one file: each is tried on a hundred students while somebody waits.
const MOST: usize = 64;

/// An expectation that does not hold.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// Where what was expected stands.
    pub place: Place,
    /// What was expected.
    pub expected: Arg,
    /// What came instead.
    pub came: Arg,
    /// The seed of the first student for whom it came.
    pub seed: u64,
    /// For how many of the students.
    pub students: usize,
}

/// The verdicts that can be expected.
const VERDICTS: [(&str, &str); 6] = [
    ("correct", "correct"),
    ("wrong", "wrong"),
    ("not_finite", "not_finite"),
    ("wrong_shape", "wrong_shape"),
    ("wrong_dtype", "wrong_dtype"),
    ("missing", "missing"),
];

/// Reads all expectations of a file that has these homeworks.
pub(super) fn all(value: &Value<'_>, homeworks: &[Homework]) -> Vec<Expect> {
    let sections = value.sections();
    if sections.len() > MOST {
        let many = problem(Code::TooManyExpects, value.span.clone());
        value.sink.error(many.with("most", MOST));
        return Vec::new();
    }
    let read = |section| one(section, homeworks);
    sections.into_iter().filter_map(read).collect()
}

fn one(section: Section<'_>, homeworks: &[Homework]) -> Option<Expect> {
    let (sink, entry) = (section.sink, section.span.clone());
    let draft = keys::read::<Expect>(section, &());
    let homework = draft.homework.and_then(|v| known_homework(&v, homeworks));
    let task = match (homework, &draft.task) {
        (Some(homework), Some(task)) => Some(known_task(task, homework)?),
        _ => None,
    };
    let sent = [&draft.correct, &draft.missing, &draft.mistake];
    if sent.iter().filter(|v| v.is_some()).count() != 1 {
        sink.error(problem(Code::ExpectSent, entry));
        return None;
    }
    if draft.points.is_none() && draft.verdict.is_none() {
        sink.error(problem(Code::ExpectNothing, entry));
        return None;
    }
    let sent = match (draft.correct, draft.missing, draft.mistake) {
        (Some(v), _, _) => set(&v).then_some(Sent::Correct),
        (_, Some(v), _) => set(&v).then_some(Sent::Missing),
        (_, _, Some(v)) => known_mistake(&v, task),
        _ => None,
    };
    let place = |v: &Option<Value<'_>>| Place(v.as_ref().map_or(entry.clone(), |v| v.span.clone()));
    let (points_place, verdict_place) = (place(&draft.points), place(&draft.verdict));
    let points = match draft.points {
        Some(v) => Some(v.points()?),
        None => None,
    };
    let verdict = match draft.verdict {
        Some(v) => Some(v.choice(&VERDICTS)?.to_owned()),
        None => None,
    };
    Some(Expect {
        homework: homework?.name().to_owned(),
        task: task.map(|task| task.name().to_owned()),
        sent: sent?,
        points,
        verdict,
        points_place,
        verdict_place,
    })
}

/// `correct = true`; false says nothing.
fn set(value: &Value<'_>) -> bool {
    let set = value.boolean();
    if set == Some(false) {
        value
            .sink
            .error(problem(Code::ExpectSent, value.span.clone()));
    }
    set == Some(true)
}

fn known_homework<'h>(value: &Value<'_>, homeworks: &'h [Homework]) -> Option<&'h Homework> {
    let name = value.text()?;
    let found = homeworks.iter().find(|h| h.name() == name);
    // One that is in the file and could not be read has been reported already.
    let reported = value.sink.errors() > 0 && catalogue::homework(name).is_some();
    if found.is_none() && !reported {
        let names = homeworks.iter().map(Homework::name);
        let known: Vec<_> = names.clone().collect();
        let unknown = problem(Code::UnknownHomework, value.span.clone()).with("homework", name);
        let unknown = unknown.with("known", known.join(", "));
        value.sink.error(unknown.near(nearest(name, names)));
    }
    found
}

fn known_task<'h>(value: &Value<'_>, homework: &'h Homework) -> Option<&'h Task> {
    let name = value.text()?;
    let found = homework.task(name);
    if found.is_none() {
        let names = homework.tasks.iter().map(Task::name);
        let unknown = problem(Code::UnknownTask, value.span.clone()).with("task", name);
        let unknown = unknown.with("homework", homework.name());
        value.sink.error(unknown.near(nearest(name, names)));
    }
    found
}

fn known_mistake(value: &Value<'_>, task: Option<&Task>) -> Option<Sent> {
    let name = value.text()?;
    let Some(task) = task else {
        value
            .sink
            .error(problem(Code::MistakeWithoutTask, value.span.clone()));
        return None;
    };
    let known = task.mistake_names();
    if known.contains(&name) {
        return Some(Sent::Mistake(name.to_owned()));
    }
    let unknown = problem(Code::UnknownMistake, value.span.clone()).with("mistake", name);
    let unknown = unknown
        .with("task", task.name())
        .with("known", known.join(", "));
    value
        .sink
        .error(unknown.near(nearest(name, known.iter().copied())));
    None
}

impl Course {
    /// The problems that unmet expectations are, at their places in `source`.
    pub fn unmet(source: &str, unmet: &[Unmet]) -> Diagnostics {
        let sink = Sink::new(source);
        for one in unmet {
            let said = problem(Code::ExpectUnmet, one.place.0.clone());
            let said = said
                .with("expected", one.expected.clone())
                .with("came", one.came.clone())
                .with("seed", one.seed.to_string())
                .with("students", one.students);
            sink.error(said);
        }
        sink.finish()
    }
}

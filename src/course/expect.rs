//! `[[expect]]`: what a config says of itself, tried on a hundred students before it is published.

use super::code::Code;
use super::diagnostics::Diagnostics;
use super::model::{Course, Words};
use super::nearest::nearest;
use super::reader::{Section, Span, Value};
use super::sink::{Arg, Sink, problem};
use crate::points::Points;
use assignments::catalogue;
use assignments::task::AnyTask;

/// The most expectations of one file: each is tried on a hundred students while somebody waits.
const MOST: usize = 64;

/// A place in the file. Where something stands is not what it says: all places are equal.
#[derive(Clone, Debug, Default)]
pub struct Place(pub(super) Span);

impl PartialEq for Place {
    fn eq(&self, _: &Self) -> bool {
        true
    }
}

/// What is sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sent {
    /// The reference answers.
    Correct,
    /// Nothing.
    Missing,
    /// A known mistake of the task.
    Mistake(String),
}

/// One expectation.
#[derive(Clone, Debug, PartialEq)]
pub struct Expect {
    /// The homework.
    pub homework: String,
    /// One task; the whole homework where it is left out.
    pub task: Option<String>,
    /// What is sent.
    pub sent: Sent,
    /// The points that it must give.
    pub points: Option<Points>,
    /// The verdict that it must get, as reports name it; of a whole homework that of every graded task.
    pub verdict: Option<String>,
    /// Where the points stand.
    pub points_place: Place,
    /// Where the verdict stands.
    pub verdict_place: Place,
}

/// An expectation that does not hold.
#[derive(Clone, Debug)]
pub struct Unmet {
    /// Where what was expected stands.
    pub place: Place,
    /// What was expected.
    pub expected: Words,
    /// What came instead.
    pub came: Words,
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

/// Reads all expectations; `homeworks` are the names that the course has.
pub(super) fn read(value: &Value<'_>, homeworks: &[String]) -> Vec<Expect> {
    let sections = value.sections();
    if sections.len() > MOST {
        let many = problem(Code::TooManyExpects, value.span.clone());
        value.sink.error(many.with("most", MOST));
        return Vec::new();
    }
    sections
        .into_iter()
        .filter_map(|section| one(section, homeworks))
        .collect()
}

fn one(mut section: Section<'_>, homeworks: &[String]) -> Option<Expect> {
    let sink = section.sink;
    let entry = section.span.clone();
    let homework = section.required("homework");
    let task = section.optional("task");
    let correct = section.optional("correct");
    let missing = section.optional("missing");
    let mistake = section.optional("mistake");
    let points = section.optional("points");
    let verdict = section.optional("verdict");
    section.finish();
    let homework = homework.and_then(|v| known_homework(&v, homeworks));
    let any = match (&homework, &task) {
        (Some(homework), Some(task)) => Some(known_task(task, homework)?),
        _ => None,
    };
    let sent = [&correct, &missing, &mistake];
    if sent.iter().filter(|v| v.is_some()).count() != 1 {
        sink.error(problem(Code::ExpectSent, entry));
        return None;
    }
    if points.is_none() && verdict.is_none() {
        sink.error(problem(Code::ExpectNothing, entry));
        return None;
    }
    let sent = match (correct, missing, mistake) {
        (Some(v), _, _) => set(&v).then_some(Sent::Correct),
        (_, Some(v), _) => set(&v).then_some(Sent::Missing),
        (_, _, Some(v)) => known_mistake(&v, any),
        _ => None,
    };
    let place = |v: &Option<Value<'_>>| Place(v.as_ref().map_or(entry.clone(), |v| v.span.clone()));
    let (points_place, verdict_place) = (place(&points), place(&verdict));
    let points = match points {
        Some(v) => Some(v.points()?),
        None => None,
    };
    let verdict = match verdict {
        Some(v) => Some(v.choice(&VERDICTS)?.to_owned()),
        None => None,
    };
    Some(Expect {
        homework: homework?,
        task: any.map(|any| any.name().to_owned()),
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

fn known_homework(value: &Value<'_>, homeworks: &[String]) -> Option<String> {
    let name = value.text()?;
    let names = homeworks.iter().map(String::as_str);
    if names.clone().any(|n| n == name) {
        return Some(name.to_owned());
    }
    // One that is in the file and could not be read has been reported already.
    if value.sink.errors() > 0 && catalogue::homework(name).is_some() {
        return None;
    }
    let unknown = problem(Code::UnknownHomework, value.span.clone()).with("homework", name);
    let unknown = unknown.with("known", homeworks.join(", "));
    value.sink.error(unknown.near(nearest(name, names)));
    None
}

fn known_task(value: &Value<'_>, homework: &str) -> Option<&'static dyn AnyTask> {
    let name = value.text()?;
    let found = catalogue::task(&format!("{homework}/{name}"));
    if found.is_none() {
        let tasks = catalogue::homework(homework).map_or(&[][..], |h| h.tasks);
        let unknown = problem(Code::UnknownTask, value.span.clone()).with("task", name);
        let unknown = unknown.with("homework", homework);
        value
            .sink
            .error(unknown.near(nearest(name, tasks.iter().map(|t| t.name()))));
    }
    found
}

fn known_mistake(value: &Value<'_>, task: Option<&'static dyn AnyTask>) -> Option<Sent> {
    let name = value.text()?;
    let Some(task) = task else {
        value
            .sink
            .error(problem(Code::MistakeWithoutTask, value.span.clone()));
        return None;
    };
    let mistakes = task.mistakes();
    if mistakes.iter().any(|m| m.id == name) {
        return Some(Sent::Mistake(name.to_owned()));
    }
    let known: Vec<_> = mistakes.iter().map(|m| m.id).collect();
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
                .with("expected", Arg::Words(one.expected.clone()))
                .with("came", Arg::Words(one.came.clone()))
                .with("seed", one.seed.to_string())
                .with("students", one.students);
            sink.error(said);
        }
        sink.finish()
    }
}

/// The entry as a file says it.
pub(super) fn written(expect: &Expect) -> String {
    let quoted = |text: &str| toml::Value::from(text).to_string();
    let mut lines = vec![format!("homework = {}", quoted(&expect.homework))];
    if let Some(task) = &expect.task {
        lines.push(format!("task = {}", quoted(task)));
    }
    lines.push(match &expect.sent {
        Sent::Correct => "correct = true".to_owned(),
        Sent::Missing => "missing = true".to_owned(),
        Sent::Mistake(name) => format!("mistake = {}", quoted(name)),
    });
    if let Some(points) = expect.points {
        lines.push(format!("points = \"{points}\""));
    }
    if let Some(verdict) = &expect.verdict {
        lines.push(format!("verdict = {}", quoted(verdict)));
    }
    lines.join("\n")
}

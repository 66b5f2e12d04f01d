//! `[[homework.task.mistake]]`: mistakes that a config names, beside those of the catalogue. Each is a transformation of the right answer,
//! so that it is recognised in the same way, by the student's program too. That it is told apart is tried on a hundred students.

use super::keys;
use super::lookup::output;
use super::mistakes::{instances, passes};
use super::model::{NamedMistake, Task};
use crate::config::{Code, Section, Sink, Span, Unique, Value, problem};
use assignments::task::AnyTask;
use judge::arrays::Arrays;
use judge::axes::Axes;
use judge::recognition::{Finding, Known, recognise};
use judge::transformation::Transformation;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The most mistakes that a config names of one task: each is tried with every answer.
const MOST: usize = 20;
/// The longest hint, in characters: that of the catalogue.
const LONGEST_HINT: usize = 280;

/// The mistakes of a task as a file lists them, each with the place of what it is like.
pub(super) fn read(any: &dyn AnyTask, list: &Value<'_>) -> Vec<(NamedMistake, Span)> {
    let sections = list.sections();
    if sections.len() > MOST {
        let many = problem(Code::TooManyMistakes, list.key_span.clone());
        list.sink.error(many.with("most", MOST));
        return Vec::new();
    }
    let mut names = Unique::default();
    let one = |section| one(any, section, &mut names);
    sections.into_iter().filter_map(one).collect()
}

fn one(
    any: &dyn AnyTask,
    section: Section<'_>,
    names: &mut Unique,
) -> Option<(NamedMistake, Span)> {
    let sink = section.sink;
    let draft = keys::read::<NamedMistake>(section, &());
    let name = draft.id.as_ref().and_then(Value::name);
    if let (Some(name), Some(id)) = (name, &draft.id) {
        if any.mistakes().iter().any(|m| m.id == name) {
            let taken = problem(Code::Duplicate, id.span.clone()).with("name", name);
            sink.error(taken);
        } else {
            names.insert(name, id.span.clone(), sink);
        }
    }
    let hint = draft.hint.map(|(words, place)| {
        if [&words.en, &words.ru]
            .iter()
            .any(|t| t.chars().count() > LONGEST_HINT)
        {
            let long = problem(Code::HintTooLong, place.span);
            sink.error(long.with("most", LONGEST_HINT));
        }
        words
    });
    let place = draft.like.as_ref().map(Value::whole_span);
    let like = draft.like.map(|value| likes(any, &value));
    let mistake = NamedMistake {
        name: name?.to_owned(),
        hint: hint?,
        like: like?,
    };
    Some((mistake, place?))
}

/// What it is like: of the one output, or of outputs by name.
fn likes(any: &dyn AnyTask, value: &Value<'_>) -> BTreeMap<String, Transformation> {
    if let (true, [port]) = (value.node.is_str(), any.outputs()) {
        let like = like(value);
        return like
            .map(|like| (port.name.to_owned(), like))
            .into_iter()
            .collect();
    }
    let Some(section) = value.section() else {
        return BTreeMap::new();
    };
    if section.entries().next().is_none() {
        value
            .sink
            .error(problem(Code::LikeNothing, value.span.clone()));
    }
    let of = |entry: Value<'_>| Some((output(any, &entry)?.name.to_owned(), like(&entry)?));
    section.entries().filter_map(of).collect()
}

fn like(value: &Value<'_>) -> Option<Transformation> {
    let text = value.text()?;
    let read = text.parse::<Transformation>();
    if read.is_err() {
        let bad = problem(Code::BadLike, value.span.clone()).with("like", text);
        value.sink.error(bad);
    }
    read.ok()
}

/// What became of one mistake with one student.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    /// It is named.
    Itself,
    /// It is a right answer.
    Right,
    /// It is told from the right answer, and another one is named: this one of all.
    Other(usize),
    /// Nothing is named.
    Nothing,
}

/// What became of all mistakes of the config with one student, and which of the task's own each hides.
struct Student {
    told: Vec<Told>,
    hidden: Vec<Option<usize>>,
}

/// Reports the mistakes of the config that would be named where they must not be, or never.
pub(super) fn check(task: &Task, places: &[Span], sink: &Sink) {
    let any = task.spec;
    let students: Vec<Student> = instances(task)
        .par_iter()
        .filter_map(|inputs| student(task, inputs))
        .collect();
    let names = task.mistake_names();
    for (index, (mistake, place)) in task.mistakes.iter().zip(places).enumerate() {
        let said = |code| {
            problem(code, place.clone())
                .with("mistake", mistake.name.as_str())
                .with("task", any.name())
                .with("tried", students.len())
        };
        let told = || students.iter().map(|student| student.told[index]);
        let right = told().filter(|told| *told == Told::Right).count();
        let hidden = students.iter().find_map(|student| student.hidden[index]);
        let other = told().find_map(|told| match told {
            Told::Other(other) => Some(other),
            _ => None,
        });
        let name = |index: usize| names.get(index).copied().unwrap_or_default();
        if right > 0 {
            sink.error(said(Code::NamedIsRight).with("right", right));
        } else if told().any(|told| told == Told::Itself) {
            if let Some(hidden) = hidden {
                sink.error(said(Code::NamedHides).with("other", name(hidden)));
            }
        } else if let Some(other) = other {
            sink.error(said(Code::NamedIsKnown).with("other", name(other)));
        } else {
            sink.error(said(Code::NamedNeverTold));
        }
    }
}

fn student(task: &Task, inputs: &Arrays) -> Option<Student> {
    let any = task.spec;
    let truth = any.reference(inputs).ok()?;
    let axes = Axes::unify(any.inputs(), inputs).ok()?;
    let axes = axes.with(any.outputs(), &truth).ok()?;
    let own = any.mistaken(inputs).ok()?;
    let named = task.named_answers(&truth);
    let all = [own.as_slice(), named.as_slice()].concat();
    // The mistakes that are named where somebody answers this, by output.
    let found = |mistaken: &[Arrays], answer: &Arrays| -> BTreeMap<&str, Vec<usize>> {
        let known = Known {
            ports: any.outputs(),
            axes: &axes,
            truth: &truth,
            mistaken,
            others: &Vec::new,
        };
        let found = recognise(&known, answer, |port| task.rule(port));
        let index = |finding: Finding| match finding {
            Finding::Mistake(index) => Some(index),
            _ => None,
        };
        let of = |(output, findings): (&'static str, Vec<Finding>)| {
            (output, findings.into_iter().filter_map(index).collect())
        };
        found.into_iter().map(of).collect()
    };
    let told = named.iter().enumerate().map(|(index, answer)| {
        if passes(any, &truth, answer, |port| task.rule(port)) {
            return Told::Right;
        }
        let first = found(&all, answer).into_values().flatten().min();
        match first {
            Some(found) if found == own.len() + index => Told::Itself,
            Some(found) => Told::Other(found),
            None => Told::Nothing,
        }
    });
    let told = told.collect();
    // Of several outputs one may be a mistake that is known: it is still to be named.
    let hidden = named.iter().map(|answer| {
        let mut with = own.clone();
        with.push(answer.clone());
        let (before, after) = (found(&own, answer), found(&with, answer));
        let is_gone = |output: &str, index: &usize| {
            let now = after.get(output);
            now.is_none_or(|now| !now.contains(index))
        };
        before.iter().find_map(|(output, mistakes)| {
            mistakes
                .iter()
                .find(|index| is_gone(output, index))
                .copied()
        })
    });
    let hidden = hidden.collect();
    Some(Student { told, hidden })
}

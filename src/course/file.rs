//! A whole file: a course, or the grading config of one homework.

use super::code::Code;
use super::dates;
use super::diagnostics::Diagnostics;
use super::formula::Formula;
use super::grading::Lists;
use super::homework::{self, Shared};
use super::manual::Unique;
use super::model::{Course, Homework, Manual, Task};
use super::policy::Policy;
use super::reader::{Section, Span, Value};
use super::sink::{Arg, Sink, problem};
use super::syntax::Syntax;
use crate::points::Points;
use assignments::catalogue::{HOMEWORKS, Homework as Listed};
use jiff::tz::TimeZone;
use toml::de::DeTable;

/// The largest file, in bytes.
pub const LARGEST: usize = 256 * 1024;

/// A grading config of one homework, as in `assignments/HOMEWORK/grading.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Grading {
    /// The homework it belongs to.
    pub homework: String,
    /// What its tasks and items add up to, bonus aside.
    pub max_points: Points,
    /// Every task, graded or practice, in the order of the catalogue.
    pub tasks: Vec<Task>,
    /// Items graded by a person.
    pub manual: Vec<Manual>,
}

/// What a valid file is.
#[derive(Clone, Debug, PartialEq)]
pub enum File {
    /// A whole course.
    Course(Box<Course>),
    /// The grading of one homework.
    Grading(Grading),
}

impl Course {
    /// Reads a course file.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse(text: &str) -> Result<Self, Diagnostics> {
        Self::parse_reporting(text).map(|(course, _)| course)
    }

    /// Reads a course file that was published. Whether its tolerances let a known mistake pass was tried then; draws that have changed
    /// since take no course out of force.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse_stored(text: &str) -> Result<Self, Diagnostics> {
        let read = read_into(Sink::stored(text), |root| course(root, HOMEWORKS));
        read.map(|(course, _)| course)
    }

    /// Reads a course file; with the course come the warnings.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse_reporting(text: &str) -> Result<(Self, Diagnostics), Diagnostics> {
        Self::parse_with(text, HOMEWORKS)
    }

    /// The same with another catalogue.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse_with(
        text: &str,
        catalogue: &[Listed],
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        read(text, |root| course(root, catalogue))
    }
}

impl File {
    /// Reads a course file or the grading config of one homework, whichever it is; with it come the warnings.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse(text: &str) -> Result<(Self, Diagnostics), Diagnostics> {
        Self::parse_with(text, HOMEWORKS)
    }

    /// The same with another catalogue.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse_with(
        text: &str,
        catalogue: &[Listed],
    ) -> Result<(Self, Diagnostics), Diagnostics> {
        read(text, |root| {
            if is_grading(&root) {
                grading(root, catalogue).map(Self::Grading)
            } else {
                course(root, catalogue).map(Box::new).map(Self::Course)
            }
        })
    }
}

fn read<T>(
    text: &str,
    walk: impl FnOnce(Section<'_>) -> Option<T>,
) -> Result<(T, Diagnostics), Diagnostics> {
    read_into(Sink::new(text), walk)
}

fn read_into<T>(
    sink: Sink,
    walk: impl FnOnce(Section<'_>) -> Option<T>,
) -> Result<(T, Diagnostics), Diagnostics> {
    let result = root(&sink, walk);
    let found = sink.finish();
    match result {
        Some(value) if !found.has_errors() => Ok((value, found)),
        _ => Err(found),
    }
}

/// Parses the text of the sink and walks its root, unless it is no TOML.
fn root<T>(sink: &Sink, walk: impl FnOnce(Section<'_>) -> Option<T>) -> Option<T> {
    let text = sink.source.as_str();
    if text.len() > LARGEST {
        sink.error(problem(Code::TooLarge, 0..0).with("most", LARGEST / 1024));
        return None;
    }
    let (table, errors) = DeTable::parse_recoverable(text);
    let mut lines = Unordered::default();
    for error in &errors {
        let span = error.span().unwrap_or_default();
        // What follows on the same line is the parser finding its feet again.
        let before = text.get(..span.start).unwrap_or(text);
        if lines.is_new(before.matches('\n').count()) {
            let at = text.get(span.clone()).unwrap_or_default();
            let message = error.message();
            let reason = Arg::explained(&Syntax { message, at });
            sink.error(problem(Code::Syntax, span).with("reason", reason));
        }
    }
    if !errors.is_empty() {
        return None;
    }
    walk(Section::new(table.get_ref(), 0..0, sink))
}

#[derive(Default)]
struct Unordered(Vec<usize>);

impl Unordered {
    fn is_new(&mut self, line: usize) -> bool {
        let new = !self.0.contains(&line);
        if new {
            self.0.push(line);
        }
        new
    }
}

/// The lists of a homework's own grading config.
pub(super) fn lists(sink: &Sink, homework: &Listed, catalogue: &[Listed]) -> Option<Lists> {
    root(sink, |mut root| {
        root.optional("homework");
        let lists = Lists::read(&mut root, Some(homework), catalogue);
        root.finish();
        Some(lists)
    })
}

fn is_grading(root: &Section<'_>) -> bool {
    let course = ["title", "time_zone", "final_grade", "exam", "defaults"];
    let names_homework = root
        .entries()
        .any(|v| v.key == "homework" && v.node.is_str());
    let grades = ["task", "manual", "max_points"]
        .iter()
        .any(|key| root.has(key));
    (names_homework || grades) && !course.iter().any(|key| root.has(key))
}

fn grading(mut root: Section<'_>, catalogue: &[Listed]) -> Option<Grading> {
    let sink = root.sink;
    let named = root.optional("homework");
    let listed = match &named {
        Some(value) => homework::find(value, catalogue),
        None => homework_of_tasks(&root, catalogue),
    };
    if named.is_none() && listed.is_none() {
        sink.error(problem(Code::HomeworkUnclear, 0..0));
    }
    let place = named.map_or(0..0, |v| v.span);
    let lists = Lists::read(&mut root, listed, catalogue);
    root.finish();
    let listed = listed?;
    let graded = lists.over(Lists::default(), listed, place, true, sink);
    Some(Grading {
        homework: listed.name.to_owned(),
        max_points: graded.max,
        tasks: graded.tasks,
        manual: graded.manual,
    })
}

/// The homework that has most of the tasks listed.
fn homework_of_tasks<'c>(root: &Section<'_>, catalogue: &'c [Listed]) -> Option<&'c Listed> {
    let tasks = root.entries().find(|v| v.key == "task")?;
    let names: Vec<&str> = tasks
        .node
        .as_array()?
        .iter()
        .filter_map(|t| t.get_ref().get("id")?.get_ref().as_str())
        .collect();
    let own = |h: &Listed| h.tasks.iter().filter(|t| names.contains(&t.name())).count();
    // The first of equals, as in the order of the course.
    let best = catalogue.iter().rev().max_by_key(|h| own(h))?;
    (own(best) > 0).then_some(best)
}

fn course(mut root: Section<'_>, catalogue: &[Listed]) -> Option<Course> {
    let sink = root.sink;
    let title = root.required("title").and_then(|v| v.words());
    let zone = root.required("time_zone").and_then(|v| dates::zone(&v));
    let formula = root.required("final_grade");
    let exam_max = root
        .optional("exam")
        .map_or(Some(Points::ZERO), |v| exam(&v));
    let defaults = root.optional("defaults").and_then(|v| v.section());
    let defaults = defaults.map(|mut section| {
        let policy = Policy::read(&mut section);
        section.finish();
        policy
    });
    let shared = Shared {
        catalogue,
        // Dates are still read under a wrong zone, for the other mistakes they may hold.
        zone: zone.clone().unwrap_or(TimeZone::UTC),
        defaults: defaults.unwrap_or_default(),
    };
    let homeworks = homeworks(&mut root, &shared);
    let names: Vec<String> = homeworks.iter().map(|h| h.name.clone()).collect();
    let expects = root
        .optional("expect")
        .map(|v| super::expect::read(&v, &names));
    root.finish();
    let mut course = Course {
        title: title.unwrap_or_default(),
        time_zone: shared.zone,
        exam_max: exam_max.unwrap_or_default(),
        grade: Formula::parse("points").ok()?,
        homeworks,
        expects: expects.unwrap_or_default(),
    };
    let most = course.max_points() + course.bonus_points();
    course.grade = final_grade(&formula?, most, sink)?;
    Some(course)
}

fn exam(value: &Value<'_>) -> Option<Points> {
    let mut section = value.section()?;
    let max = section.required("max_points").and_then(|v| v.points());
    section.finish();
    max
}

fn homeworks(root: &mut Section<'_>, shared: &Shared<'_>) -> Vec<Homework> {
    let sink = root.sink;
    let sections = root.optional("homework").map(|v| v.sections());
    if sections.as_ref().is_none_or(Vec::is_empty) {
        sink.error(problem(Code::NoHomeworks, 0..0));
    }
    let mut names = Unique::default();
    let mut result = Vec::new();
    for section in sections.into_iter().flatten() {
        let Some((homework, place)) = homework::read(section, shared) else {
            continue;
        };
        if names.insert(&homework.name, place, sink) {
            result.push(homework);
        }
    }
    result
}

fn final_grade(value: &Value<'_>, most: Points, sink: &Sink) -> Option<Formula> {
    let text = value.text()?;
    match Formula::parse_up_to(text, most) {
        Ok(formula) => {
            if !formula.uses_points() {
                sink.warning(problem(Code::FormulaWithoutPoints, value.span.clone()));
            }
            Some(formula)
        }
        Err(error) => {
            let place = inside(&sink.source, &value.span, text, error.position.clone());
            let bad = problem(Code::BadFormula, place);
            sink.error(bad.with("reason", Arg::explained(&error)));
            None
        }
    }
}

/// The place of a part of a string in the file; the whole string where escapes make the two differ.
fn inside(source: &str, string: &Span, text: &str, part: Span) -> Span {
    let raw = source.get(string.clone()).unwrap_or_default();
    match raw.find(text).filter(|_| !text.is_empty()) {
        Some(offset) => {
            let start = string.start + offset;
            start + part.start..start + part.end
        }
        None => string.clone(),
    }
}

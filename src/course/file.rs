//! A whole file: a course, or the grading config of one homework.

use super::formula::Formula;
use super::grading::file_lists;
use super::lists::Lists;
use super::model::{Course, Homework, Manual, Task};
use super::{keys, lookup};
use crate::config::Code;
use crate::config::Diagnostics;
use crate::config::{Section, Span, Value};
use crate::config::{Sink, problem};
use crate::config::{read, read_into};
use assignments::catalogue::{HOMEWORKS, Homework as Listed};
use judge::points::Points;
use l10n::Explain as _;

/// A grading config of one homework, as in `assignments/HOMEWORK/grading.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Grading {
    /// The homework it belongs to.
    pub homework: &'static str,
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
        Self::parse_stored_reporting(text).map(|(course, _)| course)
    }

    /// The same; with the course come the warnings.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub(super) fn parse_stored_reporting(text: &str) -> Result<(Self, Diagnostics), Diagnostics> {
        read_into(Sink::stored(text), |root| course(root, HOMEWORKS))
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
        catalogue: &'static [Listed],
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
        catalogue: &'static [Listed],
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

fn grading(mut root: Section<'_>, catalogue: &'static [Listed]) -> Option<Grading> {
    let sink = root.sink;
    let named = root.optional("homework", "homework = \"elbo\"");
    let listed = match &named {
        Some(value) => lookup::homework(value, catalogue),
        None => homework_of_tasks(&root, catalogue),
    };
    if named.is_none() && listed.is_none() {
        sink.error(problem(Code::HomeworkUnclear, 0..0));
    }
    let place = named.map_or(0..0, |v| v.span);
    let lists = file_lists(root, listed, catalogue);
    let listed = listed?;
    let graded = lists.over(Lists::default(), listed, place, true, sink);
    Some(Grading {
        homework: listed.name,
        max_points: graded.max,
        tasks: graded.tasks,
        manual: graded.manual,
    })
}

/// The homework that has most of the tasks listed.
fn homework_of_tasks(root: &Section<'_>, catalogue: &'static [Listed]) -> Option<&'static Listed> {
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

fn course(root: Section<'_>, catalogue: &'static [Listed]) -> Option<Course> {
    let sink = root.sink;
    let draft = keys::read::<Course>(root, &catalogue);
    if draft.listed == 0 {
        sink.error(problem(Code::NoHomeworks, 0..0));
    }
    let formula = draft.formula?;
    let most = |h: &Homework| h.max_points + h.bonus_points();
    let most = draft.homeworks.iter().map(most).sum::<Points>() + draft.exam_max;
    let grade = final_grade(&formula, most, sink)?;
    Some(Course {
        title: draft.title?,
        time_zone: draft.zone?,
        exam_max: draft.exam_max,
        grade,
        excused: draft.excused,
        homeworks: draft.homeworks,
        expects: draft.expects,
    })
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
            sink.error(bad.with("reason", error.message()));
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

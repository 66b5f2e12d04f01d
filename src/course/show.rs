//! A course as a file: everything that holds, said; what the tasks themselves bring stands in comments.

use super::keys::{Keyed, Toml};
use super::model::{Course, Homework, Task};
use judge::symmetry::Symmetry;
use judge::tolerance::Tolerance;
use l10n::Localized;
use std::fmt::Write as _;

impl Course {
    /// The effective config with every default filled in; reading it gives the same course.
    pub fn to_toml(&self) -> String {
        let mut out = lines(self);
        for homework in &self.homeworks {
            out += &of_homework(homework);
        }
        for expect in &self.expects {
            out += &section("expect", expect);
        }
        out
    }
}

fn of_homework(homework: &Homework) -> String {
    let mut out = section("homework", homework);
    let (graded, practice): (Vec<_>, Vec<_>) = homework.tasks.iter().partition(|t| t.is_graded());
    if !practice.is_empty() {
        let names: Vec<_> = practice.into_iter().map(Task::name).collect();
        out += "# practice: ";
        out += &names.join(", ");
        out.push('\n');
    }
    for task in graded {
        out += &section("homework.task", task);
        for mistake in &task.mistakes {
            out += &section("homework.task.mistake", mistake);
        }
    }
    for item in &homework.manual {
        out += &section("homework.manual", item);
        for criterion in &item.rubric {
            out += &section("homework.manual.criterion", criterion);
        }
    }
    out
}

/// One table of an array: its header, and a line a key.
pub(super) fn section<T: Keyed>(header: &str, what: &T) -> String {
    format!("\n[[{header}]]\n{}", lines(what))
}

fn lines<T: Keyed>(what: &T) -> String {
    let mut out = String::new();
    for key in T::KEYS {
        for setting in (key.settings)(what) {
            let dot = if setting.of.is_empty() { "" } else { "." };
            let name = format!("{}{dot}{}", key.name, setting.of);
            // Writing to a string does not fail.
            let _ = match setting.toml {
                Toml::Line(value) => writeln!(out, "{name} = {value}"),
                Toml::Comment(value) => writeln!(out, "# {name} = {value}"),
                Toml::Sections(_) | Toml::Nothing => Ok(()),
            };
        }
    }
    out
}

/// A text in both languages.
pub(super) fn words(words: &Localized) -> String {
    let (en, ru) = (quoted(&words.en), quoted(&words.ru));
    format!("{{ en = {en}, ru = {ru} }}")
}

/// A string.
pub(super) fn quoted(text: &str) -> String {
    toml::Value::from(text).to_string()
}

/// A tolerance, to the last digit.
pub(super) fn tolerance(tolerance: Tolerance) -> String {
    let Tolerance { rtol, atol } = tolerance;
    format!("{{ rtol = {rtol:e}, atol = {atol:e} }}")
}

/// How a config says an order.
pub(super) fn order_word(order: Symmetry<'_>) -> String {
    match order {
        Symmetry::Exact => "exact".to_owned(),
        Symmetry::Sign => "up_to_sign".to_owned(),
        Symmetry::Permutation(axis) => format!("up_to_permutation:{axis}"),
    }
}

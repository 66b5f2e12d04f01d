//! The fields of the forms that edit a config, with what is wrong at each; the rules that one homework and all of them may say.

use crate::config::Diagnostics;
use crate::course::{Fields, Late, Reveal};
use crate::web::annotated_source::Note;
use l10n::{Lang, Message, message};
use serde::Serialize;
use std::collections::BTreeMap;

/// A field with what is wrong with it.
#[derive(Serialize)]
pub(super) struct Field {
    name: String,
    label: String,
    pub value: String,
    problems: Vec<Note>,
}

/// A field with one value of several.
#[derive(Serialize)]
struct Select {
    field: Field,
    choices: Vec<Choice>,
}

#[derive(Serialize)]
struct Choice {
    value: &'static str,
    label: String,
    selected: bool,
}

/// Attempts, lateness, reference values.
#[derive(Serialize)]
pub(super) struct RulesView {
    attempts: Select,
    attempts_number: Field,
    reveal: Select,
    late: Select,
    late_per_day: Field,
    late_most: Field,
}

/// What is wrong, by field; under no name what belongs to none of them.
pub(super) type Problems = BTreeMap<String, Vec<Note>>;

/// The problems of a text by the field that each belongs to, as `field_at` knows it by its place.
pub(super) fn problems(
    found: &Diagnostics,
    lang: Lang,
    field_at: impl Fn(usize) -> Option<String>,
) -> Problems {
    let mut problems = Problems::new();
    for problem in found.errors() {
        let field = field_at(problem.start).unwrap_or_default();
        let of_field = problems.entry(field).or_default();
        of_field.push(Note::new(problem, lang));
    }
    problems
}

/// The fields of a form that is shown. A problem is told at its field; those that no field took are left.
pub(super) struct Shown<'f> {
    pub fields: &'f Fields,
    pub problems: Problems,
    pub lang: Lang,
}

impl Shown<'_> {
    pub fn field(&mut self, name: &str, label: String) -> Field {
        Field {
            name: name.to_owned(),
            label,
            value: self.fields.get(name).cloned().unwrap_or_default(),
            problems: self.problems.remove(name).unwrap_or_default(),
        }
    }

    fn select(
        &mut self,
        name: &str,
        label: Message,
        choices: &[(&'static str, Message)],
    ) -> Select {
        let field = self.field(name, label.text(self.lang));
        let choice = |(value, label): &(&'static str, Message)| Choice {
            selected: field.value == *value,
            value,
            label: label.text(self.lang),
        };
        Select {
            choices: choices.iter().map(choice).collect(),
            field,
        }
    }

    /// The rules; `unsaid` is what the text's saying nothing means, given what holds now.
    pub fn rules(
        &mut self,
        (attempts, late, reveal): (Option<u32>, Late, Reveal),
        unsaid: impl Fn(&Self, &str, Message) -> Message,
    ) -> RulesView {
        let lang = self.lang;
        let most = attempts.map_or_else(
            || message!("change-unlimited"),
            |most| message!("course-form-attempts-most", n = most),
        );
        let attempts = [
            ("", unsaid(self, "attempts", most)),
            ("number", message!("course-form-attempts-some")),
            ("unlimited", message!("change-unlimited")),
        ];
        let reveals = [
            ("", unsaid(self, "reveal", revealed(reveal))),
            ("never", revealed(Reveal::Never)),
            ("after_close", revealed(Reveal::AfterClose)),
            ("when_solved", revealed(Reveal::WhenSolved)),
            ("always", revealed(Reveal::Always)),
        ];
        let lates = [
            ("", unsaid(self, "late", taken_late(late))),
            ("refused", taken_late(Late::Refused)),
            ("per_day", message!("course-form-late-per-day")),
            ("free", taken_late(Late::Free)),
        ];
        let number = message!("course-form-attempts-number").text(lang);
        let per_day = message!("course-form-per-day").text(lang);
        let most = message!("course-form-most").text(lang);
        RulesView {
            attempts: self.select("attempts", message!("change-attempts"), &attempts),
            attempts_number: self.field("attempts_number", number),
            reveal: self.select("reveal", message!("change-reveal"), &reveals),
            late: self.select("late", message!("change-late"), &lates),
            late_per_day: self.field("late_per_day", per_day),
            late_most: self.field("late_most", most),
        }
    }

    /// Whether the text says nothing in this field.
    pub fn is_unsaid(&self, name: &str) -> bool {
        self.fields.get(name).is_none_or(String::is_empty)
    }
}

fn revealed(reveal: Reveal) -> Message {
    match reveal {
        Reveal::Never => message!("course-form-reveal-never"),
        Reveal::AfterClose => message!("course-form-reveal-after-close"),
        Reveal::WhenSolved => message!("course-form-reveal-when-solved"),
        Reveal::Always => message!("course-form-reveal-always"),
    }
}

fn taken_late(late: Late) -> Message {
    match late {
        Late::Refused => message!("course-form-late-refused"),
        Late::Free => message!("course-form-late-free"),
        Late::PerDay { .. } => message!("course-form-late-per-day"),
    }
}

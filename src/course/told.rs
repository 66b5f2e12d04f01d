//! What students would be told as soon as a course is published, and which no going back takes from them.

use super::checked::Checked;
use super::edit::value_place;
use super::model::{Course, Feedback, Homework, Reveal};
use super::schedule::State;
use crate::config::{Code, Sink, problem};
use jiff::Timestamp;

impl Checked {
    /// Warns of every homework of which students would see the right values of their own inputs, and do not under the course in force: a slip in
    /// a date closes a homework too.
    #[must_use]
    pub fn warned_of_telling(self, before: &Course, now: Timestamp) -> Self {
        let sink = Sink::new(&self.toml);
        for homework in &self.course.homeworks {
            let Some(known) = before.homework(homework.name()) else {
                continue;
            };
            let Some(keys) = told_by(homework, now).filter(|_| told_by(known, now).is_none())
            else {
                continue;
            };
            let place = |key: &&str| value_place(&self.toml, homework.name(), key);
            let place = keys.iter().find_map(place).unwrap_or_default();
            sink.warning(problem(Code::TellsAtOnce, place));
        }
        self.warned(sink)
    }
}

/// The keys by which students see the right values now, whatever they have solved; nothing where they do not.
fn told_by(homework: &Homework, now: Timestamp) -> Option<&'static [&'static str]> {
    if homework.feedback == Feedback::Full {
        return Some(&["feedback", "id"]);
    }
    match homework.reveal {
        Reveal::Always => Some(&["reveal", "id"]),
        Reveal::AfterClose if homework.schedule(None).state(now) == State::Closed => {
            Some(&["closes", "deadline", "reveal", "id"])
        }
        Reveal::AfterClose | Reveal::Never | Reveal::WhenSolved => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"title = { en = "Course", ru = "Курс" }
final_grade = "floor(relu(points / 8 - 2))"
time_zone = "UTC"

[[homework]]
id = "elbo"
deadline = 2025-10-06
reveal = "after_close"

[[homework]]
id = "flows"
reveal = "never"
"#;

    #[test]
    fn what_cannot_be_unseen_is_warned_of_once() {
        let read = |text: &str| Checked::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let warned = |before: &str, text: &str| -> Vec<String> {
            let before = read(before).course;
            let now = "2025-10-01T00:00:00Z".parse().unwrap();
            let checked = read(text).warned_of_telling(&before, now);
            let told = checked.warnings.warnings();
            let told = told.filter(|d| d.code == Code::TellsAtOnce);
            told.map(|d| d.source_line.clone()).collect()
        };
        assert!(warned(TEXT, TEXT).is_empty());
        let closed = TEXT.replace("2025-10-06", "2025-09-06");
        assert_eq!(warned(TEXT, &closed), ["deadline = 2025-09-06"]);
        assert!(warned(&closed, &closed).is_empty(), "it is told already");
        assert!(warned(&closed, TEXT).is_empty());
        let always = TEXT.replace("never", "always");
        assert_eq!(warned(TEXT, &always), ["reveal = \"always\""]);
        let solved = TEXT.replace("never", "when_solved");
        assert!(warned(TEXT, &solved).is_empty());
        let full = TEXT.replace("reveal = \"never\"", "feedback = \"full\"");
        assert_eq!(warned(TEXT, &full), ["feedback = \"full\""]);
        // Of a homework that is new nobody has inputs yet.
        let (one, _) = TEXT.split_once("[[homework]]\nid = \"flows\"").unwrap();
        assert!(warned(one, &full).is_empty());
    }
}

//! Dates that are over when they are published: mostly a year that was not changed.

use super::checked::Checked;
use super::edit::value_place;
use super::model::{Course, Homework};
use crate::config::{Code, Sink, problem};
use jiff::Timestamp;

impl Checked {
    /// Warns of every homework whose dates are new against the course in force, and all in the past. It is no error: a homework that is over
    /// may be written down too.
    #[must_use]
    pub fn warned_of_past(self, before: &Course, now: Timestamp) -> Self {
        let sink = Sink::new(&self.toml);
        for homework in &self.course.homeworks {
            let known = before.homework(homework.name());
            let is_new = known.is_none_or(|known| dates(known) != dates(homework));
            let last = [homework.deadline, homework.closes].into_iter().max();
            if is_new && last.flatten().is_some_and(|last| last <= now) {
                let key = if homework.closes.is_some() {
                    "closes"
                } else {
                    "deadline"
                };
                let place = value_place(&self.toml, homework.name(), key).unwrap_or_default();
                sink.warning(problem(Code::DatesPast, place));
            }
        }
        self.warned(sink)
    }
}

fn dates(homework: &Homework) -> [Option<Timestamp>; 3] {
    [homework.opens, homework.deadline, homework.closes]
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
closes = 2025-10-13

[[homework]]
id = "flows"
deadline = 2025-11-06
"#;

    #[test]
    fn only_new_dates_that_are_all_over_are_warned_of() {
        let read = |text: &str| Checked::parse(text).unwrap_or_else(|e| panic!("{e}"));
        let warned = |before: &str, text: &str, now: &str| -> Vec<String> {
            let before = read(before).course;
            let checked = read(text).warned_of_past(&before, now.parse().unwrap());
            let past = checked.warnings.warnings();
            let past = past.filter(|d| d.code == Code::DatesPast);
            past.map(|d| d.source_line.clone()).collect()
        };
        let other = TEXT.replace("2025", "2024");
        let (elbo, flows) = ("closes = 2025-10-13", "deadline = 2025-11-06");
        assert_eq!(warned(&other, TEXT, "2026-01-01T00:00:00Z"), [elbo, flows]);
        assert_eq!(warned(&other, TEXT, "2025-11-01T00:00:00Z"), [elbo]);
        // One of its dates is still to come.
        assert!(warned(&other, TEXT, "2025-10-10T00:00:00Z").is_empty());
        // They are in force already.
        assert!(warned(TEXT, TEXT, "2026-01-01T00:00:00Z").is_empty());
        let one = TEXT.replace("2025-11-06", "2025-11-05");
        let found = warned(TEXT, &one, "2026-01-01T00:00:00Z");
        assert_eq!(found, ["deadline = 2025-11-05"]);
    }
}

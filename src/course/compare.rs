//! What two versions of a course differ in, as a person would tell it.

use super::keys::Keyed;
use super::model::{Course, Homework, Manual};
use super::shown::Value;
use serde::Serialize;

/// One difference: what it is about, how it was and how it would be.
#[derive(Clone, Debug, PartialEq, Serialize, utoipa::ToSchema)]
#[schema(as = ConfigChange)]
pub struct Change {
    /// The homework; nothing for the course as a whole.
    pub homework: Option<String>,
    /// What kind of thing; the message is `change-KIND`.
    pub kind: &'static str,
    /// The task, output or item.
    pub name: String,
    /// How it was; nothing where it was not there.
    pub before: Option<Value>,
    /// How it would be; nothing where it would be gone.
    pub after: Option<Value>,
}

/// Collects differences of one homework, or of the course as a whole.
struct Found<'f> {
    list: &'f mut Vec<Change>,
    homework: Option<&'f str>,
}

impl Found<'_> {
    fn add(
        &mut self,
        kind: &'static str,
        name: impl Into<String>,
        before: Option<Value>,
        after: Option<Value>,
    ) {
        let change = Change {
            homework: self.homework.map(str::to_owned),
            kind,
            name: name.into(),
            before,
            after,
        };
        // Several keys may tell of one thing: the texts of an item.
        if !self.list.contains(&change) {
            self.list.push(change);
        }
    }

    /// What two versions of one thing differ in, key by key; `name` is what it is called.
    fn keys<T: Keyed>(&mut self, name: &str, before: &T, after: &T) {
        for key in T::KEYS.iter().filter(|key| !key.change.is_empty()) {
            let earlier = (key.settings)(before);
            for now in (key.settings)(after) {
                let then = earlier.iter().find(|then| then.of == now.of);
                if let Some(then) = then.filter(|then| then.differs(&now)) {
                    let dot = if now.of.is_empty() { "" } else { "." };
                    let label = format!("{name}{dot}{}", now.of);
                    self.add(key.change, label, then.shown.clone(), now.shown);
                }
            }
        }
    }
}

/// Everything in which two versions of a course differ, the course as a whole first.
pub fn changes(before: &Course, after: &Course) -> Vec<Change> {
    let mut list = Vec::new();
    let mut whole = Found {
        list: &mut list,
        homework: None,
    };
    whole.keys("", before, after);
    let worth = |h: &Homework| Some(Value::Points(h.max_points));
    for homework in &before.homeworks {
        if after.homework(homework.name()).is_none() {
            whole.add("homework", homework.name(), worth(homework), None);
        }
    }
    for homework in &after.homeworks {
        if before.homework(homework.name()).is_none() {
            whole.add("homework", homework.name(), None, worth(homework));
        }
    }
    for homework in &after.homeworks {
        if let Some(earlier) = before.homework(homework.name()) {
            let mut found = Found {
                list: &mut list,
                homework: Some(homework.name()),
            };
            of_homework(&mut found, earlier, homework);
        }
    }
    list
}

fn of_homework(found: &mut Found<'_>, before: &Homework, after: &Homework) {
    for task in &after.tasks {
        if let Some(earlier) = before.task(task.name()) {
            found.keys(task.name(), earlier, task);
        }
    }
    let worth = |m: &Manual| Some(Value::Points(m.points));
    for earlier in &before.manual {
        if after.item(&earlier.name).is_none() {
            found.add("item", earlier.name.as_str(), worth(earlier), None);
        }
    }
    for now in &after.manual {
        match before.item(&now.name) {
            Some(earlier) => found.keys(&now.name, earlier, now),
            None => found.add("item", now.name.as_str(), None, worth(now)),
        }
    }
    found.keys("", before, after);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::Task;
    use judge::points::Points;
    use judge::tolerance::Tolerance;

    #[test]
    fn a_course_does_not_differ_from_itself() {
        let course = Course::default_course();
        assert_eq!(changes(&course, &course), []);
    }

    #[test]
    fn points_tolerances_tasks_and_dates_are_told() {
        let before = Course::default_course();
        let mut after = before.clone();
        let homework = &mut after.homeworks[0];
        let zero = Points::ZERO;
        let graded = homework.tasks.iter().position(Task::is_graded).unwrap();
        let name = homework.tasks[graded].name().to_owned();
        let points = homework.tasks[graded].points;
        homework.tasks[graded].points = zero;
        homework.deadline = Some("2022-10-07T00:00:00Z".parse().unwrap());
        let practice = homework
            .tasks
            .iter()
            .position(|t| !t.is_graded() && t.name() != name)
            .unwrap();
        let known = homework.tasks[practice].spec;
        let port = known.outputs()[0].name;
        let own = known.tolerance(port);
        homework.tasks[practice]
            .tolerances
            .insert(port.to_owned(), Tolerance::new(0.125, 0.25));
        after.homeworks.pop();
        let found = changes(&before, &after);
        let kinds: Vec<_> = found.iter().map(|c| c.kind).collect();
        assert_eq!(found.len(), 4, "{kinds:?}");
        assert_eq!((found[0].kind, &found[0].after), ("homework", &None));
        let gone = found.iter().find(|c| c.kind == "task").unwrap();
        assert_eq!(
            (&gone.name, &gone.before, &gone.after),
            (&name, &Some(Value::Points(points)), &None)
        );
        let wider = found.iter().find(|c| c.kind == "tolerance").unwrap();
        let own = Value::Tolerance {
            rtol: own.rtol,
            atol: own.atol,
        };
        assert_eq!(wider.before, Some(own));
        assert_eq!(
            wider.after,
            Some(Value::Tolerance {
                rtol: 0.125,
                atol: 0.25
            })
        );
        assert!(
            found
                .iter()
                .any(|c| c.kind == "deadline" && c.before.is_none())
        );
    }

    #[test]
    fn titles_are_told_and_what_stands_in_sections_by_name() {
        let before = Course::default_course();
        let mut after = before.clone();
        after.homeworks[0].title.ru = "Другое".to_owned();
        assert_eq!(after.homeworks[0].name(), "elbo");
        let toml = after.to_toml();
        let mistake = "[[homework.task.mistake]]\nid = \"half\"\nhint = { en = \"H\", ru = \"П\" }\nlike = { iwae = \"factor 0.5\" }";
        let at = toml.find("id = \"iwae_bound\"").expect("it is there");
        let end = toml[at..].find("\n\n").expect("it ends") + at;
        let (head, rest) = toml.split_at(end);
        let text = format!("{head}\n\n{mistake}{rest}");
        let after = Course::parse_stored(&text).unwrap_or_else(|found| panic!("{found}\n{text}"));
        let found = changes(&before, &after);
        let title = found
            .iter()
            .find(|c| c.kind == "title")
            .expect("it differs");
        let Some(Value::Said(said)) = &title.after else {
            panic!("{title:?}");
        };
        assert_eq!(said.ru, "Другое");
        let mistakes = found
            .iter()
            .find(|c| c.kind == "mistakes")
            .expect("it differs");
        let half = Some(Value::Text("half".to_owned()));
        assert_eq!((&mistakes.before, &mistakes.after), (&None, &half));
        // The same names, and another hint.
        let other = text.replace("en = \"H\"", "en = \"Halved\"");
        let other = Course::parse_stored(&other).unwrap_or_else(|found| panic!("{found}"));
        let found = changes(&after, &other);
        assert_eq!(found.len(), 1, "{found:?}");
        assert_eq!((&found[0].before, &found[0].after), (&half, &half));
    }
}

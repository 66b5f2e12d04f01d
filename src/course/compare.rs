//! What two versions of a course differ in, as a person would tell it.

use super::model::{Course, Homework, Late, Manual, Order, Reveal, Task};
use super::policy::{REVEALS, percent};
use super::tasks::order_word;
use crate::points::Points;
use assignments::catalogue;
use assignments::contract::{AnyTask, Tolerance};
use jiff::Timestamp;
use serde::Serialize;

/// One difference: what it is about, how it was and how it would be.
#[derive(Clone, Debug, PartialEq, Serialize)]
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

/// A value of a config.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    /// Points.
    Points(Points),
    /// An instant.
    Date(Timestamp),
    /// A tolerance.
    Tolerance {
        /// The relative part.
        rtol: f64,
        /// The absolute part.
        atol: f64,
    },
    /// A number of things.
    Count(u64),
    /// Yes or no.
    Flag(bool),
    /// As the file says it.
    Text(String),
    /// Text that is too long to show twice.
    Words,
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
        if before != after || before == Some(Value::Words) {
            self.list.push(Change {
                homework: self.homework.map(str::to_owned),
                kind,
                name: name.into(),
                before,
                after,
            });
        }
    }

    fn both(&mut self, kind: &'static str, name: impl Into<String>, before: Value, after: Value) {
        self.add(kind, name, Some(before), Some(after));
    }

    /// A text of which only that it changed is told.
    fn words<T: PartialEq>(&mut self, kind: &'static str, name: &str, before: &T, after: &T) {
        if before != after {
            self.both(kind, name, Value::Words, Value::Words);
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
    whole.words("title", "", &before.title, &after.title);
    let zone = |c: &Course| Value::Text(c.time_zone.iana_name().unwrap_or("UTC").to_owned());
    whole.both("time-zone", "", zone(before), zone(after));
    let formula = |c: &Course| Value::Text(c.grade.text().to_owned());
    whole.both("formula", "", formula(before), formula(after));
    whole.both(
        "exam",
        "",
        Value::Points(before.exam_max),
        Value::Points(after.exam_max),
    );
    whole.words("expect", "", &before.expects, &after.expects);
    for homework in &before.homeworks {
        if after.homework(&homework.name).is_none() {
            let gone = Value::Points(homework.max_points);
            whole.add("homework", homework.name.as_str(), Some(gone), None);
        }
    }
    for homework in &after.homeworks {
        if before.homework(&homework.name).is_none() {
            let new = Value::Points(homework.max_points);
            whole.add("homework", homework.name.as_str(), None, Some(new));
        }
    }
    for homework in &after.homeworks {
        if let Some(earlier) = before.homework(&homework.name) {
            let mut found = Found {
                list: &mut list,
                homework: Some(&homework.name),
            };
            of_homework(&mut found, earlier, homework);
        }
    }
    list
}

fn of_homework(found: &mut Found<'_>, before: &Homework, after: &Homework) {
    for task in &after.tasks {
        if let Some(earlier) = before.task(&task.name) {
            of_task(found, &after.name, earlier, task);
        }
    }
    of_items(found, before, after);
    found.both(
        "max-points",
        "",
        Value::Points(before.max_points),
        Value::Points(after.max_points),
    );
    let dates = [
        ("opens", before.opens, after.opens),
        ("deadline", before.deadline, after.deadline),
        ("closes", before.closes, after.closes),
    ];
    for (kind, then, now) in dates {
        found.add(kind, "", then.map(Value::Date), now.map(Value::Date));
    }
    found.both("late", "", late(before.late), late(after.late));
    let attempts = |h: &Homework| h.attempts.map(|n| Value::Count(n.into()));
    found.add("attempts", "", attempts(before), attempts(after));
    found.both("reveal", "", reveal(before.reveal), reveal(after.reveal));
    found.both(
        "hints",
        "",
        Value::Count(before.hints_from_attempt.into()),
        Value::Count(after.hints_from_attempt.into()),
    );
    found.both(
        "storage",
        "",
        Value::Count(before.storage_mib.into()),
        Value::Count(after.storage_mib.into()),
    );
    found.words("title", "", &before.title, &after.title);
}

fn of_task(found: &mut Found<'_>, homework: &str, before: &Task, after: &Task) {
    let name = after.name.as_str();
    let points = |t: &Task| t.is_graded().then_some(Value::Points(t.points));
    found.add("task", name, points(before), points(after));
    if before.is_graded() && after.is_graded() {
        found.both(
            "bonus",
            name,
            Value::Flag(before.bonus),
            Value::Flag(after.bonus),
        );
        found.both(
            "partial",
            name,
            Value::Flag(before.partial),
            Value::Flag(after.partial),
        );
    }
    let Some(known) = catalogue::task(&format!("{homework}/{name}")) else {
        return;
    };
    for port in known.outputs() {
        let label = format!("{name}.{}", port.name);
        let tolerance = |t: &Task| tolerance(t.rule(known, port).tolerance);
        found.both(
            "tolerance",
            label.as_str(),
            tolerance(before),
            tolerance(after),
        );
        let order = |t: &Task| match t.orders.get(port.name) {
            Some(order) => Value::Text(order_word(order)),
            None => own_order(known, port.name),
        };
        found.both("order", label, order(before), order(after));
    }
    for size in known.sizes() {
        let length = |t: &Task| {
            let set = t.sizes.get(size.name).copied().unwrap_or(size.default);
            Value::Count(set as u64)
        };
        let label = format!("{name}.{}", size.name);
        found.both("size", label, length(before), length(after));
    }
}

fn own_order(known: &dyn AnyTask, output: &str) -> Value {
    use assignments::contract::Order as Contract;
    Value::Text(match known.order(output) {
        Contract::Exact => order_word(&Order::Exact),
        Contract::UpToSign => order_word(&Order::UpToSign),
        Contract::UpToPermutation(axis) => order_word(&Order::UpToPermutation(axis.to_owned())),
    })
}

fn of_items(found: &mut Found<'_>, before: &Homework, after: &Homework) {
    let item = |h: &Homework, name: &str| h.manual.iter().find(|m| m.name == name).cloned();
    let points = |m: Option<&Manual>| m.map(|m| Value::Points(m.points));
    for earlier in &before.manual {
        if item(after, &earlier.name).is_none() {
            found.add("item", earlier.name.as_str(), points(Some(earlier)), None);
        }
    }
    for now in &after.manual {
        let earlier = item(before, &now.name);
        found.add(
            "item",
            now.name.as_str(),
            points(earlier.as_ref()),
            points(Some(now)),
        );
        if let Some(earlier) = earlier {
            let words = |m: &Manual| {
                (
                    m.title.clone(),
                    m.statement.clone(),
                    m.rubric.clone(),
                    m.bonus,
                )
            };
            found.words("item-words", &now.name, &words(&earlier), &words(now));
        }
    }
}

fn tolerance(tolerance: Tolerance) -> Value {
    Value::Tolerance {
        rtol: tolerance.rtol,
        atol: tolerance.atol,
    }
}

fn late(late: Late) -> Value {
    Value::Text(match late {
        Late::Refused => "refused".to_owned(),
        Late::Free => "free".to_owned(),
        Late::PerDay { share, most } => format!("{} / {}", percent(share), percent(most)),
    })
}

fn reveal(reveal: Reveal) -> Value {
    let name = REVEALS.iter().find(|(_, r)| *r == reveal);
    Value::Text(name.map(|(name, _)| *name).unwrap_or_default().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let name = homework.tasks[graded].name.clone();
        let points = homework.tasks[graded].points;
        homework.tasks[graded].points = zero;
        homework.deadline = Some("2022-10-07T00:00:00Z".parse().unwrap());
        let practice = homework
            .tasks
            .iter()
            .position(|t| !t.is_graded() && t.name != name)
            .unwrap();
        let known = catalogue::task(&format!(
            "{}/{}",
            homework.name, homework.tasks[practice].name
        ))
        .unwrap();
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
        assert_eq!(wider.before, Some(tolerance(own)));
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
}

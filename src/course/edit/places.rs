//! Which field of the form a place in a text belongs to.

use super::fields::{DATES, criterion_field, item_field, task_field};
use super::tables::named;
use crate::course::model::Homework;
use std::ops::Range;
use toml_edit::{Document, Item, Key, TableLike};

/// Whether this key of a table, or its value, stands at this byte.
fn stands_at(table: &dyn TableLike, key: &str, at: usize) -> bool {
    let of_key = table.key(key).and_then(Key::span);
    let of_value = table.get(key).and_then(Item::span);
    let holds = |span: Option<Range<usize>>| span.is_some_and(|span| span.contains(&at));
    holds(of_key) || holds(of_value)
}

/// The field of a rule that a homework and `[defaults]` may both say.
fn rule_at(table: &dyn TableLike, at: usize) -> Option<&'static str> {
    let late = table.get("late").and_then(Item::as_table_like);
    let shares = [("per_day", "late_per_day"), ("most", "late_most")];
    let share = shares
        .into_iter()
        .find(|(key, _)| late.is_some_and(|late| stands_at(late, key, at)));
    let mut rules = ["attempts", "late", "reveal"].into_iter();
    share
        .map(|(_, field)| field)
        .or_else(|| rules.find(|key| stands_at(table, key, at)))
}

/// The field of the rules of all homeworks whose key or value stands at this byte of the text.
pub fn field_of_all_at(text: &str, at: usize) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let table = document.get("defaults").and_then(Item::as_table_like)?;
    rule_at(table, at).map(str::to_owned)
}

/// Where the value of this key of a homework stands.
pub(in crate::course) fn value_place(
    text: &str,
    homework: &str,
    key: &str,
) -> Option<Range<usize>> {
    let document = Document::parse(text).ok()?;
    named(document.as_table(), "homework", homework)?
        .get(key)
        .and_then(Item::span)
}

/// The field whose key or value stands at this byte of the text.
pub fn field_at(text: &str, homework: &Homework, at: usize) -> Option<String> {
    let document = Document::parse(text).ok()?;
    let table = named(document.as_table(), "homework", homework.name())?;
    let is_here = |table: &dyn TableLike, key: &str| stands_at(table, key, at);
    if let Some(field) = rule_at(table, at) {
        return Some(field.to_owned());
    }
    for key in DATES.into_iter().chain(["max_points"]) {
        if is_here(table, key) {
            return Some(key.to_owned());
        }
    }
    // A sum that the text does not state is told of at the homework's name.
    if is_here(table, "id") {
        return Some("max_points".to_owned());
    }
    for task in &homework.tasks {
        let own = named(table, "task", task.name());
        if own.is_some_and(|own| is_here(own, "points")) {
            return Some(task_field(task.name()));
        }
    }
    for item in &homework.manual {
        let Some(own) = named(table, "manual", &item.name) else {
            continue;
        };
        if is_here(own, "points") {
            return Some(item_field(&item.name));
        }
        for criterion in &item.rubric {
            let there = named(own, "criterion", &criterion.name);
            if there.is_some_and(|there| is_here(there, "points")) {
                return Some(criterion_field(&item.name, &criterion.name));
            }
        }
    }
    None
}

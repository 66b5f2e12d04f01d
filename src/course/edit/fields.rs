//! What a text says of a homework, field by field.

use super::tables::named;
use crate::course::model::Homework;
use std::collections::BTreeMap;
use toml_edit::{Datetime, Document, Item, Table, TableLike};

/// The text of every field; empty where the file says nothing of it.
pub type Fields = BTreeMap<String, String>;

/// The dates of a homework. Each has a field for the day and one for the time.
pub const DATES: [&str; 3] = ["opens", "deadline", "closes"];

/// The field of the time of a date.
pub fn time_field(date: &str) -> String {
    format!("{date}_time")
}

/// The field of a task's points; empty for practice.
pub fn task_field(task: &str) -> String {
    format!("task.{task}")
}

/// The field of the points of an item that a person grades.
pub fn item_field(item: &str) -> String {
    format!("item.{item}")
}

/// The field of the points of a criterion of such an item.
pub fn criterion_field(item: &str, criterion: &str) -> String {
    format!("criterion.{item}.{criterion}")
}

/// What a text says of a homework that was read from it; nothing where it is no TOML or has no such homework.
///
/// Where the text leaves tasks and items to the homework's own default, their fields say that.
pub fn said(text: &str, homework: &Homework) -> Option<Fields> {
    let document = Document::parse(text).ok()?;
    let table = named(document.as_table(), "homework", homework.name())?;
    let mut fields = Fields::new();
    for date in DATES {
        let (day, time) = table.get(date).map(moment).unwrap_or_default();
        fields.insert(date.to_owned(), day);
        fields.insert(time_field(date), time);
    }
    let max = table.get("max_points").map(plain);
    fields.insert("max_points".to_owned(), max.unwrap_or_default());
    rules(table, &mut fields);
    let points = |table: Option<&dyn TableLike>| {
        let points = table.and_then(|table| table.get("points"));
        points.map(plain).unwrap_or_default()
    };
    let lists = |key| table.contains_key(key);
    for task in &homework.tasks {
        let said = if lists("task") {
            points(named(table, "task", task.name()))
        } else if task.is_graded() {
            task.points.to_string()
        } else {
            String::new()
        };
        fields.insert(task_field(task.name()), said);
    }
    for item in &homework.manual {
        let own = named(table, "manual", &item.name);
        let said = |there: Option<&dyn TableLike>, held: judge::points::Points| {
            if lists("manual") {
                points(there)
            } else {
                held.to_string()
            }
        };
        fields.insert(item_field(&item.name), said(own, item.points));
        for criterion in &item.rubric {
            let there = own.and_then(|own| named(own, "criterion", &criterion.name));
            let field = criterion_field(&item.name, &criterion.name);
            fields.insert(field, said(there, criterion.points));
        }
    }
    Some(fields)
}

/// What a text says of the rules of all homeworks, in `[defaults]`; nothing where it is no TOML.
pub fn said_of_all(text: &str) -> Option<Fields> {
    let document = Document::parse(text).ok()?;
    let empty = Table::new();
    let table = document.get("defaults").and_then(Item::as_table_like);
    let mut fields = Fields::new();
    rules(table.unwrap_or(&empty), &mut fields);
    Some(fields)
}

/// The rules that a homework and `[defaults]` may both say.
fn rules(table: &dyn TableLike, fields: &mut Fields) {
    let (attempts, number) = attempts(table);
    let [late, per_day, most] = late(table);
    let reveal = table.get("reveal").map(plain).unwrap_or_default();
    for (field, said) in [
        ("attempts", attempts),
        ("attempts_number", number),
        ("late", late),
        ("late_per_day", per_day),
        ("late_most", most),
        ("reveal", reveal),
    ] {
        fields.insert(field.to_owned(), said);
    }
}

/// A value as it is typed: without quotes.
fn plain(item: &Item) -> String {
    match item.as_str() {
        Some(text) => text.to_owned(),
        None => item.to_string().trim().to_owned(),
    }
}

/// Day and time.
fn moment(item: &Item) -> (String, String) {
    let Some(Datetime {
        date: Some(date),
        time,
        ..
    }) = item.as_datetime()
    else {
        return (plain(item), String::new());
    };
    let time = time.map(|time| time.to_string()).unwrap_or_default();
    // Full minutes are typed without seconds.
    let short = time.strip_suffix(":00").filter(|short| short.len() == 5);
    (date.to_string(), short.unwrap_or(&time).to_owned())
}

fn attempts(table: &dyn TableLike) -> (String, String) {
    match table.get("attempts") {
        None => (String::new(), String::new()),
        Some(item) if item.as_str() == Some("unlimited") => ("unlimited".to_owned(), String::new()),
        Some(item) => ("number".to_owned(), plain(item)),
    }
}

fn late(table: &dyn TableLike) -> [String; 3] {
    let Some(item) = table.get("late") else {
        return <[String; 3]>::default();
    };
    let Some(rule) = item.as_table_like() else {
        return [plain(item), String::new(), String::new()];
    };
    let percent = |key| {
        let share = rule.get(key).map(plain).unwrap_or_default();
        share.trim_end_matches('%').trim().to_owned()
    };
    ["per_day".to_owned(), percent("per_day"), percent("most")]
}

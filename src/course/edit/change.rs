//! A text with other values in some fields. What was typed is written as it is meant where that is plain, else as text: the reader of the
//! config says what is wrong with it.

use super::fields::{
    DATES, Fields, criterion_field, item_field, said, said_of_all, task_field, time_field,
};
use super::lists::{add, leave_out, own_list};
use super::tables::{named_mut, remove, set};
use crate::course::model::{Homework, Task};
use toml_edit::{Datetime, DocumentMut, InlineTable, Item, Offset, TableLike, Value};

/// The text with what was typed in the place of what it says; nothing where it is no TOML or has no such homework.
/// Fields that were not typed stay as they are.
pub fn edited(text: &str, homework: &Homework, typed: &Fields) -> Option<String> {
    let form = Form {
        before: said(text, homework)?,
        typed,
    };
    let mut document: DocumentMut = text.parse().ok()?;
    let table = named_mut(document.as_table_mut(), "homework", homework.name())?;
    for date in DATES {
        form.date(table, date);
    }
    form.points(table, "max_points", "max_points");
    form.rules(table);
    form.tasks(table, homework);
    form.items(table, homework);
    Some(document.to_string())
}

/// The text with what was typed of the rules of all homeworks in the place of what `[defaults]` says; nothing where it is no TOML.
pub fn edited_for_all(text: &str, typed: &Fields) -> Option<String> {
    let form = Form {
        before: said_of_all(text)?,
        typed,
    };
    let mut document: DocumentMut = text.parse().ok()?;
    let root = document.as_table_mut();
    let is_new = !root.contains_key("defaults");
    let all = root
        .entry("defaults")
        .or_insert_with(|| Item::Value(Value::InlineTable(InlineTable::new())));
    let table = all.as_table_like_mut()?;
    form.rules(table);
    // A text that says nothing of it needs no empty table to say so.
    if is_new && table.is_empty() {
        root.remove("defaults");
    }
    Some(document.to_string())
}

struct Form<'f> {
    before: Fields,
    typed: &'f Fields,
}

impl Form<'_> {
    /// What holds after the change.
    fn now(&self, field: &str) -> &str {
        let typed = self.typed.get(field).or_else(|| self.before.get(field));
        typed.map_or("", |text| text.trim())
    }

    /// The same, where it is something else than before.
    fn changed(&self, field: &str) -> Option<&str> {
        let now = self.now(field);
        let before = self.before.get(field)?;
        (before != now).then_some(now)
    }

    fn is_changed(&self, fields: &[&str]) -> bool {
        fields.iter().any(|field| self.changed(field).is_some())
    }

    fn date(&self, table: &mut dyn TableLike, date: &str) {
        let time = time_field(date);
        if !self.is_changed(&[date, &time]) {
            return;
        }
        let (day, time) = (self.now(date), self.now(&time));
        if day.is_empty() && time.is_empty() {
            return remove(table, date);
        }
        let old = table.get(date).and_then(Item::as_datetime);
        let offset = old.and_then(|old| old.offset);
        set(table, date, moment(day, time, offset));
    }

    fn points(&self, table: &mut dyn TableLike, key: &str, field: &str) {
        match self.changed(field) {
            None => {}
            Some("") => remove(table, key),
            Some(typed) => {
                let is_whole = table.get(key).is_some_and(Item::is_integer);
                set(table, key, points(typed, is_whole));
            }
        }
    }

    /// What a homework and `[defaults]` may both say.
    fn rules(&self, table: &mut dyn TableLike) {
        self.attempts(table);
        self.late(table);
        if let Some(reveal) = self.changed("reveal") {
            word(table, "reveal", reveal);
        }
    }

    fn attempts(&self, table: &mut dyn TableLike) {
        if !self.is_changed(&["attempts", "attempts_number"]) {
            return;
        }
        match (self.now("attempts"), self.now("attempts_number")) {
            ("number", number) => {
                let whole = number.parse::<i64>().map(Value::from);
                set(table, "attempts", whole.unwrap_or_else(|_| number.into()));
            }
            (rule, _) => word(table, "attempts", rule),
        }
    }

    fn late(&self, table: &mut dyn TableLike) {
        if !self.is_changed(&["late", "late_per_day", "late_most"]) {
            return;
        }
        if self.now("late") != "per_day" {
            return word(table, "late", self.now("late"));
        }
        let (per_day, most) = (self.now("late_per_day"), self.now("late_most"));
        if let Some(section) = table.get_mut("late").and_then(Item::as_table_mut) {
            set(section, "per_day", percent(per_day));
            if most.is_empty() {
                remove(section, "most");
            } else {
                set(section, "most", percent(most));
            }
            return;
        }
        let mut rule = InlineTable::new();
        rule.insert("per_day", percent(per_day));
        if !most.is_empty() {
            rule.insert("most", percent(most));
        }
        set(table, "late", Value::InlineTable(rule));
    }

    fn tasks(&self, table: &mut dyn TableLike, homework: &Homework) {
        let names = homework.tasks.iter().map(Task::name);
        let changed: Vec<_> = names
            .filter(|n| self.changed(&task_field(n)).is_some())
            .collect();
        if changed.is_empty() {
            return;
        }
        own_list(table, "task", homework.listed.grading);
        for name in changed {
            let field = task_field(name);
            match (named_mut(table, "task", name), self.now(&field)) {
                (Some(_), "") => leave_out(table, name),
                (Some(task), _) => self.points(task, "points", &field),
                (None, typed) => add(table, name, points(typed, false)),
            }
        }
    }

    fn items(&self, table: &mut dyn TableLike, homework: &Homework) {
        for item in &homework.manual {
            let field = item_field(&item.name);
            let criteria = item.rubric.iter().map(|criterion| &criterion.name);
            let criteria: Vec<_> = criteria
                .map(|name| (name, criterion_field(&item.name, name)))
                .filter(|(_, field)| self.changed(field).is_some())
                .collect();
            if self.changed(&field).is_none() && criteria.is_empty() {
                continue;
            }
            own_list(table, "manual", homework.listed.grading);
            let Some(own) = named_mut(table, "manual", &item.name) else {
                continue;
            };
            self.points(own, "points", &field);
            for (name, field) in criteria {
                if let Some(own) = named_mut(own, "criterion", name) {
                    self.points(own, "points", &field);
                }
            }
        }
    }
}

/// A word, or nothing.
fn word(table: &mut dyn TableLike, key: &str, word: &str) {
    if word.is_empty() {
        remove(table, key);
    } else {
        set(table, key, word.into());
    }
}

/// A day, with a time where one was typed. An offset that was written stays.
fn moment(day: &str, time: &str, offset: Option<Offset>) -> Value {
    let seconds = if time.len() == 5 { ":00" } else { "" };
    let written = if time.is_empty() {
        day.to_owned()
    } else {
        format!("{day}T{time}{seconds}")
    };
    match written.parse::<Datetime>() {
        Ok(read) if read.date.is_some() => Value::from(Datetime {
            offset: read.offset.or(offset.filter(|_| read.time.is_some())),
            ..read
        }),
        _ => format!("{day} {time}").trim().into(),
    }
}

/// Points in quotes; a whole number without them where one stood.
fn points(typed: &str, is_whole: bool) -> Value {
    match typed.parse::<i64>() {
        Ok(whole) if is_whole => whole.into(),
        _ => decimal(typed).into(),
    }
}

fn percent(typed: &str) -> Value {
    format!("{}%", decimal(typed.trim_end_matches('%').trim_end())).into()
}

/// A decimal comma is a point where it is the only sign.
fn decimal(typed: &str) -> String {
    typed.replace(',', ".")
}

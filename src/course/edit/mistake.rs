//! A text with a mistake more that it names.

use super::lists::own_list;
use super::tables::named_mut;
use crate::course::model::{Homework, NamedMistake};
use toml_edit::{ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// The text in which a graded task has this mistake too; nothing where it is no TOML or has no such task.
pub fn with_mistake(
    text: &str,
    homework: &Homework,
    task: &str,
    mistake: &NamedMistake,
) -> Option<String> {
    let mut document: DocumentMut = text.parse().ok()?;
    let table = named_mut(document.as_table_mut(), "homework", homework.name())?;
    own_list(table, "task", homework.listed.grading);
    let task = named_mut(table, "task", task)?;
    let mut hint = InlineTable::new();
    hint.insert("en", mistake.hint.en.as_str().into());
    hint.insert("ru", mistake.hint.ru.as_str().into());
    let mut like = InlineTable::new();
    for (output, transformation) in &mistake.like {
        like.insert(output, transformation.to_string().into());
    }
    let rows = [
        ("id", Value::from(mistake.name.as_str())),
        ("hint", Value::InlineTable(hint)),
        ("like", Value::InlineTable(like)),
    ];
    add(task, rows);
    Some(document.to_string())
}

fn add(task: &mut dyn TableLike, rows: [(&str, Value); 3]) {
    if let Some(Item::Value(Value::Array(list))) = task.get_mut("mistake") {
        list.push(Value::InlineTable(rows.into_iter().collect()));
        return;
    }
    let rows = rows.map(|(key, value)| (key, Item::Value(value)));
    let section: Table = rows.into_iter().collect();
    if let Some(Item::ArrayOfTables(list)) = task.get_mut("mistake") {
        list.push(section);
        return;
    }
    let mut list = ArrayOfTables::new();
    list.push(section);
    task.insert("mistake", Item::ArrayOfTables(list));
}

//! The lists of a homework, its tasks and items: one of its own, a task more, a task less.

use toml_edit::{Array, ArrayOfTables, DocumentMut, InlineTable, Item, Table, TableLike, Value};

/// Gives the homework a list of its own, where it has only the default one.
pub(super) fn own_list(table: &mut dyn TableLike, key: &str, grading: &str) {
    if table.contains_key(key) {
        return;
    }
    let default = grading.parse::<DocumentMut>().unwrap_or_default();
    let list = default.get(key).and_then(Item::as_array_of_tables).cloned();
    let mut list = list.unwrap_or_default();
    for table in list.iter_mut() {
        unplace(table);
    }
    table.insert(key, Item::ArrayOfTables(list));
}

/// Takes a table out of the order of the text that it comes from.
fn unplace(table: &mut Table) {
    table.set_position(None);
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(inner) => unplace(inner),
            Item::ArrayOfTables(list) => list.iter_mut().for_each(unplace),
            _ => {}
        }
    }
}

/// Adds a task that gives so many points at the end of the list.
pub(super) fn add(table: &mut dyn TableLike, name: &str, points: Value) {
    match table.get_mut("task") {
        Some(Item::Value(Value::Array(list))) if !list.is_empty() => {
            let mut task = InlineTable::new();
            task.insert("id", name.into());
            task.insert("points", points);
            list.push(Value::InlineTable(task));
        }
        list => {
            let mut task = Table::new();
            task.insert("id", Item::Value(name.into()));
            task.insert("points", Item::Value(points));
            if let Some(Item::ArrayOfTables(list)) = list {
                list.push(task);
                return;
            }
            let mut list = ArrayOfTables::new();
            list.push(task);
            // An empty list is a line, which a section cannot take the place of.
            table.remove("task");
            table.insert("task", Item::ArrayOfTables(list));
        }
    }
}

/// Removes a task from the list. An empty list is said: a missing one would mean the default.
pub(super) fn leave_out(table: &mut dyn TableLike, name: &str) {
    let is_it = |task: &dyn TableLike| task.get("id").and_then(Item::as_str) == Some(name);
    match table.get_mut("task") {
        Some(Item::ArrayOfTables(list)) => {
            list.retain(|task| !is_it(task));
            if list.is_empty() {
                table.remove("task");
                table.insert("task", Item::Value(Value::Array(Array::new())));
            }
        }
        Some(Item::Value(Value::Array(list))) => {
            list.retain(|task| task.as_inline_table().is_none_or(|task| !is_it(task)));
        }
        _ => {}
    }
}

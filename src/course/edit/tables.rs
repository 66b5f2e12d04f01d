//! The tables of a text, whichever way they are written: `[[homework]]` or `homework = [{ … }]`.

use toml_edit::{Item, RawString, TableLike, Value};

/// The tables of an array.
pub(super) fn tables(item: &Item) -> Vec<&dyn TableLike> {
    match item {
        Item::ArrayOfTables(list) => list.iter().map(|t| t as &dyn TableLike).collect(),
        Item::Value(Value::Array(list)) => {
            let inline = list.iter().filter_map(Value::as_inline_table);
            inline.map(|t| t as &dyn TableLike).collect()
        }
        _ => Vec::new(),
    }
}

fn tables_mut(item: &mut Item) -> Vec<&mut dyn TableLike> {
    match item {
        Item::ArrayOfTables(list) => list.iter_mut().map(|t| t as &mut dyn TableLike).collect(),
        Item::Value(Value::Array(list)) => {
            let inline = list.iter_mut().filter_map(Value::as_inline_table_mut);
            inline.map(|t| t as &mut dyn TableLike).collect()
        }
        _ => Vec::new(),
    }
}

fn is_called(table: &dyn TableLike, id: &str) -> bool {
    table.get("id").and_then(Item::as_str) == Some(id)
}

/// The table of the list under this key that has this `id`.
pub(super) fn named<'t>(
    within: &'t dyn TableLike,
    key: &str,
    id: &str,
) -> Option<&'t dyn TableLike> {
    let all = tables(within.get(key)?);
    all.into_iter().find(|table| is_called(*table, id))
}

/// The same, to be changed.
pub(super) fn named_mut<'t>(
    within: &'t mut dyn TableLike,
    key: &str,
    id: &str,
) -> Option<&'t mut dyn TableLike> {
    let all = tables_mut(within.get_mut(key)?);
    all.into_iter().find(|table| is_called(*table, id))
}

/// Sets a value; one that was there leaves its place and the comment beside it.
pub(super) fn set(table: &mut dyn TableLike, key: &str, mut new: Value) {
    match table.get_mut(key).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => {
            table.insert(key, Item::Value(new));
        }
    }
}

/// Removes a key with its line; the comments above it stay.
pub(super) fn remove(table: &mut dyn TableLike, key: &str) {
    let above = table.key(key).and_then(|key| key.leaf_decor().prefix());
    let above = above.and_then(RawString::as_str).unwrap_or_default();
    let above = if above.contains('#') {
        above.to_owned()
    } else {
        String::new()
    };
    let names: Vec<String> = table.iter().map(|(name, _)| name.to_owned()).collect();
    let at = names.iter().position(|name| name == key);
    table.remove(key);
    let (false, Some(at)) = (above.is_empty(), at) else {
        return;
    };
    // The next line of this table takes them; behind its last one there is only the line before.
    let mut next = names.get(at + 1..).unwrap_or_default().iter();
    let next = next.find(|name| is_line(table, name)).cloned();
    if let Some(mut next) = next.as_deref().and_then(|next| table.key_mut(next)) {
        let decor = next.leaf_decor_mut();
        let own = decor
            .prefix()
            .and_then(RawString::as_str)
            .unwrap_or_default();
        let both = format!("{above}{own}");
        decor.set_prefix(both);
        return;
    }
    let before = at.checked_sub(1).and_then(|at| names.get(at));
    if let Some(value) = before.and_then(|before| table.get_mut(before)?.as_value_mut()) {
        let decor = value.decor_mut();
        let own = decor
            .suffix()
            .and_then(RawString::as_str)
            .unwrap_or_default();
        let both = format!("{own}\n{}", above.trim_end_matches('\n'));
        decor.set_suffix(both);
    }
}

fn is_line(table: &dyn TableLike, key: &str) -> bool {
    table.get(key).is_some_and(Item::is_value)
}

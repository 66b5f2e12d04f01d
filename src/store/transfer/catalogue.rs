//! Which tables there are, with their columns and keys, parents before those that point to them: read from the schema itself, so that
//! no table is forgotten.

use crate::store::StoreError;
use sqlx::sqlite::SqlitePool;

/// What a column keeps.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Bool,
    Int,
    Text,
    Bytes,
}

/// A column.
#[derive(Clone, Debug)]
pub struct Column {
    pub name: String,
    pub kind: Kind,
    /// Its place in the key, from 1 on; 0 where it is no part of it.
    key: i64,
    /// Whether it names a row of the same table.
    pub points_inside: bool,
}

/// A table.
#[derive(Clone, Debug)]
pub struct Table {
    pub name: String,
    pub columns: Vec<Column>,
    /// The tables whose rows it names.
    parents: Vec<String>,
}

/// A name as both databases take it. It comes out of our own schema.
pub fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

impl Table {
    /// The columns of the key, in its order.
    pub fn key(&self) -> Vec<&Column> {
        let mut key: Vec<&Column> = self.columns.iter().filter(|c| c.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key
    }

    /// Whether rows get a number by themselves.
    pub fn is_counted(&self) -> bool {
        matches!(self.key()[..], [Column { kind: Kind::Int, name, .. }] if name == "id")
    }
}

/// The tables of the schema, as SQLite tells it; it is the same one on PostgreSQL.
pub async fn tables(sqlite: &SqlitePool) -> Result<Vec<Table>, StoreError> {
    let columns: Vec<(String, String, String, i64)> = sqlx::query_as(
        r"
        select m.name, p.name, lower(p.type), p.pk
        from sqlite_master m
        join pragma_table_info(m.name) p
        where m.type = 'table' and m.name not like 'sqlite^_%' escape '^' and m.name <> '_sqlx_migrations'
        order by m.name, p.cid",
    )
    .fetch_all(sqlite)
    .await?;
    let pointers: Vec<(String, String, String)> = sqlx::query_as(
        r#"
        select m.name, f."from", f."table"
        from sqlite_master m
        join pragma_foreign_key_list(m.name) f
        where m.type = 'table'"#,
    )
    .fetch_all(sqlite)
    .await?;
    let mut tables: Vec<Table> = Vec::new();
    for (table, name, kind, key) in columns {
        let kind = match kind.as_str() {
            "boolean" => Kind::Bool,
            "bigint" | "integer" => Kind::Int,
            "text" => Kind::Text,
            "blob" => Kind::Bytes,
            other => return Err(unknown(&table, &format!("column {name} is {other}"))),
        };
        if tables.last().is_none_or(|last| last.name != table) {
            let named = |(from, _, to): &&(String, String, String)| *from == table && *to != table;
            let parents = pointers.iter().filter(named).map(|(_, _, to)| to.clone());
            tables.push(Table {
                parents: parents.collect(),
                columns: Vec::new(),
                name: table.clone(),
            });
        }
        let points_inside = pointers
            .iter()
            .any(|(from, column, to)| *from == table && *to == table && *column == name);
        if let Some(last) = tables.last_mut() {
            last.columns.push(Column {
                name,
                kind,
                key,
                points_inside,
            });
        }
    }
    if let Some(table) = tables.iter().find(|table| table.key().is_empty()) {
        return Err(unknown(&table.name, "it has no key"));
    }
    in_order(tables)
}

/// Parents first.
fn in_order(mut left: Vec<Table>) -> Result<Vec<Table>, StoreError> {
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let is_there = |parent: &String| ordered.iter().any(|table| table.name == *parent);
        let next = left.iter().position(|t| t.parents.iter().all(is_there));
        let Some(next) = next else {
            return Err(unknown(&left[0].name, "tables name each other in a circle"));
        };
        ordered.push(left.remove(next));
    }
    Ok(ordered)
}

fn unknown(table: &str, why: &str) -> StoreError {
    StoreError::Corrupt(format!("table {table}: {why}"))
}

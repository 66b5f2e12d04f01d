//! The numbers that rows get by themselves go on where they were: no number is given twice, also not that of a row that is gone.

use super::catalogue::{Table, quoted};
use crate::store::StoreError;
use crate::store::db::{Made, Tx};

/// Carries the counters of all tables over.
pub async fn carry(tables: &[Table], from: &mut Tx, to: &mut Tx) -> Result<(), StoreError> {
    for table in tables.iter().filter(|table| table.is_counted()) {
        let Some(last) = last(table, from).await? else {
            continue;
        };
        if to.is_postgres() {
            let set = "select setval(pg_get_serial_sequence($1, 'id'), $2)";
            to.one::<i64>(set, (quoted(&table.name), last)).await?;
            continue;
        }
        // SQLite notes a table there with its first row.
        let set = "update sqlite_sequence set seq = $2 where name = $1";
        if to.execute(set, (&table.name, last)).await? == 0 {
            let insert = "insert into sqlite_sequence (name, seq) values ($1, $2)";
            to.execute(insert, (&table.name, last)).await?;
        }
    }
    Ok(())
}

/// The number that was given last, if one ever was.
async fn last(table: &Table, from: &mut Tx) -> Result<Option<i64>, StoreError> {
    if !from.is_postgres() {
        let select = "select seq from sqlite_sequence where name = $1";
        return from.first(select, (&table.name,)).await;
    }
    let name = "select pg_get_serial_sequence($1, 'id')";
    let sequence: Option<String> = from.one(name, (quoted(&table.name),)).await?;
    let Some(sequence) = sequence else {
        return Ok(None);
    };
    // PostgreSQL names it as it is to be written, quotes and all.
    let select = format!("select last_value from {sequence} where is_called");
    from.first(Made(select), ()).await
}

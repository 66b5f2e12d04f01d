//! A list that tells who is who.

use super::person::Columns;
use super::table::{Table, TableError};

/// The login of every row, or the address where there is none, with everything that stands in the row.
///
/// # Errors
/// When the table has no column by which people are known.
pub fn logins(table: &Table) -> Result<Vec<(String, Vec<String>)>, TableError> {
    let columns = Columns::of(table)?;
    let rows = table.rows.iter().filter(|row| !row.is_broken);
    let named = rows.filter_map(|row| {
        let keys = columns.keys(row);
        let all = [keys.login, keys.email, keys.student_id];
        let login = all.into_iter().find(|key| !key.is_empty())?;
        Some((login.to_owned(), row.cells.clone()))
    });
    Ok(named.collect())
}

//! Rows of either database, and what they are read as.

use super::columns::{Column, Json};
use crate::store::StoreError;
use serde::de::DeserializeOwned;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{ColumnIndex, Row as _};

/// A row of either database.
pub(in crate::store) enum Row {
    Sqlite(SqliteRow),
    Postgres(PgRow),
}

impl Row {
    /// The value of a column, by name or number.
    pub fn get<T: Column>(
        &self,
        column: impl ColumnIndex<SqliteRow> + ColumnIndex<PgRow> + Copy + std::fmt::Display,
    ) -> Result<T, StoreError> {
        let kept = match self {
            Self::Sqlite(row) => row.try_get(column),
            Self::Postgres(row) => row.try_get(column),
        };
        kept.map_err(|error| error.to_string())
            .and_then(T::read)
            .map_err(|why| self.corrupt(&column.to_string(), &why))
    }

    /// The value of a column that is kept as JSON.
    pub fn json<T: DeserializeOwned>(&self, column: &str) -> Result<T, StoreError> {
        self.get::<Json<T>>(column).map(|json| json.0)
    }

    fn corrupt(&self, column: &str, why: &str) -> StoreError {
        let id = match self {
            Self::Sqlite(row) => row.try_get("id"),
            Self::Postgres(row) => row.try_get("id"),
        };
        let row = id.map_or_else(|_| String::new(), |id: i64| format!("row {id}, "));
        StoreError::Corrupt(format!("{row}column {column}: {why}"))
    }
}

/// What a row is read as.
pub(in crate::store) trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, StoreError>;
}

/// A row of one column.
impl<T: Column> FromRow for T {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get(0_usize)
    }
}

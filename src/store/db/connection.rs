//! A connection of either database, and what it answers.

use crate::store::StoreError;
use crate::store::codec::{FromRow, Row, Value, for_postgres, for_sqlite};
use crate::store::remote::answered;
use sqlx::SqlStr;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnection, Postgres};
use sqlx::sqlite::{Sqlite, SqliteConnection};

/// A connection of either database, for one statement.
pub(super) enum Connection<'c> {
    Sqlite(&'c mut SqliteConnection),
    Postgres(&'c mut PgConnection),
}

impl Connection<'_> {
    pub(super) async fn all(
        self,
        sql: SqlStr,
        values: Vec<Value<'_>>,
    ) -> Result<Vec<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, for_sqlite(values)?);
                let rows = query.fetch_all(db).await?;
                rows.into_iter().map(Row::Sqlite).collect()
            }
            Self::Postgres(db) => {
                let query = sqlx::query_with::<Postgres, _>(sql, for_postgres(values)?);
                let rows = answered(query.fetch_all(db)).await?;
                rows.into_iter().map(Row::Postgres).collect()
            }
        })
    }

    pub(super) async fn first(
        self,
        sql: SqlStr,
        values: Vec<Value<'_>>,
    ) -> Result<Option<Row>, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, for_sqlite(values)?);
                query.fetch_optional(db).await?.map(Row::Sqlite)
            }
            Self::Postgres(db) => {
                let query = sqlx::query_with::<Postgres, _>(sql, for_postgres(values)?);
                let row = answered(query.fetch_optional(db)).await?;
                row.map(Row::Postgres)
            }
        })
    }

    pub(super) async fn execute(
        self,
        sql: SqlStr,
        values: Vec<Value<'_>>,
    ) -> Result<u64, StoreError> {
        Ok(match self {
            Self::Sqlite(db) => {
                let query = sqlx::query_with::<Sqlite, _>(sql, for_sqlite(values)?);
                query.execute(db).await?.rows_affected()
            }
            Self::Postgres(db) => {
                let query = sqlx::query_with::<Postgres, _>(sql, for_postgres(values)?);
                answered(query.execute(db)).await?.rows_affected()
            }
        })
    }
}

pub(super) fn read_all<T: FromRow>(rows: &[Row]) -> Result<Vec<T>, StoreError> {
    rows.iter().map(T::from_row).collect()
}

pub(super) fn read_one<T: FromRow>(row: Option<Row>) -> Result<T, StoreError> {
    let row = row.ok_or(sqlx::Error::RowNotFound)?;
    T::from_row(&row)
}

pub(super) fn read_first<T: FromRow>(row: Option<Row>) -> Result<Option<T>, StoreError> {
    row.as_ref().map(T::from_row).transpose()
}

/// A connection out of a pool.
pub(super) enum Pooled {
    Sqlite(PoolConnection<Sqlite>),
    Postgres(PoolConnection<Postgres>),
}

impl Pooled {
    pub(super) fn connection(&mut self) -> Connection<'_> {
        match self {
            Self::Sqlite(db) => Connection::Sqlite(db),
            Self::Postgres(db) => Connection::Postgres(db),
        }
    }
}

//! How values are kept: instants as microseconds, points and shares as thousandths, choices as words, everything else as JSON.
//! What is read and makes no sense is an error that names the row and the column; nothing is guessed.

use super::StoreError;
use crate::ids::{
    AnswerId, ColumnId, CommentId, EntryId, JobId, LetterId, PlatformCourseId, PlatformId,
    RequestId, SessionId, SubmissionId, TokenId, UserId, VersionId,
};
use jiff::Timestamp;
use judge::points::{Points, Share};
use l10n::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::{PgArguments, PgRow, Postgres};
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteRow};
use sqlx::{Arguments as _, ColumnIndex, Decode, Row as _, Type};
use std::borrow::Cow;

/// A value on its way into the database.
#[derive(Clone, Debug)]
pub(super) enum Value<'a> {
    Bool(bool),
    Int(Option<i64>),
    Text(Option<Cow<'a, str>>),
    Bytes(&'a [u8]),
}

macro_rules! into_value {
    ($($from:ty: $own:ident => $value:expr;)+) => {$(
        impl<'a> From<$from> for Value<'a> {
            fn from($own: $from) -> Self {
                $value
            }
        }
    )+};
}

into_value! {
    bool: own => Self::Bool(own);
    i64: own => Self::Int(Some(own));
    Option<i64>: own => Self::Int(own);
    Timestamp: own => Self::Int(Some(own.as_microsecond()));
    Points: own => Self::Int(Some(own.thousandths()));
    Option<Points>: own => Self::Int(own.map(Points::thousandths));
    Share: own => Self::Int(Some(own.thousandths().into()));
    &'a str: own => Self::Text(Some(own.into()));
    &'a String: own => Self::Text(Some(own.into()));
    String: own => Self::Text(Some(own.into()));
    Option<&'a str>: own => Self::Text(own.map(Into::into));
    &'a [u8]: own => Self::Bytes(own);
}

/// The values of a statement, `$1` first.
pub(super) trait Arguments<'a> {
    fn values(self) -> Vec<Value<'a>>;
}

impl Arguments<'_> for () {
    fn values(self) -> Vec<Value<'static>> {
        Vec::new()
    }
}

/// The values of a statement with many rows.
impl<'a> Arguments<'a> for Vec<Value<'a>> {
    fn values(self) -> Self {
        self
    }
}

/// The values as SQLite takes them.
pub(super) fn for_sqlite(values: Vec<Value<'_>>) -> Result<SqliteArguments, StoreError> {
    let mut all = SqliteArguments::default();
    for value in values {
        let added = match value {
            Value::Bool(own) => all.add(own),
            Value::Int(own) => all.add(own),
            Value::Text(own) => all.add(own.map(Cow::into_owned)),
            Value::Bytes(own) => all.add(own),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(all)
}

/// The values as PostgreSQL takes them.
pub(super) fn for_postgres(values: Vec<Value<'_>>) -> Result<PgArguments, StoreError> {
    let mut all = PgArguments::default();
    for value in values {
        let added = match value {
            Value::Bool(own) => all.add(own),
            Value::Int(own) => all.add(own),
            Value::Text(own) => all.add(own.map(Cow::into_owned)),
            Value::Bytes(own) => all.add(own),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(all)
}

/// What both databases keep by themselves.
pub(super) trait Native:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl<T> Native for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

/// What a column is read as.
pub(super) trait Column: Sized {
    /// What the databases keep of it.
    type Kept: Native;

    /// Makes it of what was kept, or says why it cannot be.
    fn read(kept: Self::Kept) -> Result<Self, String>;
}

macro_rules! column {
    ($($column:ty, $kept:ty: $own:ident => $read:expr;)+) => {$(
        impl Column for $column {
            type Kept = $kept;

            fn read($own: $kept) -> Result<Self, String> {
                $read
            }
        }
    )+};
}

column! {
    bool, bool: own => Ok(own);
    i64, i64: own => Ok(own);
    String, String: own => Ok(own);
    Vec<u8>, Vec<u8>: own => Ok(own);
    u32, i64: own => own.try_into().map_err(|_| format!("{own} is no count"));
    u64, i64: own => own.try_into().map_err(|_| format!("{own} is no count"));
    usize, i64: own => own.try_into().map_err(|_| format!("{own} is no count"));
    Points, i64: own => Ok(Self::from_thousandths(own));
    Share, i64: own => Self::try_from(own).map_err(|e| e.to_string());
    Timestamp, i64: own => Self::from_microsecond(own).map_err(|e| e.to_string());
}

/// Numbers of rows are kept as numbers.
macro_rules! ids {
    ($($id:ty)+) => {$(
        into_value! {
            $id: own => Self::Int(Some(own.number()));
            Option<$id>: own => Self::Int(own.map(<$id>::number));
        }

        column! {
            $id, i64: own => Ok(own.into());
        }
    )+};
}

ids! {
    AnswerId ColumnId CommentId EntryId JobId LetterId PlatformCourseId PlatformId RequestId SessionId
    SubmissionId TokenId UserId VersionId
}

impl<T: Column> Column for Option<T>
where
    Option<T::Kept>: Native,
{
    type Kept = Option<T::Kept>;

    fn read(kept: Self::Kept) -> Result<Self, String> {
        kept.map(T::read).transpose()
    }
}

/// A value that is kept as JSON.
pub(super) struct Json<T>(pub T);

impl<T: DeserializeOwned> Column for Json<T> {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        serde_json::from_str(&kept)
            .map(Json)
            .map_err(|e| e.to_string())
    }
}

/// A value as the text that [`Json`] reads.
pub(super) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// What that text says.
pub(super) fn of_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// An instant as it is kept: to a microsecond.
pub(super) fn kept_instant(at: Timestamp) -> Result<Timestamp, StoreError> {
    Timestamp::from_microsecond(at.as_microsecond()).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// A language, kept by its code.
impl Column for Lang {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        let known = Self::ALL.into_iter().find(|lang| lang.code() == kept);
        known.ok_or_else(|| format!("{kept} is no language"))
    }
}

/// Reads a choice that is kept as a word.
pub(super) fn choice<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
    kept: &str,
) -> Result<T, String> {
    let known = all.iter().copied().find(|one| name(*one) == kept);
    known.ok_or_else(|| format!("{kept} is none of its values"))
}

/// A row of either database.
pub(super) enum Row {
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
pub(super) trait FromRow: Sized {
    fn from_row(row: &Row) -> Result<Self, StoreError>;
}

/// A row of one column.
impl<T: Column> FromRow for T {
    fn from_row(row: &Row) -> Result<Self, StoreError> {
        row.get(0_usize)
    }
}

/// Tuples are the values of a statement, and rows of as many columns.
macro_rules! tuples {
    ($($($name:ident $number:literal)+;)+) => {$(
        impl<'a, $($name: Into<Value<'a>>),+> Arguments<'a> for ($($name,)+) {
            fn values(self) -> Vec<Value<'a>> {
                #[expect(non_snake_case, reason = "the names of the types serve for the values")]
                let ($($name,)+) = self;
                vec![$($name.into()),+]
            }
        }

        impl<$($name: Column),+> FromRow for ($($name,)+) {
            fn from_row(row: &Row) -> Result<Self, StoreError> {
                Ok(($({
                    const NUMBER: usize = $number;
                    row.get::<$name>(NUMBER)?
                },)+))
            }
        }
    )+};
}

tuples! {
    A 0;
    A 0 B 1;
    A 0 B 1 C 2;
    A 0 B 1 C 2 D 3;
    A 0 B 1 C 2 D 3 E 4;
    A 0 B 1 C 2 D 3 E 4 F 5;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12;
    A 0 B 1 C 2 D 3 E 4 F 5 G 6 H 7 I 8 J 9 K 10 L 11 M 12 N 13;
}

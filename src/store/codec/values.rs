//! Values on their way into a database.

use crate::ids::each_id;
use crate::store::StoreError;
use jiff::Timestamp;
use judge::points::{Points, Share};
use sqlx::Arguments as _;
use sqlx::postgres::PgArguments;
use sqlx::sqlite::SqliteArguments;
use std::borrow::Cow;

/// A value on its way into the database.
#[derive(Clone, Debug)]
pub(in crate::store) enum Value<'a> {
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
    usize: own => Self::Int(Some(i64::try_from(own).unwrap_or(i64::MAX)));
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

/// Numbers of rows are kept as numbers.
macro_rules! ids_into_value {
    ($($id:ident)+) => {$(
        into_value! {
            crate::ids::$id: own => Self::Int(Some(own.number()));
            Option<crate::ids::$id>: own => Self::Int(own.map(crate::ids::$id::number));
        }
    )+};
}

each_id!(ids_into_value);

/// The values of a statement, `$1` first.
pub(in crate::store) trait Arguments<'a> {
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

/// A text as both databases take it: PostgreSQL keeps no NUL, so that a course with one could not be moved there.
fn text(own: Option<Cow<'_, str>>) -> Result<Option<String>, StoreError> {
    match own {
        Some(own) if own.contains('\0') => Err(StoreError::Nul),
        own => Ok(own.map(Cow::into_owned)),
    }
}

/// The values as SQLite takes them.
pub(in crate::store) fn for_sqlite(values: Vec<Value<'_>>) -> Result<SqliteArguments, StoreError> {
    let mut all = SqliteArguments::default();
    for value in values {
        let added = match value {
            Value::Bool(own) => all.add(own),
            Value::Int(own) => all.add(own),
            Value::Text(own) => all.add(text(own)?),
            Value::Bytes(own) => all.add(own),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(all)
}

/// The values as PostgreSQL takes them.
pub(in crate::store) fn for_postgres(values: Vec<Value<'_>>) -> Result<PgArguments, StoreError> {
    let mut all = PgArguments::default();
    for value in values {
        let added = match value {
            Value::Bool(own) => all.add(own),
            Value::Int(own) => all.add(own),
            Value::Text(own) => all.add(text(own)?),
            Value::Bytes(own) => all.add(own),
        };
        added.map_err(sqlx::Error::Encode)?;
    }
    Ok(all)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_nul_reaches_a_database_in_a_text() {
        for (text, is_kept) in [("a\0b", false), ("\0", false), ("ab", true), ("", true)] {
            assert_eq!(for_sqlite(vec![text.into()]).is_ok(), is_kept, "{text:?}");
            assert_eq!(for_postgres(vec![text.into()]).is_ok(), is_kept, "{text:?}");
        }
        let refused = for_postgres(vec![1_i64.into(), "\0".into()]);
        assert!(matches!(refused, Err(StoreError::Nul)));
        // The bytes of a file may be anything.
        assert!(for_postgres(vec![(&b"\0"[..]).into()]).is_ok());
    }
}

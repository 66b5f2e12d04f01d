//! What a column is read as.

use crate::ids::each_id;
use crate::store::StoreError;
use jiff::Timestamp;
use judge::points::{Points, Share};
use l10n::Lang;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sqlx::postgres::Postgres;
use sqlx::sqlite::Sqlite;
use sqlx::{Decode, Type};

/// What both databases keep by themselves.
pub(in crate::store) trait Native:
    for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

impl<T> Native for T where
    T: for<'r> Decode<'r, Sqlite> + Type<Sqlite> + for<'r> Decode<'r, Postgres> + Type<Postgres>
{
}

/// What a column is read as.
pub(in crate::store) trait Column: Sized {
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
macro_rules! id_columns {
    ($($id:ident)+) => {
        column! {
            $(crate::ids::$id, i64: own => Ok(own.into());)+
        }
    };
}

each_id!(id_columns);

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
pub(in crate::store) struct Json<T>(pub T);

impl<T: DeserializeOwned> Column for Json<T> {
    type Kept = String;

    fn read(kept: String) -> Result<Self, String> {
        serde_json::from_str(&kept)
            .map(Json)
            .map_err(|e| e.to_string())
    }
}

/// A value as the text that [`Json`] reads.
pub(in crate::store) fn json(value: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(value).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// What that text says.
pub(in crate::store) fn of_json<T: DeserializeOwned>(text: &str) -> Result<T, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::Corrupt(e.to_string()))
}

/// An instant as it is kept: to a microsecond.
pub(in crate::store) fn kept_instant(at: Timestamp) -> Result<Timestamp, StoreError> {
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
pub(in crate::store) fn choice<T: Copy>(
    all: &[T],
    name: impl Fn(T) -> &'static str,
    kept: &str,
) -> Result<T, String> {
    let known = all.iter().copied().find(|one| name(*one) == kept);
    known.ok_or_else(|| format!("{kept} is none of its values"))
}

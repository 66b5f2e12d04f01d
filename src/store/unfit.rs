//! A schema that is not that of this program.

/// A schema that this program does not work with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// An earlier one.
    #[error(
        "the database has schema {0}, an earlier one: dgm migrate brings it up to date, and so does dgm serve"
    )]
    Older(i64),
    /// A later one.
    #[error(
        "the database has schema {0}, a later one: use the version of dgm that wrote it, or restore a backup"
    )]
    Newer(i64),
    /// Another program's, or changed by hand.
    #[error("this is no database of dgm: name another one, or another data folder with --data")]
    Foreign,
}

//! What can be damaged of a zip archive.

/// What is damaged of an archive, or of a member of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Damage {
    /// The record with which an archive ends is not at its end.
    NoEnd,
    /// It is a part of an archive of several disks.
    SeveralDisks,
    /// It carries a comment.
    Comment,
    /// The end record points to a directory that is not there.
    NoDirectory,
    /// A member has another length than the archive says.
    Length {
        /// Bytes there are.
        found: u64,
        /// Bytes that the archive says.
        claimed: u64,
    },
    /// What the zip reader says, in English: these are its words, and are shown as such.
    Reader(String),
}

//! Why an object could not be put, read or deleted: whether nothing is known of it, or it is not what it should be.

use l10n::{Explain, Message, message};

/// Why an object could not be put, read or deleted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ObjectError {
    /// The storage was not reached, did not answer in time, or refused. Of the object nothing is known.
    #[error("the object storage does not do what it is asked: {0}")]
    Away(String),
    /// There is no such object.
    #[error("the object {0} is missing from the storage")]
    Missing(String),
    /// Its bytes are not those that were put.
    #[error("the object {0} is not what was put into the storage")]
    Altered(String),
    /// No storage is named, and what is asked for lies in one.
    #[error("the object {0} lies in an object storage that the config does not name")]
    Unnamed(String),
}

impl ObjectError {
    /// The words by which failures are counted.
    pub const KINDS: [&str; 4] = ["away", "missing", "altered", "unnamed"];

    /// One of [`KINDS`](Self::KINDS).
    pub const fn kind(&self) -> &'static str {
        let [away, missing, altered, unnamed] = Self::KINDS;
        match self {
            Self::Away(_) => away,
            Self::Missing(_) => missing,
            Self::Altered(_) => altered,
            Self::Unnamed(_) => unnamed,
        }
    }

    /// Counts it, so that an operator is told before people are.
    pub(crate) fn counted(self) -> Self {
        metrics::counter!("dgm_object_storage_failures_total", "kind" => self.kind()).increment(1);
        self
    }

    /// Whether the object itself is lost, as far as the storage can tell.
    pub const fn is_lost(&self) -> bool {
        matches!(self, Self::Missing(_) | Self::Altered(_))
    }
}

impl Explain for ObjectError {
    fn message(&self) -> Message {
        match self {
            Self::Away(why) => message!("objects-away", why = why.as_str()),
            Self::Missing(name) => message!("objects-missing", name = name.as_str()),
            Self::Altered(name) => message!("objects-altered", name = name.as_str()),
            Self::Unnamed(name) => message!("objects-unnamed", name = name.as_str()),
        }
    }
}

//! `[limits]`: how much is taken at once.

use crate::config::{Section, Value};
use l10n::{Message, message};

/// How much is taken at once; as usual where nothing is said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The largest answers file, in MiB.
    pub max_file: Option<usize>,
    /// The most that an answers file may inflate to, in MiB.
    pub max_inflated: Option<usize>,
    /// Memory for uploads under way, in MiB.
    pub max_in_flight: Option<usize>,
    /// Connections open at once.
    pub max_connections: Option<usize>,
}

/// The largest answers file where nobody says another, in MiB.
pub const USUAL_FILE: usize = 16;
/// The most that one may inflate to where nobody says otherwise, in MiB.
pub const USUAL_INFLATED: usize = 64;
/// A terabyte in MiB: more nobody means.
pub const MOST_MIB: u32 = 1 << 20;
/// More connections nobody means.
pub const MOST_CONNECTIONS: u32 = 1 << 20;

impl Limits {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        let max_file = section.optional("max_file", "max_file = 16");
        let max_inflated = section.optional("max_inflated", "max_inflated = 64");
        let max_in_flight = section.optional("max_in_flight", "max_in_flight = 128");
        let max_connections = section.optional("max_connections", "max_connections = 4096");
        let number = |value: Option<&Value<'_>>, most| {
            let number = value?.whole(1, most)?;
            usize::try_from(number).ok()
        };
        let limits = Self {
            max_file: number(max_file.as_ref(), MOST_MIB),
            max_inflated: number(max_inflated.as_ref(), MOST_MIB),
            max_in_flight: number(max_in_flight.as_ref(), MOST_MIB),
            max_connections: number(max_connections.as_ref(), MOST_CONNECTIONS),
        };
        let (file, inflated) = (limits.max_file, limits.max_inflated);
        let problem = unusable(
            file.unwrap_or(USUAL_FILE),
            inflated.unwrap_or(USUAL_INFLATED),
        );
        if let (Some(problem), Some(value)) = (problem, max_inflated.or(max_file)) {
            value.refuse(problem);
        }
        section.finish();
        limits
    }
}

/// Why no file of the allowed size could be opened: it would have to inflate to less than it is. Both are in MiB.
pub fn unusable(file: usize, inflated: usize) -> Option<Message> {
    let less = inflated < file;
    less.then(|| {
        message!(
            "settings-inflates-to-less",
            file = file,
            inflated = inflated
        )
    })
}

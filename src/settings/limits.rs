//! `[limits]`: how much is taken at once.

use crate::config::Section;

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

/// A terabyte in MiB: more nobody means.
pub const MOST_MIB: u32 = 1 << 20;
/// More connections nobody means.
pub const MOST_CONNECTIONS: u32 = 1 << 20;

impl Limits {
    pub(super) fn read(mut section: Section<'_>) -> Self {
        let mut number = |key, example, most| {
            let value = section.optional(key, example)?;
            let number = value.whole(1, most)?;
            usize::try_from(number).ok()
        };
        let limits = Self {
            max_file: number("max_file", "max_file = 16", MOST_MIB),
            max_inflated: number("max_inflated", "max_inflated = 64", MOST_MIB),
            max_in_flight: number("max_in_flight", "max_in_flight = 128", MOST_MIB),
            max_connections: number(
                "max_connections",
                "max_connections = 4096",
                MOST_CONNECTIONS,
            ),
        };
        section.finish();
        limits
    }
}

//! Axis lengths and counts that a config may set.

use judge::axes::Axes;
use std::collections::BTreeMap;

/// A size that a config may set: an axis length, or a count that the draw depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// The axis or count.
    pub name: &'static str,
    /// What it is unless told.
    pub default: usize,
    /// The least that the draw allows.
    pub min: usize,
    /// The most.
    pub max: usize,
}

impl Size {
    /// A size with its bounds.
    pub const fn new(name: &'static str, default: usize, min: usize, max: usize) -> Self {
        Self {
            name,
            default,
            min,
            max,
        }
    }
}

/// The sizes of one draw.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sizes(BTreeMap<&'static str, usize>);

impl Sizes {
    /// The defaults, changed where `overrides` names a size. Unknown names and lengths outside the bounds are the caller's to refuse
    /// (the course config does); here they are ignored and clamped.
    pub fn of(declared: &[Size], overrides: &BTreeMap<String, usize>) -> Self {
        Self(
            declared
                .iter()
                .map(|s| {
                    let length = overrides
                        .get(s.name)
                        .map_or(s.default, |&n| n.clamp(s.min, s.max));
                    (s.name, length)
                })
                .collect(),
        )
    }

    /// Several sizes at once, by name.
    pub fn all<const N: usize>(&self, names: [&str; N]) -> [usize; N] {
        names.map(|name| self.get(name))
    }

    /// The lengths of the axes that sizes set.
    pub fn axes(&self) -> Axes {
        Axes::of(self.0.iter().map(|(name, length)| (*name, *length)))
    }

    /// One size.
    ///
    /// # Panics
    /// When the task does not declare it: a slip in the task, caught by the first law that draws it.
    pub fn get(&self, name: &str) -> usize {
        *self
            .0
            .get(name)
            .unwrap_or_else(|| unreachable!("the task declares no size {name}"))
    }
}

/// The sizes of a task: name, default, least and most. `sizes!["batch" 8 in 1..=256, "dim" 4 in 1..=64]`
#[macro_export]
macro_rules! sizes {
    ($($name:literal $default:literal in $min:literal ..= $max:tt),* $(,)?) => {
        &[$( $crate::task::Size::new($name, $default, $min, $max) ),*]
    };
}

//! Lengths of named axes. A name has one length within a task, so that arrays that do not fit together
//! are told so by name instead of panicking in a broadcast.

use super::arrays::Arrays;
use super::port::Port;
use std::collections::BTreeMap;

/// An axis that contradicts another array, or is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AxisFault {
    /// The port.
    pub port: &'static str,
    /// The axis.
    pub axis: &'static str,
    /// The length it must have.
    pub expected: usize,
    /// The length found.
    pub got: usize,
    /// The port that fixed the length, if one did.
    pub because: Option<&'static str>,
}

/// Lengths of named axes, with the port that fixed each.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Axes {
    lengths: BTreeMap<&'static str, (usize, &'static str)>,
}

impl Axes {
    /// Unifies the axes of all ports with the shapes found.
    ///
    /// # Errors
    /// The first axis that is empty or contradicts an earlier array.
    pub fn unify(ports: &'static [Port], arrays: &Arrays) -> Result<Self, AxisFault> {
        Self::default().with(ports, arrays)
    }

    /// These axes and those of more ports.
    ///
    /// # Errors
    /// The first axis that is empty or contradicts an earlier array.
    pub fn with(mut self, ports: &'static [Port], arrays: &Arrays) -> Result<Self, AxisFault> {
        // Plain names bind first, whichever port they stand in, so that `2*dim` can be checked before `dim` is seen.
        for plain in [true, false] {
            for port in ports {
                let Some(array) = arrays.get(port.name) else {
                    continue;
                };
                for (axis, &got) in port.axes.iter().zip(array.shape()) {
                    if is_name(axis) == plain {
                        self.bind(port.name, axis, got)?;
                    }
                }
            }
        }
        Ok(self)
    }

    /// Axes of these lengths.
    pub fn of(lengths: impl IntoIterator<Item = (&'static str, usize)>) -> Self {
        let lengths = lengths.into_iter();
        Self {
            lengths: lengths.map(|(name, n)| (name, (n, ""))).collect(),
        }
    }

    fn bind(
        &mut self,
        port: &'static str,
        axis: &'static str,
        got: usize,
    ) -> Result<(), AxisFault> {
        let fault = |expected, because| AxisFault {
            port,
            axis,
            expected,
            got,
            because,
        };
        if got == 0 {
            return Err(fault(1, None));
        }
        if is_name(axis) {
            let &mut (expected, first) = self.lengths.entry(axis).or_insert((got, port));
            return if expected == got {
                Ok(())
            } else {
                Err(fault(expected, Some(first)))
            };
        }
        match self.length(axis) {
            Some(expected) if expected != got => Err(fault(expected, None)),
            _ => Ok(()),
        }
    }

    /// The length of an axis expression, where all its names are bound.
    pub fn length(&self, axis: &str) -> Option<usize> {
        let mut total: Option<usize> = None;
        let mut rest = axis;
        let mut operator = '+';
        loop {
            let end = rest.find(['+', '-', '*', '/']).unwrap_or(rest.len());
            let (term, tail) = rest.split_at(end);
            let value = match term.parse() {
                Ok(number) => number,
                Err(_) => self.lengths.get(term)?.0,
            };
            total = Some(match (total, operator) {
                (None, _) => value,
                (Some(t), '+') => t.checked_add(value)?,
                (Some(t), '-') => t.checked_sub(value)?,
                (Some(t), '*') => t.checked_mul(value)?,
                (Some(t), _) => t.checked_div(value)?,
            });
            let mut chars = tail.chars();
            match chars.next() {
                None => return total,
                Some(next) => operator = next,
            }
            rest = chars.as_str();
        }
    }

    /// The plain names bound, with their lengths.
    pub fn named(&self) -> impl Iterator<Item = (&'static str, usize)> + '_ {
        self.lengths
            .iter()
            .map(|(name, (length, _))| (*name, *length))
    }
}

fn is_name(axis: &str) -> bool {
    axis.starts_with(|c: char| c.is_ascii_alphabetic()) && !axis.contains(['+', '-', '*', '/'])
}

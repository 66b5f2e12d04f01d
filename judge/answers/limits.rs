//! How much of everything a file may hold, and the account kept while it is read.

use super::AnswersError;

/// What a reader refuses to go beyond. Every one is enforced on what is really read, never on what a header says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the file as sent.
    pub file: usize,
    /// Bytes of all arrays together: as inflated, and again as held in memory (8 bytes an element).
    pub inflated: usize,
    /// Arrays in one file.
    pub members: usize,
    /// Axes of one array.
    pub axes: usize,
    /// Lists within lists in JSON.
    pub json_depth: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            file: 16 << 20,
            inflated: 64 << 20,
            members: 1024,
            axes: 8,
            json_depth: 64,
        }
    }
}

impl Limits {
    /// What is read of what a course gives out, inputs and practice packs. It comes from one's own server or from oneself, and a pack holds
    /// the inputs of several seeds with all known answers: it is larger than what anybody sends.
    pub fn given() -> Self {
        Self {
            file: 64 << 20,
            inflated: 64 << 20,
            ..Self::default()
        }
    }

    /// For bytes that were written here and kept: whatever the limits were then, they are read again.
    pub fn kept() -> Self {
        const ANY: usize = usize::MAX / 2;
        Self {
            file: ANY,
            inflated: ANY,
            members: ANY,
            ..Self::default()
        }
    }
}

/// Bytes that one element takes in memory, whatever it took in the file.
pub(super) const WIDE: usize = 8;

/// What is left of the limits while one file is read.
#[derive(Debug)]
pub(super) struct Budget<'a> {
    pub limits: &'a Limits,
    inflated: usize,
    widened: usize,
}

impl<'a> Budget<'a> {
    pub fn new(limits: &'a Limits) -> Self {
        Self {
            limits,
            inflated: limits.inflated,
            widened: limits.inflated,
        }
    }

    /// Bytes that may still be inflated.
    pub fn inflatable(&self) -> usize {
        self.inflated
    }

    /// Elements that may still be held.
    pub fn holdable(&self) -> usize {
        self.widened / WIDE
    }

    /// Accounts for bytes inflated from a member.
    pub fn inflate(&mut self, member: &str, bytes: usize) -> Result<(), AnswersError> {
        self.inflated = self
            .inflated
            .checked_sub(bytes)
            .ok_or_else(|| self.too_large(member))?;
        Ok(())
    }

    /// Accounts for elements about to be held: without this a megabyte of bool would become eight of int64, unseen.
    pub fn hold(&mut self, member: &str, elements: usize) -> Result<(), AnswersError> {
        self.widened = elements
            .checked_mul(WIDE)
            .and_then(|bytes| self.widened.checked_sub(bytes))
            .ok_or_else(|| self.too_large(member))?;
        Ok(())
    }

    /// The refusal of a member that does not fit any more.
    pub fn too_large(&self, member: &str) -> AnswersError {
        AnswersError::InflatedTooLarge {
            member: member.to_owned(),
            limit: self.limits.inflated,
        }
    }

    /// Refuses a file of more arrays than allowed.
    pub fn check_members(&self, found: usize) -> Result<(), AnswersError> {
        if found > self.limits.members {
            return Err(AnswersError::TooManyMembers {
                found,
                limit: self.limits.members,
            });
        }
        Ok(())
    }

    /// Refuses an array of more axes than allowed.
    pub fn check_axes(&self, member: &str, found: usize) -> Result<(), AnswersError> {
        if found > self.limits.axes {
            return Err(AnswersError::TooManyAxes {
                member: member.to_owned(),
                found,
                limit: self.limits.axes,
            });
        }
        Ok(())
    }
}

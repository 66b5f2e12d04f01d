//! What was read of a file: its arrays, and what is wrong with those that cannot be used.

use super::AnswersError;
use crate::arrays::{Array, Arrays};
use std::collections::BTreeMap;

/// A file that could be read. One array that cannot be used does not keep the others from being judged.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Opened {
    /// The arrays by name.
    pub arrays: Arrays,
    /// What is wrong with each of the others, by name.
    pub faults: BTreeMap<String, AnswersError>,
}

impl Opened {
    /// Takes what was read of one member; a fault of the file as a whole, or a second member of one name, is handed back.
    pub(super) fn take(
        &mut self,
        member: String,
        read: Result<Array, AnswersError>,
    ) -> Result<(), AnswersError> {
        if self.arrays.contains_key(&member) || self.faults.contains_key(&member) {
            return Err(AnswersError::DuplicateName { member });
        }
        match read {
            Ok(array) => {
                self.arrays.insert(member, array);
            }
            Err(fault) if fault.is_of_member() => {
                self.faults.insert(member, fault);
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// How many members there are, usable or not.
    pub(super) fn len(&self) -> usize {
        self.arrays.len() + self.faults.len()
    }

    /// The file, where something of it can be used.
    ///
    /// # Errors
    /// The first fault of a member, where there are only such.
    pub fn usable(self) -> Result<Self, AnswersError> {
        if self.arrays.is_empty() {
            return self.whole().map(Self::from);
        }
        Ok(self)
    }

    /// All arrays of a file of which every one is needed.
    ///
    /// # Errors
    /// The first fault of a member.
    pub fn whole(self) -> Result<Arrays, AnswersError> {
        match self.faults.into_values().next() {
            Some(fault) => Err(fault),
            None => Ok(self.arrays),
        }
    }
}

impl From<Arrays> for Opened {
    fn from(arrays: Arrays) -> Self {
        Self {
            arrays,
            faults: BTreeMap::new(),
        }
    }
}

//! What of the gradebook is wanted, and how.

use crate::course::Course;

/// The exam among the columns that are chosen.
pub const EXAM: &str = "exam";

/// What of the gradebook is wanted, and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// The homeworks, and [`EXAM`]; all where there are none.
    pub items: Vec<String>,
    /// Whether Moodle is given the total and the final grade too.
    pub total: bool,
    /// Whether CSV is written as Excel opens it where a comma is decimal.
    pub excel: bool,
    /// Whether a platform is given a file a column, in an archive.
    pub split: bool,
}

impl Wanted {
    /// The words between the commas of a query; what is no column of the course is given back.
    ///
    /// # Errors
    /// The word that is no column.
    pub fn items<'a>(
        course: &Course,
        words: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<String>, &'a str> {
        let mut items: Vec<String> = Vec::new();
        let words = words.into_iter().flat_map(|word| word.split(','));
        for word in words.map(str::trim).filter(|word| !word.is_empty()) {
            if word != EXAM && course.homework(word).is_none() {
                return Err(word);
            }
            if !items.iter().any(|item| item == word) {
                items.push(word.to_owned());
            }
        }
        Ok(items)
    }

    /// Whether a column was chosen, by name or because nothing was left out.
    pub fn has(&self, item: &str) -> bool {
        self.items.is_empty() || self.items.iter().any(|own| own == item)
    }

    /// Whether platforms are given an archive.
    pub(super) fn is_archive(&self) -> bool {
        self.split && self.items.len() != 1
    }
}

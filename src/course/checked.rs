//! A text that is a course: it is read once, and text, course and warnings travel together.

use super::model::Course;
use crate::config::{Diagnostics, Sink};
use std::sync::Arc;

/// A text and the course that it is.
#[derive(Clone, Debug)]
pub struct Checked {
    /// The text.
    pub toml: String,
    /// The course.
    pub course: Arc<Course>,
    /// What may be said against it.
    pub warnings: Diagnostics,
}

/// A course that was made by the program, with the text that says it.
impl From<Course> for Checked {
    fn from(course: Course) -> Self {
        Self {
            toml: course.to_toml(),
            course: Arc::new(course),
            warnings: Diagnostics::default(),
        }
    }
}

impl Checked {
    /// Reads a course file.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse(text: impl Into<String>) -> Result<Self, Diagnostics> {
        Self::read(text.into(), Course::parse_reporting)
    }

    /// Reads a course file that was published before, as [`Course::parse_stored`] does.
    ///
    /// # Errors
    /// Everything that is wrong with the file, warnings included.
    pub fn parse_stored(text: impl Into<String>) -> Result<Self, Diagnostics> {
        Self::read(text.into(), Course::parse_stored_reporting)
    }

    fn read(
        toml: String,
        parse: impl FnOnce(&str) -> Result<(Course, Diagnostics), Diagnostics>,
    ) -> Result<Self, Diagnostics> {
        let (course, warnings) = parse(&toml)?;
        Ok(Self {
            toml,
            course: Arc::new(course),
            warnings,
        })
    }

    /// The same with more warnings, in the order of the text.
    #[must_use]
    pub(super) fn warned(mut self, sink: Sink) -> Self {
        self.warnings.list.extend(sink.finish().list);
        self.warnings.list.sort_by_key(|d| d.start);
        self
    }
}

//! A homework's own `grading.toml`. The same keys stand there and in `[[homework]]` of a course, and are read by the same code.

use super::keys::{self, Also, HomeworkDraft, Shared};
use super::lists::Lists;
use super::model;
use super::policy::Policy;
use crate::config::{Section, Sink, root};
use assignments::catalogue::Homework;
use jiff::tz::TimeZone;

/// The lists of the homework's own `grading.toml`, which may be empty.
pub(super) fn own_lists(
    sink: &Sink,
    homework: &'static Homework,
    catalogue: &'static [Homework],
) -> Option<Lists> {
    root(sink, |mut root| {
        root.optional("homework", "homework = \"elbo\"");
        Some(file_lists(root, Some(homework), catalogue))
    })
}

/// The lists at the top of a homework's own grading file.
pub(super) fn file_lists(
    root: Section<'_>,
    homework: Option<&'static Homework>,
    catalogue: &'static [Homework],
) -> Lists {
    let shared = Shared {
        catalogue,
        zone: TimeZone::UTC,
        defaults: Policy::default(),
    };
    let mut draft = HomeworkDraft {
        listed: homework,
        ..HomeworkDraft::default()
    };
    keys::read_some::<model::Homework>(root, &mut draft, &shared, |key| key.also == Also::Grading);
    draft.lists
}

//! What one report says otherwise than another.

use super::task::title;
use crate::grading::Report;
use crate::report::change::{TaskChange, change};
use judge::points::Points;
use l10n::Lang;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct ChangeView {
    /// What is compared.
    lead: String,
    /// The other report.
    label: String,
    href: String,
    points: String,
    newly_right: Vec<TaskChangeView>,
    newly_wrong: Vec<TaskChangeView>,
    moved: Vec<TaskChangeView>,
}

#[derive(Serialize)]
pub(super) struct TaskChangeView {
    name: String,
    title: String,
    points: Option<String>,
}

/// What changed from one report to another; `against` is the name and the address of the one that is not on this page.
pub(super) fn change_view(
    before: &Report,
    after: &Report,
    lead: String,
    against: (String, String),
    lang: Lang,
) -> ChangeView {
    let found = change(before, after);
    let list = |tasks: &[TaskChange]| -> Vec<TaskChangeView> {
        let one = |t: &TaskChange| TaskChangeView {
            title: title(&after.homework, &t.task, lang),
            name: t.task.clone(),
            points: (t.points != Points::ZERO).then(|| t.points.difference(lang)),
        };
        tasks.iter().map(one).collect()
    };
    let (label, href) = against;
    ChangeView {
        lead,
        label,
        href,
        points: found.points.difference(lang),
        newly_right: list(&found.newly_right),
        newly_wrong: list(&found.newly_wrong),
        moved: list(&found.moved),
    }
}

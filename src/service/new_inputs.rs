//! What a publication leaves of the inputs that students have: they keep them, unless the teacher asks for new ones.

use super::app::App;
use super::error::ServiceError;
use crate::course::{Course, Homework};
use crate::ids::VersionId;
use serde::Serialize;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

/// A homework whose students have other inputs than a course would draw now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct OldInputs {
    /// The homework.
    pub homework: String,
    /// How many students have them.
    pub students: i64,
}

/// The homeworks of a course whose students have inputs of other sizes, in the order of the course.
///
/// # Errors
/// When the database fails.
pub async fn old_inputs(app: &App, after: &Course) -> Result<Vec<OldInputs>, ServiceError> {
    let mut read: BTreeMap<VersionId, Option<Course>> = BTreeMap::new();
    let mut old: BTreeMap<String, i64> = BTreeMap::new();
    for given in app.store.inputs_given_under().await? {
        let Some(now) = after.homework(&given.homework) else {
            continue;
        };
        if let Entry::Vacant(entry) = read.entry(given.course) {
            let stored = app.store.course_version(given.course).await?;
            let toml = stored.map(|v| v.toml).unwrap_or_default();
            entry.insert(app.parsed(toml).await?);
        }
        let then = read.get(&given.course).and_then(Option::as_ref);
        let then = then.and_then(|course| course.homework(&given.homework));
        if then.is_some_and(|then| !drawn_alike(then, now)) {
            *old.entry(given.homework).or_default() += given.students;
        }
    }
    let of = |homework: &Homework| {
        let students = old.get(homework.name()).copied()?;
        Some(OldInputs {
            homework: homework.name().to_owned(),
            students,
        })
    };
    Ok(after.homeworks.iter().filter_map(of).collect())
}

/// Whether the tasks that both have are drawn in the same sizes.
fn drawn_alike(then: &Homework, now: &Homework) -> bool {
    now.tasks.iter().all(|task| {
        let before = then.task(task.name());
        before.is_none_or(|before| before.sizes == task.sizes)
    })
}

//! How much room do my files take, and how much is left?

use crate::course::Course;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::web::visitor::Person;
use l10n::size;
use serde::Serialize;

/// A homework with files of the person.
#[derive(Serialize)]
pub(super) struct StorageView {
    name: &'static str,
    title: String,
    used: String,
    most: String,
}

/// The homeworks for which the person has sent files.
pub(super) async fn storage(
    app: &App,
    person: &Person,
    course: &Course,
) -> Result<Vec<StorageView>, ServiceError> {
    let lang = person.lang();
    let bytes = |n: u64| size(usize::try_from(n).unwrap_or(usize::MAX)).text(lang);
    let mut views = Vec::new();
    for homework in &course.homeworks {
        let name = homework.name();
        let used = app.store.stored_bytes(person.user.id, name).await?;
        if used > 0 {
            views.push(StorageView {
                name,
                title: homework.title.get(lang).to_owned(),
                used: bytes(used),
                most: bytes(homework.storage_bytes()),
            });
        }
    }
    Ok(views)
}

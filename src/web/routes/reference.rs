//! The reference answers, where the config reveals them.

use super::submission::visible;
use crate::answers;
use crate::report::elements::reference;
use crate::service::app::App;
use crate::service::disclose::{disclose, origin};
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::visitor::Person;
use assignments::judge::arrays::Arrays;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::IntoResponse;
use std::sync::Arc;

/// `GET /submissions/{id}/reference.npz`: for the inputs of this submission, of the tasks that may be seen; to others there is nothing.
pub async fn npz(
    State(app): State<Arc<App>>,
    person: Person,
    Path(id): Path<i64>,
) -> Result<impl IntoResponse, AppError> {
    let submission = visible(&app, &person, id).await?;
    let revealed = disclose(&app, &person.reader(), &submission)
        .await?
        .revealed;
    if revealed.is_empty() {
        return Err(ServiceError::NotFound.into());
    }
    let from = origin(&app, &submission).await?;
    let disposition = format!(
        "attachment; filename=\"{}-reference-{id}.npz\"",
        submission.homework
    );
    let bytes = app
        .compute(move || {
            let homework = from.course.homework(&submission.homework)?;
            let mut all = Arrays::new();
            for task in revealed.iter().filter_map(|name| homework.task(name)) {
                for (output, array) in reference(task, from.seed).unwrap_or_default() {
                    all.insert(format!("{}.{output}", task.name()), array);
                }
            }
            Some(answers::write_npz(&all))
        })
        .await?
        .ok_or(ServiceError::NotFound)?;
    Ok((
        [
            (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
            (header::CONTENT_DISPOSITION, disposition),
        ],
        bytes,
    ))
}

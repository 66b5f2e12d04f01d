//! What a submission shares with other students: for teachers alone.

use crate::service::app::App;
use crate::store::{Role, SharedAnswers, Submission};
use crate::web::error::AppError;
use crate::web::visitor::Person;
use serde::Serialize;

/// Another student, and what fits their inputs.
#[derive(Serialize)]
pub(super) struct Shared {
    login: String,
    name: String,
    /// Whether they had sent the same file before.
    same_file: bool,
    tasks: Vec<String>,
}

/// What is shared, by other student; nothing for whoever does not teach.
pub(super) async fn shared(
    app: &App,
    person: &Person,
    submission: &Submission,
) -> Result<Vec<Shared>, AppError> {
    if person.user.role < Role::Teacher {
        return Ok(Vec::new());
    }
    let mut others: Vec<Shared> = Vec::new();
    for SharedAnswers {
        other_login,
        other_name,
        task,
        ..
    } in app.store.shared_by(submission.id).await?
    {
        if others.last().is_none_or(|other| other.login != other_login) {
            others.push(Shared {
                login: other_login,
                name: other_name,
                same_file: false,
                tasks: Vec::new(),
            });
        }
        if let Some(other) = others.last_mut() {
            if task.is_empty() {
                other.same_file = true;
            } else {
                other.tasks.push(task);
            }
        }
    }
    Ok(others)
}

//! What a submission shares with other students: for teachers alone.

use crate::service::app::App;
use crate::store::{Role, Submission};
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
    let before = app.store.first_sent_by(submission.id).await?;
    others.extend(before.map(|sender| Shared::of(sender.login, sender.name, true)));
    for shared in app.store.answers_shared_by(submission.id).await? {
        let known = others.iter_mut().find(|o| o.login == shared.other_login);
        if let Some(other) = known {
            other.tasks.push(shared.task);
        } else {
            let mut other = Shared::of(shared.other_login, shared.other_name, false);
            other.tasks.push(shared.task);
            others.push(other);
        }
    }
    Ok(others)
}

impl Shared {
    const fn of(login: String, name: String, same_file: bool) -> Self {
        Self {
            login,
            name,
            same_file,
            tasks: Vec::new(),
        }
    }
}

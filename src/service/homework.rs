//! A homework as a person may look at it, and the inputs that are theirs.

use super::app::{ActiveCourse, App};
use super::error::ServiceError;
use crate::course::{Homework, Schedule, State};
use crate::grading::{draw_inputs, inputs_from_file, inputs_to_file, run_task, student_seed};
use crate::store::{Role, User};
use assignments::judge::arrays::Arrays;

/// The homework of this name with the dates that hold for this person. Who teaches sees it before it opens.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn open_to<'c>(
    app: &App,
    active: &'c ActiveCourse,
    user: &User,
    name: &str,
) -> Result<(&'c Homework, Schedule), ServiceError> {
    let homework = active.course.homework(name);
    let homework = homework.ok_or(ServiceError::NotFound)?;
    let schedule = homework.schedule(app.store.extension(user.id, name).await?);
    if schedule.state(app.now()) == State::NotOpen && user.role < Role::Teacher {
        return Err(ServiceError::NotOpen);
    }
    Ok((homework, schedule))
}

/// The arrays of a person's own inputs, named as a file names them.
///
/// # Errors
/// As [`open_to`].
pub async fn own_inputs(app: &App, user: &User, name: &str) -> Result<Arrays, ServiceError> {
    let active = app.course().await?;
    let (homework, _) = open_to(app, &active, user, name).await?;
    let homework = homework.clone();
    let seed = student_seed(&app.secret, &user.login, name);
    app.compute(move || inputs_to_file(&draw_inputs(&homework, seed)))
        .await
}

/// The answers of the reference to a person's own inputs, named as a file names them: for those who teach.
///
/// # Errors
/// As [`open_to`]; of a task whose reference fails there is nothing.
pub async fn own_reference(app: &App, user: &User, name: &str) -> Result<Arrays, ServiceError> {
    let own = own_inputs(app, user, name).await?;
    let active = app.course().await?;
    let homework = active.course.homework(name).cloned();
    let homework = homework.ok_or(ServiceError::NotFound)?;
    app.compute(move || {
        let inputs = inputs_from_file(homework.name(), &own).unwrap_or_default();
        let mut all = Arrays::new();
        for task in &homework.tasks {
            let Some(of_task) = inputs.get(task.name()) else {
                continue;
            };
            let truth = run_task(task.spec, |known| known.reference(of_task));
            for (output, array) in truth.unwrap_or_default() {
                all.insert(format!("{}.{output}", task.name()), array);
            }
        }
        all
    })
    .await
}

//! The inputs of a person, to be looked at and downloaded.

use super::kept::{Give, Owner, draw, in_force, kept};
use crate::course::{Homework, State};
use crate::grading::{Given, InputsId, inputs_to_file};
use crate::ids::UserId;
use crate::report::elements::references;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::homework::open_to;
use crate::store::{InputsRelease, User};
use judge::answers::Arrays;
use std::sync::Arc;

/// The arrays of a person's own inputs, named as a file names them.
///
/// # Errors
/// When there is no such homework, it is not open yet, or the database fails.
pub async fn own_inputs(app: &App, user: &User, name: &str) -> Result<Arrays, ServiceError> {
    let (_, given) = own(app, user, name, Give::Keep).await?;
    let mark = InputsId::own(&app.secret, &user.drawn_as, name, given.release);
    Ok(inputs_to_file(given.solved.inputs(), mark))
}

/// The arrays that a person was given as an earlier release, or as the one in force, named as a file names them.
///
/// # Errors
/// When this person was given no such inputs, there is no such homework, or the database fails.
pub async fn given_before(
    app: &App,
    user: &User,
    name: &str,
    release: i64,
) -> Result<Arrays, ServiceError> {
    let active = app.course().await?;
    let (homework, _) = open_to(app, &active, user, name).await?;
    let given = app.store.releases_given(user.id, name).await?;
    if !given.contains(&release) {
        return Err(ServiceError::NotFound);
    }
    let (owner, drawn) = (Owner::from(user), (active.version, homework));
    let solved = kept(app, owner, homework, release, drawn, Give::Keep).await?;
    let mark = InputsId::own(&app.secret, &user.drawn_as, name, release);
    Ok(inputs_to_file(solved.inputs(), mark))
}

/// The inputs that a person has, or would be given now, for those who teach: looking at them gives nothing out, nor does a download.
///
/// # Errors
/// As [`own_inputs`].
pub async fn inputs_to_see(app: &App, user: &User, name: &str) -> Result<Arrays, ServiceError> {
    let (_, given) = own(app, user, name, Give::Nothing).await?;
    let mark = InputsId::own(&app.secret, &user.drawn_as, name, given.release);
    Ok(inputs_to_file(given.solved.inputs(), mark))
}

/// The answers of the reference to the inputs that a person has, or would be given now, named as a file names them: for those who
/// teach, and gives nothing out either.
///
/// # Errors
/// As [`own_inputs`]; of a task whose reference fails there is nothing.
pub async fn reference_to_see(app: &App, user: &User, name: &str) -> Result<Arrays, ServiceError> {
    let (homework, given) = own(app, user, name, Give::Nothing).await?;
    app.compute(move || references(homework.tasks.iter(), &given.solved))
        .await
}

/// A homework that a person may look at, and their inputs of it.
async fn own(
    app: &App,
    user: &User,
    name: &str,
    give: Give,
) -> Result<(Homework, Given), ServiceError> {
    let active = app.course().await?;
    let (homework, schedule) = open_to(app, &active, user, name).await?;
    let owner = Owner::from(user);
    let given = if schedule.state(app.now()) == State::NotOpen {
        // Who teaches looks at what will be given; nobody was given anything yet.
        let solved = draw(app, owner, homework.clone()).await?;
        Given {
            release: active.release(name),
            solved: Arc::new(solved),
        }
    } else {
        in_force(app, &active, owner, homework, give).await?
    };
    Ok((homework.clone(), given))
}

/// The release that took the place of inputs that a student was given before, where there is one.
///
/// # Errors
/// When the database fails.
pub async fn replaced(
    app: &App,
    user: UserId,
    homework: &str,
) -> Result<Option<InputsRelease>, ServiceError> {
    let releases = app.store.inputs_releases().await?;
    let Some(newest) = releases.get(homework).copied() else {
        return Ok(None);
    };
    let given = app.store.releases_given(user, homework).await?;
    let had_others = given.iter().any(|release| *release < newest.release)
        || app
            .store
            .newest_before_inputs(user, homework)
            .await?
            .is_some();
    Ok(had_others.then_some(newest))
}

//! Inputs as they were given and are kept; what was not given yet is drawn.

use crate::course::{Homework, Task};
use crate::grading::{Given, Inputs, Solved, student_seed};
use crate::ids::{SubmissionId, UserId, VersionId};
use crate::service::answer_keys::KeyOf;
use crate::service::app::{ActiveCourse, App, FIRST};
use crate::service::error::ServiceError;
use crate::store::{GivenTask, NewInputs, User};
use judge::answers::{self, Limits};
use std::sync::Arc;

/// Whose inputs.
#[derive(Clone, Copy, Debug)]
pub struct Owner<'a> {
    /// Their row.
    pub user: UserId,
    /// The login from which their inputs are drawn.
    pub login: &'a str,
}

impl<'a> From<&'a User> for Owner<'a> {
    fn from(user: &'a User) -> Self {
        Self {
            user: user.id,
            login: &user.drawn_as,
        }
    }
}

/// What becomes of inputs that were not given yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Give {
    /// They are given, and stay.
    Keep,
    /// They are only looked at.
    Nothing,
}

/// The inputs in force of a student: those given, or what the course draws now.
pub(super) async fn in_force(
    app: &App,
    active: &ActiveCourse,
    owner: Owner<'_>,
    homework: &Homework,
    give: Give,
) -> Result<Given, ServiceError> {
    let release = active.release(homework.name());
    if let Some(solved) = app
        .answer_keys
        .get(&KeyOf::new(owner.login, homework, release))
    {
        return Ok(Given { release, solved });
    }
    let now = (active.version, homework);
    // Whoever sent something before inputs were kept had those of that time.
    let before = if release == FIRST {
        app.store
            .newest_before_inputs(owner.user, homework.name())
            .await?
    } else {
        None
    };
    let solved = match before {
        Some(submission) => {
            let (version, then) = sent_under(app, submission, now).await?;
            let drawn = (version, &then);
            kept(app, owner, homework, release, drawn, give).await?
        }
        None => kept(app, owner, homework, release, now, give).await?,
    };
    Ok(Given { release, solved })
}

/// The homework as the course had it that a submission was first graded under; as it is now where that cannot be read.
pub(super) async fn sent_under(
    app: &App,
    submission: SubmissionId,
    now: (VersionId, &Homework),
) -> Result<(VersionId, Homework), ServiceError> {
    let version = app.store.first_graded_under(submission).await?;
    let version = version.unwrap_or(now.0);
    if version == now.0 {
        return Ok((version, now.1.clone()));
    }
    let stored = app.store.course_version(version).await?;
    let toml = stored.map(|v| v.toml).unwrap_or_default();
    let course = app.parsed(toml).await?;
    let then = course.and_then(|c| c.homework(now.1.name()).cloned());
    Ok((version, then.unwrap_or_else(|| now.1.clone())))
}

/// The inputs of a release as they were given, of the tasks that the homework has now. What was never given of them is drawn
/// under `drawn`, a course version and its homework, and given where that is asked for.
pub(super) async fn kept(
    app: &App,
    owner: Owner<'_>,
    homework: &Homework,
    release: i64,
    drawn: (VersionId, &Homework),
    give: Give,
) -> Result<Arc<Solved<'static>>, ServiceError> {
    let name = homework.name();
    let of = KeyOf::new(owner.login, homework, release);
    if let Some(solved) = app.answer_keys.get(&of) {
        return Ok(solved);
    }
    // Of a part of a homework no more is read than that.
    let wanted: Vec<&'static str> = homework.tasks.iter().map(Task::name).collect();
    let mut given = app
        .store
        .given_inputs((owner.user, owner.login), name, release, &wanted)
        .await?;
    let is_given = |task: &str| given.iter().any(|g| g.task == task);
    let lacks: Vec<&'static str> = wanted
        .iter()
        .copied()
        .filter(|task| !is_given(task))
        .collect();
    let given_out = lacks.is_empty() || give == Give::Keep;
    let mut fresh = Solved::kept(Inputs::new());
    if !lacks.is_empty() {
        let mut drawing = drawn.1.clone();
        // A task that the course did not have then is drawn as it is now.
        for task in &homework.tasks {
            if drawing.task(task.name()).is_none() {
                drawing.tasks.push(task.clone());
            }
        }
        drawing.tasks.retain(|task| lacks.contains(&task.name()));
        fresh = draw(app, owner, drawing).await?;
        let tasks: Vec<(&str, Vec<u8>)> = fresh
            .inputs()
            .iter()
            .map(|(task, arrays)| (task.as_str(), answers::write_npz(arrays)))
            .collect();
        match give {
            Give::Keep => {
                let new = NewInputs {
                    user: owner.user,
                    drawn_as: owner.login,
                    homework: name,
                    release,
                    course: drawn.0,
                    tasks: &tasks,
                };
                given = app.store.give_inputs(new, app.now()).await?;
            }
            Give::Nothing => given.extend(tasks.into_iter().map(|(task, arrays)| GivenTask {
                task: task.to_owned(),
                arrays,
            })),
        }
    }
    given.retain(|task| wanted.contains(&task.task.as_str()));
    let inputs = app.compute(move || read(&given)).await??;
    let solved = Solved::kept(inputs).with(fresh);
    // What was only looked at is not given: whoever has it is found without asking the store.
    Ok(if given_out {
        app.answer_keys.keep(of, solved)
    } else {
        Arc::new(solved)
    })
}

pub(super) async fn draw(
    app: &App,
    owner: Owner<'_>,
    homework: Homework,
) -> Result<Solved<'static>, ServiceError> {
    let seed = student_seed(&app.secret, owner.login, homework.name());
    app.compute(move || Solved::drawn(&homework, seed)).await
}

fn read(given: &[GivenTask]) -> Result<Inputs, ServiceError> {
    let one = |task: &GivenTask| match answers::read(&task.arrays, &Limits::kept()) {
        Ok(arrays) => Ok((task.task.clone(), arrays)),
        Err(error) => {
            tracing::error!(task = task.task, %error, "stored inputs cannot be read");
            Err(ServiceError::Internal)
        }
    };
    given.iter().map(one).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use judge::arrays::{Array, Arrays};

    #[test]
    fn what_was_given_is_read_again_however_large_it_is() {
        let many = Limits::default().file / 8 + 1;
        let large = Array::float(ndarray::ArrayD::zeros(vec![many]));
        let arrays = Arrays::from([("x".to_owned(), large)]);
        let given = GivenTask {
            task: "elbo".to_owned(),
            arrays: answers::write_npz(&arrays),
        };
        assert!(answers::read(&given.arrays, &Limits::default()).is_err());
        assert_eq!(read(&[given]).ok().unwrap()["elbo"], arrays);
    }
}

//! The inputs that students were given: what they compute from, and what their answers are judged by, whatever the course draws now.

use super::answer_keys::KeyOf;
use super::app::{ActiveCourse, App, FIRST};
use super::error::ServiceError;
use super::homework::open_to;
use crate::course::{Course, Homework, State};
use crate::grading::{
    Given, Inputs, InputsId, Judging, OwnMarks, Solved, draw_inputs, inputs_to_file, own_marks,
    student_seed,
};
use crate::ids::{SubmissionId, UserId, VersionId};
use crate::report::elements::references;
use crate::store::{GivenTask, InputsRelease, NewInputs, User};
use judge::answers::{self, Arrays, Limits};
use std::collections::BTreeMap;
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

/// What becomes of inputs that were not given yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Give {
    /// They are given, and stay.
    Keep,
    /// They are only looked at.
    Nothing,
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
        let inputs = draw(app, owner, homework.clone()).await?;
        Given {
            release: active.release(name),
            solved: Arc::new(Solved::kept(inputs)),
        }
    } else {
        in_force(app, &active, owner, homework, give).await?
    };
    Ok((homework.clone(), given))
}

/// What the answers of a student may be for; earlier inputs only as long as they are accepted.
///
/// # Errors
/// When the database fails, or what is stored cannot be read.
pub async fn judging(
    app: &App,
    active: &ActiveCourse,
    owner: Owner<'_>,
    homework: &Homework,
    earlier: bool,
) -> Result<Judging, ServiceError> {
    let mut given = vec![in_force(app, active, owner, homework, Give::Keep).await?];
    let current = given[0].release;
    if earlier && current > FIRST {
        for release in app
            .store
            .releases_given(owner.user, homework.name())
            .await?
        {
            if release < current {
                let drawn = (active.version, homework);
                let solved = kept(app, owner, homework, release, drawn, Give::Keep).await?;
                given.push(Given { release, solved });
            }
        }
    }
    Ok(Judging {
        given,
        current,
        marks: marks(app, owner.login, &active.course, &active.releases),
    })
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

/// The marks of all inputs that somebody has been given or could have been.
pub fn marks(
    app: &App,
    login: &str,
    course: &Course,
    releases: &BTreeMap<String, InputsRelease>,
) -> OwnMarks {
    let newest = |name: &str| releases.get(name).map_or(FIRST, |r| r.release);
    let homeworks = course.homeworks.iter();
    let all: Vec<(&str, i64)> = homeworks.map(|h| (h.name(), newest(h.name()))).collect();
    own_marks(&app.secret, login, &all)
}

/// The inputs that a submission is judged by: those that its student had when it was sent. `graded` is the course version that it
/// was graded under last, and its homework there.
///
/// # Errors
/// When the database fails, or what is stored cannot be read.
pub async fn of_submission(
    app: &App,
    owner: Owner<'_>,
    graded: (VersionId, &Homework),
    submission: SubmissionId,
    release: Option<i64>,
) -> Result<Arc<Solved<'static>>, ServiceError> {
    if let Some(release) = release {
        return kept(app, owner, graded.1, release, graded, Give::Keep).await;
    }
    let (version, then) = sent_under(app, submission, graded).await?;
    let drawn = (version, &then);
    kept(app, owner, graded.1, -version.number(), drawn, Give::Keep).await
}

/// All inputs that a student was given; those in force where nothing was given yet. Comparing with them gives nothing out.
///
/// # Errors
/// When the database fails, or what is stored cannot be read.
pub async fn all_given(
    app: &App,
    active: &ActiveCourse,
    owner: Owner<'_>,
    homework: &Homework,
) -> Result<Vec<Arc<Solved<'static>>>, ServiceError> {
    let releases = app
        .store
        .releases_given(owner.user, homework.name())
        .await?;
    if releases.is_empty() {
        let given = in_force(app, active, owner, homework, Give::Nothing).await?;
        return Ok(vec![given.solved]);
    }
    let mut all = Vec::with_capacity(releases.len());
    for release in releases {
        let drawn = (active.version, homework);
        all.push(kept(app, owner, homework, release, drawn, Give::Nothing).await?);
    }
    Ok(all)
}

/// The inputs in force of a student: those given, or what the course draws now.
async fn in_force(
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
async fn sent_under(
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
async fn kept(
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
    let mut given = app.store.given_inputs(owner.user, name, release).await?;
    let is_given = |task: &str, given: &[GivenTask]| given.iter().any(|g| g.task == task);
    let lacks: Vec<&'static str> = homework
        .tasks
        .iter()
        .map(crate::course::Task::name)
        .filter(|task| !is_given(task, &given))
        .collect();
    let given_out = lacks.is_empty() || give == Give::Keep;
    if !lacks.is_empty() {
        let mut drawing = drawn.1.clone();
        // A task that the course did not have then is drawn as it is now.
        for task in &homework.tasks {
            if drawing.task(task.name()).is_none() {
                drawing.tasks.push(task.clone());
            }
        }
        drawing.tasks.retain(|task| lacks.contains(&task.name()));
        let fresh = draw(app, owner, drawing).await?;
        let tasks: Vec<(&str, Vec<u8>)> = fresh
            .iter()
            .map(|(task, arrays)| (task.as_str(), answers::write_npz(arrays)))
            .collect();
        match give {
            Give::Keep => {
                let new = NewInputs {
                    user: owner.user,
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
    let wanted: Vec<&'static str> = homework.tasks.iter().map(|t| t.spec.name()).collect();
    given.retain(|task| wanted.contains(&task.task.as_str()));
    let inputs = app.compute(move || read(&given)).await??;
    let solved = Solved::kept(inputs);
    // What was only looked at is not given: whoever has it is found without asking the store.
    Ok(if given_out {
        app.answer_keys.keep(of, solved)
    } else {
        Arc::new(solved)
    })
}

async fn draw(app: &App, owner: Owner<'_>, homework: Homework) -> Result<Inputs, ServiceError> {
    let seed = student_seed(&app.secret, owner.login, homework.name());
    app.compute(move || draw_inputs(&homework, seed)).await
}

fn read(given: &[GivenTask]) -> Result<Inputs, ServiceError> {
    let one = |task: &GivenTask| match answers::read(&task.arrays, &Limits::default()) {
        Ok(arrays) => Ok((task.task.clone(), arrays)),
        Err(error) => {
            tracing::error!(task = task.task, %error, "stored inputs cannot be read");
            Err(ServiceError::Internal)
        }
    };
    given.iter().map(one).collect()
}

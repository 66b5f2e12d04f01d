//! The exam's points: of one student, or of a list.

use super::typed::read_points;
use crate::course::Grade;
use crate::ids::EntryId;
use crate::import::class::Class;
use crate::import::exam::{Plan, plan};
use crate::import::table::Table;
use crate::report::standing::course_standing;
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::store::{Role, Standings, User};
use judge::points::Points;
use l10n::message;

/// Gives, changes or takes away the exam's points; a decimal comma is understood.
///
/// # Errors
/// When there is no such student, or it is no number of points that the exam can give.
pub async fn set_exam(
    app: &App,
    actor: &User,
    login: &str,
    text: &str,
) -> Result<User, ServiceError> {
    let (student, points) = checked(app, login, text).await?;
    app.store
        .set_exam(student.id, &student.login, points, &actor.login, app.now())
        .await?;
    Ok(student)
}

/// The same by somebody who saw other points before: the student, and whether the points were still those. Where they were not, nothing
/// is changed.
///
/// # Errors
/// As [`set_exam`].
pub async fn change_exam(
    app: &App,
    actor: &User,
    login: &str,
    (seen, text): (&str, &str),
) -> Result<(User, bool), ServiceError> {
    let (student, points) = checked(app, login, text).await?;
    let change = (read_points(seen)?, points);
    let done = app
        .store
        .change_exam(&student, change, &actor.login, app.now())
        .await?;
    Ok((student, done))
}

/// The student, and points that the exam can give.
async fn checked(
    app: &App,
    login: &str,
    text: &str,
) -> Result<(User, Option<Points>), ServiceError> {
    let student = app.store.user(login).await?;
    let student = student
        .filter(|user| user.role == Role::Student)
        .ok_or(ServiceError::NotFound)?;
    let points = read_points(text)?;
    let most = app.course().await?.course.exam_max;
    if points.is_some_and(|p| p < Points::ZERO || p > most) {
        return Err(ServiceError::Invalid(message!(
            "form-exam-range",
            max = most
        )));
    }
    Ok((student, points))
}

/// What a list would change.
///
/// # Errors
/// When the list lacks what it must have, or the database fails.
pub async fn planned_exams(app: &App, table: &Table) -> Result<Plan, ServiceError> {
    let (people, exams) = (app.store.users().await?, app.store.exams().await?);
    let other_logins = app.store.other_logins().await?;
    let most = app.course().await?.course.exam_max;
    let students = people.iter().filter(|user| user.role == Role::Student);
    let class = Class::new(students, &other_logins);
    plan(table, &class, &exams, most).map_err(|e| ServiceError::invalid("CSV", &e))
}

/// A final grade, and what it becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GradeMove {
    /// With the points so far.
    pub before: Grade,
    /// With those of the list.
    pub after: Grade,
}

/// The final grades that the changes of a list would make, one for each of them; `None` for those who are not active: they are in no count
/// of the class.
///
/// # Errors
/// When the database fails.
pub async fn grades_of(app: &App, plan: &Plan) -> Result<Vec<Option<GradeMove>>, ServiceError> {
    let active = app.course().await?;
    let course = &active.course;
    let standings = app.store.standings(course).await?;
    let nothing = Standings::new();
    let moved = plan.changes.iter().map(|change| {
        let own = standings.get(&change.student.id).unwrap_or(&nothing);
        let grade = |exam| course_standing(course, own, exam).grade;
        change.student.active.then(|| GradeMove {
            before: grade(change.before),
            after: grade(Some(change.after)),
        })
    });
    Ok(moved.collect())
}

/// Does what was planned; the entry of the audit.
///
/// # Errors
/// When the database fails.
pub async fn set_exams(
    app: &App,
    actor: &User,
    plan: &Plan,
) -> Result<Option<EntryId>, ServiceError> {
    let given: Vec<_> = plan.changes.iter().map(|c| (&c.student, c.after)).collect();
    let set = app.store.set_exams(&given, &actor.login, app.now());
    Ok(set.await?)
}

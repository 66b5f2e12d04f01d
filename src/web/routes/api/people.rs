//! One person of the course, for programs: another login or other details, and two rows that turn out to be the same person.

use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::people::changeable;
use crate::service::person::{Wanted, merging, rename, separate};
use crate::store::{Details, Moved, User};
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use l10n::message;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// Whether only to tell.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Only {
    /// Only tells what would change.
    #[serde(default)]
    pub(super) dry_run: bool,
}

/// What is asked for, of the query.
///
/// # Errors
/// When it asks for something else.
pub(super) fn only(query: Result<Query<Only>, QueryRejection>) -> Result<bool, ServiceError> {
    let Query(only) = query.map_err(|_| ServiceError::Form(message!("course-bad-query")))?;
    Ok(only.dry_run)
}

/// A person.
#[derive(Clone, Deserialize, Serialize, utoipa::ToSchema)]
#[schema(as = PersonDetails)]
pub struct Person {
    /// The login.
    login: String,
    /// The name shown.
    name: String,
    /// The family name, by which lists are sorted; empty where it is not known apart.
    #[serde(default)]
    family_name: String,
    /// The e-mail address; empty where none is known.
    #[serde(default)]
    email: String,
    /// The number by which the university knows the person.
    #[serde(default)]
    student_id: String,
    /// The group or section.
    #[serde(default)]
    group: String,
}

impl Person {
    fn of(user: User) -> Self {
        Self::new(user.login, user.name, user.details)
    }

    fn new(login: String, name: String, details: Details) -> Self {
        Self {
            login,
            name,
            family_name: details.family_name,
            email: details.email,
            student_id: details.student_id,
            group: details.group,
        }
    }
}

/// What changed of a person, or would change.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = PersonChange)]
pub struct Changed {
    /// Whether it was done.
    applied: bool,
    /// As the person was.
    before: Person,
    /// As the person is, or would be.
    after: Person,
}

/// Gives a person another login or other details. The earlier login goes on to lead to the person.
#[utoipa::path(put, path = "/roster/{login}", operation_id = "change_person", tag = "teacher",
    params(("login" = String, Path, description = "The person's login."), Only), request_body = Person,
    responses((status = 200, description = "What it changed, or would change.", body = Changed)))]
pub async fn change(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    query: Result<Query<Only>, QueryRejection>,
    body: Result<Json<Person>, JsonRejection>,
) -> Result<Json<Changed>, AppError> {
    let dry_run = only(query)?;
    let Json(person) = body.map_err(|_| ServiceError::Form(message!("person-body")))?;
    let actor = &teacher.0.user;
    let user = changeable(&app, actor, &login).await?;
    let wanted = Wanted {
        login: person.login,
        name: person.name,
        details: Details {
            family_name: person.family_name,
            email: person.email,
            student_id: person.student_id,
            group: person.group,
        },
    };
    let wanted = wanted.checked()?;
    let before = Person::of(user.clone());
    let after = if dry_run {
        Person::new(wanted.login, wanted.name, wanted.details)
    } else {
        Person::of(rename(&app, actor, &user, &wanted).await?)
    };
    Ok(Json(Changed {
        applied: !dry_run,
        before,
        after,
    }))
}

/// Whose part a person is to become.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct MergeWish {
    /// The login of the person who stays.
    into: String,
}

/// What a merge did, or would do.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MergeAnswer)]
pub struct Merged {
    /// Whether it was done.
    applied: bool,
    /// Who becomes a part.
    from: Person,
    /// Who stays.
    into: Person,
    /// Whether the inputs of the one who becomes a part are those of both from now on.
    takes_inputs: bool,
    /// What moves to the one who stays.
    moved: Vec<Rows>,
    /// What stays behind, because the other has something in its place.
    left: Vec<Rows>,
}

/// Rows of a kind.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = MergeRows)]
pub struct Rows {
    /// What they are.
    table: String,
    /// How many.
    count: usize,
}

fn rows(moved: Vec<Moved>) -> Vec<Rows> {
    let row = |rows: Moved| Rows {
        count: rows.keys.len(),
        table: rows.table,
    };
    moved.into_iter().map(row).collect()
}

/// Makes a student a part of another: both are the same person.
#[utoipa::path(post, path = "/roster/{login}/merge", operation_id = "merge_people", tag = "teacher",
    params(("login" = String, Path, description = "The login of the student who becomes a part."), Only), request_body = MergeWish,
    responses((status = 200, description = "What it did, or would do.", body = Merged)))]
pub async fn merge(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    query: Result<Query<Only>, QueryRejection>,
    body: Result<Json<MergeWish>, JsonRejection>,
) -> Result<Json<Merged>, AppError> {
    let dry_run = only(query)?;
    let Json(wish) = body.map_err(|_| ServiceError::Form(message!("person-merge-body")))?;
    let actor = &teacher.0.user;
    let (from, into, merged) = merging(&app, actor, &login, &wish.into).await?;
    if !dry_run {
        let done = app
            .store
            .merge(&from, &into, &merged, &actor.login, app.now());
        if !done.await? {
            return Err(ServiceError::Form(message!("person-changed-since")).into());
        }
    }
    Ok(Json(Merged {
        applied: !dry_run,
        from: Person::of(from),
        into: Person::of(into),
        takes_inputs: merged.merge.takes_inputs,
        moved: rows(merged.merge.moved),
        left: rows(merged.left),
    }))
}

/// Who is to be a person of their own again.
#[derive(Deserialize, utoipa::ToSchema)]
pub struct PartWish {
    /// The login of the part.
    part: String,
}

/// Makes two of one again.
#[utoipa::path(post, path = "/roster/{login}/part", operation_id = "part_people", tag = "teacher",
    params(("login" = String, Path, description = "The login of the person whose part it is.")), request_body = PartWish,
    responses((status = 204, description = "They are two again.")))]
pub async fn part(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    body: Result<Json<PartWish>, JsonRejection>,
) -> Result<StatusCode, AppError> {
    let Json(wish) = body.map_err(|_| ServiceError::Form(message!("person-part-body")))?;
    separate(&app, &teacher.0.user, &login, &wish.part).await?;
    Ok(StatusCode::NO_CONTENT)
}

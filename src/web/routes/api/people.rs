//! One person of the course, for programs: another login or other details.

use super::body::{Sent, read, text_or_null};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::people::changeable;
use crate::service::person::{self, Wish};
use crate::store::{Details, User};
use crate::web::error::AppError;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
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
#[derive(Clone, Serialize, utoipa::ToSchema)]
#[schema(as = PersonDetails)]
pub struct Person {
    /// The login.
    login: String,
    /// The name shown.
    name: String,
    /// The family name, by which lists are sorted; empty where it is not known apart.
    family_name: String,
    /// The e-mail address; empty where none is known.
    email: String,
    /// The number by which the university knows the person.
    student_id: String,
    /// The group or section.
    group: String,
}

impl Person {
    pub(super) fn of(user: User) -> Self {
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

/// What is to change of a person. What is left out stays as it is.
#[derive(Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct PersonWish {
    /// Another login.
    #[serde(default, deserialize_with = "text_or_null")]
    #[schema(nullable = false)]
    login: Option<String>,
    /// Another name.
    #[serde(default, deserialize_with = "text_or_null")]
    #[schema(nullable = false)]
    name: Option<String>,
    /// The family name, by which lists are sorted; null or an empty text where it is not known apart.
    #[serde(default, deserialize_with = "text_or_null")]
    family_name: Option<String>,
    /// The e-mail address; null or an empty text takes it away.
    #[serde(default, deserialize_with = "text_or_null")]
    email: Option<String>,
    /// The number by which the university knows the person; null or an empty text takes it away.
    #[serde(default, deserialize_with = "text_or_null")]
    student_id: Option<String>,
    /// The group or section; null or an empty text takes it away.
    #[serde(default, deserialize_with = "text_or_null")]
    group: Option<String>,
}

impl From<PersonWish> for Wish {
    fn from(wish: PersonWish) -> Self {
        Self {
            login: wish.login,
            name: wish.name,
            family_name: wish.family_name,
            email: wish.email,
            student_id: wish.student_id,
            group: wish.group,
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

/// Gives a person another login or other details; what is left out stays as it is. The earlier login goes on to lead to the person.
#[utoipa::path(put, path = "/roster/{login}", operation_id = "change_person", tag = "teacher",
    params(("login" = String, Path, description = "The person's login."), Only), request_body = PersonWish,
    responses((status = 200, description = "What it changed, or would change.", body = Changed)))]
pub async fn change(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    query: Result<Query<Only>, QueryRejection>,
    body: Sent,
) -> Result<Json<Changed>, AppError> {
    let dry_run = only(query)?;
    let wish: PersonWish = read(body, message!("person-body"))?;
    let (actor, wish) = (&teacher.0.user, Wish::from(wish));
    let (before, after) = if dry_run {
        let user = changeable(&app, actor, &login).await?;
        let wanted = wish.onto(&user).checked()?;
        let after = Person::new(wanted.login, wanted.name, wanted.details);
        (Person::of(user), after)
    } else {
        let [before, after] = person::change(&app, actor, &login, &wish).await?;
        (Person::of(before), Person::of(after))
    };
    Ok(Json(Changed {
        applied: !dry_run,
        before,
        after,
    }))
}

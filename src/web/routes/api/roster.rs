//! `POST /api/v1/roster`.

use crate::import::roster::{Entry, Plan};
use crate::import::table::{TableError, read};
use crate::report::links::Link;
use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::routes::roster::{RefusedRow, apply, planned, refused};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use serde::{Deserialize, Serialize};

/// What is asked for.
#[derive(Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
#[serde(deny_unknown_fields)]
pub struct Wants {
    /// Only tells what would change.
    #[serde(default)]
    dry_run: bool,
    /// Deactivates students who are not in the list.
    #[serde(default)]
    deactivate: bool,
}

/// What a list changed, or would change.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RosterAnswer)]
pub struct Imported {
    /// Whether it was done.
    applied: bool,
    /// Who is new.
    new: Vec<Listed>,
    /// Whose name, role or activity changes.
    changed: Vec<Listed>,
    /// Who is deactivated.
    gone: Vec<String>,
    /// How many stay as they are.
    same: usize,
    /// Rows that are left out, and why.
    refused: Vec<RefusedRow>,
    /// Sign-in links of those who are new: told once.
    links: Vec<Link>,
}

/// A person of the list.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RosterPerson)]
pub struct Listed {
    /// The login.
    login: String,
    /// The name shown.
    name: String,
    /// student, grader, teacher or owner.
    role: &'static str,
}

impl Listed {
    fn of(entry: &Entry) -> Self {
        Self {
            login: entry.login.clone(),
            name: entry.name.clone(),
            role: entry.role.name(),
        }
    }
}

/// Adds and changes people by a list (CSV with a column of logins or e-mail addresses; name and role where there are columns for them).
#[utoipa::path(post, path = "/roster", operation_id = "import_roster", tag = "teacher", params(Wants),
    request_body(content = String, content_type = "text/csv", description = "The list."),
    responses((status = 200, description = "What it changed, or would change.", body = Imported)))]
pub async fn import(
    State(server): State<ServerState>,
    teacher: Teacher,
    wants: Result<Query<Wants>, QueryRejection>,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Imported>, AppError> {
    let app = &server.app;
    let Query(wants) = wants.map_err(|_| ServiceError::Form("course-bad-query"))?;
    let body = body.map_err(|_| ServiceError::invalid("CSV", &TableError::TooLarge))?;
    let table = read(&body).map_err(|e| ServiceError::invalid("CSV", &e))?;
    let plan: Plan = planned(app, &teacher.0, &table, wants.deactivate).await?;
    let links = if wants.dry_run {
        Vec::new()
    } else {
        apply(&server, &teacher.0, &plan).await?
    };
    Ok(Json(Imported {
        applied: !wants.dry_run,
        new: plan.new.iter().map(Listed::of).collect(),
        changed: plan.changed.iter().map(|c| Listed::of(&c.after)).collect(),
        gone: plan.gone.iter().map(|u| u.login.clone()).collect(),
        same: plan.same,
        refused: refused(&plan.refused, teacher.0.lang()),
        links,
    }))
}

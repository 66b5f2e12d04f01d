//! `POST /api/v1/roster`.

use super::file::SentAs;
use crate::ids::EntryId;
use crate::import::roster::{Entry, Namesakes, Plan};
use crate::import::table::{TableError, read};
use crate::report::links::Link;
use crate::service::error::ServiceError;
use crate::service::people::{Wishes, apply, planned};
use crate::web::error::AppError;
use crate::web::refused_rows::{RefusedRow, refused};
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Json;
use axum::body::Bytes;
use axum::extract::rejection::{BytesRejection, QueryRejection};
use axum::extract::{Query, State};
use axum::http::HeaderMap;
use l10n::message;
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
    /// What is made of rows that are nobody by login, address or number, and bear the name of somebody without a row: `same` takes
    /// them for that person, `new` for somebody new; without it they are left out.
    #[serde(default)]
    #[param(inline)]
    namesakes: Decided,
}

/// What is made of namesakes.
#[derive(Clone, Copy, Default, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = RosterNamesakes)]
enum Decided {
    /// They are left out.
    #[default]
    Ask,
    /// They are the people there.
    Same,
    /// They are new.
    New,
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
    /// Whom the list knows by another login; theirs stays.
    other_logins: Vec<OtherLogin>,
    /// How many stay as they are.
    same: usize,
    /// Rows that are left out, and why.
    refused: Vec<RefusedRow>,
    /// Sign-in links of those who are new: told once.
    links: Vec<Link>,
    /// The number of the audit's entry, on whose page the list can be taken back.
    #[schema(value_type = Option<i64>)]
    entry: Option<EntryId>,
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
    /// The e-mail address; empty where none is known.
    email: String,
    /// The number by which the university knows the person.
    student_id: String,
    /// The group or section.
    group: String,
}

/// Somebody whom the list knows by another login.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = RosterOtherLogin)]
pub struct OtherLogin {
    /// The login of the list.
    listed: String,
    /// The person's.
    kept: String,
}

impl Listed {
    fn of(entry: &Entry) -> Self {
        Self {
            login: entry.login.clone(),
            name: entry.name.clone(),
            role: entry.role.name(),
            email: entry.details.email.clone(),
            student_id: entry.details.student_id.clone(),
            group: entry.details.group.clone(),
        }
    }
}

/// Adds and changes people by a list (CSV or .xlsx with a column of logins, e-mail addresses or student numbers; name, group and role
/// where there are columns for them).
#[utoipa::path(post, path = "/roster", operation_id = "import_roster", tag = "teacher", params(Wants),
    request_body(content = String, content_type = "text/csv", description = "The list."),
    responses((status = 200, description = "What it changed, or would change.", body = Imported)))]
pub async fn import(
    State(server): State<ServerState>,
    teacher: Teacher,
    wants: Result<Query<Wants>, QueryRejection>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<Json<Imported>, AppError> {
    let app = &server.app;
    let Query(wants) = wants.map_err(|_| ServiceError::Form(message!("course-bad-query")))?;
    SentAs::of(&headers, "roster.csv")?;
    let body = body.map_err(|_| ServiceError::invalid("CSV", &TableError::TooLarge))?;
    let table = app.compute(move || read(&body)).await?;
    let table = table.map_err(|e| ServiceError::invalid("CSV", &e))?;
    let wishes = Wishes {
        deactivate: wants.deactivate,
        namesakes: match wants.namesakes {
            Decided::Ask => Namesakes::Ask,
            Decided::Same => Namesakes::Same,
            Decided::New => Namesakes::New,
        },
    };
    let plan: Plan = planned(app, &teacher.0.user, &table, wishes).await?;
    let (entry, links) = if wants.dry_run {
        (None, Vec::new())
    } else {
        let done = apply(app, &teacher.0.user, &plan, &server.settings.base_url).await?;
        (done.entry, done.links)
    };
    Ok(Json(Imported {
        applied: !wants.dry_run,
        new: plan.new.iter().map(Listed::of).collect(),
        changed: plan.changed.iter().map(|c| Listed::of(&c.after)).collect(),
        gone: plan.gone.iter().map(|u| u.login.clone()).collect(),
        other_logins: plan
            .other_logins
            .into_iter()
            .map(|other| OtherLogin {
                listed: other.listed,
                kept: other.kept,
            })
            .collect(),
        same: plan.same,
        refused: refused(&plan.refused, teacher.0.lang()),
        links,
        entry,
    }))
}

//! The students of a platform's course as a list, which the page of people shows before it takes it in.

use crate::ids::PlatformCourseId;
use crate::import::roster::Namesakes;
use crate::service::lti::members;
use crate::service::people::{Wishes, planned};
use crate::web::error::AppError;
use crate::web::routes::roster::{Looked, preview};
use crate::web::state::ServerState;
use crate::web::table_form::written;
use crate::web::visitor::Teacher;
use axum::extract::{Form, Path, State};
use axum::response::Response;
use serde::Deserialize;

/// What is to become of those who are not in the course.
#[derive(Deserialize)]
pub struct Wanted {
    #[serde(default)]
    deactivate: String,
}

/// `POST /lti/courses/{id}/roster`: shows what the list would change. From there on it is a list like any other.
pub async fn fetch(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(id): Path<PlatformCourseId>,
    Form(wanted): Form<Wanted>,
) -> Result<Response, AppError> {
    let (app, person) = (&server.app, &teacher.0);
    let fetched = members::fetch(app, id).await?;
    let wishes = Wishes {
        deactivate: wanted.deactivate == "yes",
        namesakes: Namesakes::Ask,
    };
    let plan = planned(app, &person.user, &fetched.table, wishes).await?;
    let looked = Looked {
        deactivate: wishes.deactivate,
        namesakes: String::new(),
        changed_since: false,
        others: fetched.others,
    };
    preview(&server, person, &plan, looked, written(&fetched.table)?).await
}

//! A list of people: what it would change is shown, and done once exactly that was confirmed.

use super::list::{Came, page};
use super::preview::{Looked, decided, preview};
use crate::service::error::ServiceError;
use crate::service::people::{Wishes, apply, planned};
use crate::web::error::AppError;
use crate::web::previewed::fingerprint;
use crate::web::state::ServerState;
use crate::web::table_form::{NoTable, TableForm};
use crate::web::visitor::{Person, Teacher};
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse as _, Response};

/// `POST /roster`: shows what a list would change; done once exactly that was confirmed.
pub async fn import(
    State(server): State<ServerState>,
    teacher: Teacher,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let form = match TableForm::read_kept(form, app, &teacher.0.user).await? {
        Ok(form) => form,
        Err(none) => return refuse(&server, &teacher.0, none).await,
    };
    let deactivate = form.field("deactivate") == "yes";
    let (namesakes, decided) = decided(form.field("namesakes"));
    let wishes = Wishes {
        deactivate,
        namesakes,
    };
    let person = &teacher.0;
    let plan = match planned(app, &person.user, &form.table, wishes).await {
        Err(ServiceError::Invalid(why)) => {
            return refuse(&server, person, form.without_table(why)).await;
        }
        plan => plan?,
    };
    let fingerprint = fingerprint(&plan);
    let seen = form.field("seen");
    if seen == fingerprint {
        let writes = plan.writes();
        let done = apply(app, &person.user, &plan, &server.settings.base_url).await?;
        let came = Came {
            links: done.links,
            changed: Some(writes),
            list: done.entry,
            ..Came::default()
        };
        return Ok(page(&server, person, came).await?.into_response());
    }
    let looked = Looked {
        // A choice made on the page is no change by somebody else.
        changed_since: !seen.is_empty() && form.field("decide").is_empty(),
        namesakes: decided.to_owned(),
        deactivate,
        others: 0,
    };
    preview(&server, person, &plan, looked, form.text).await
}

/// The page again, with what was wrong at the field and what was pasted in it.
async fn refuse(
    server: &ServerState,
    person: &Person,
    refused: NoTable,
) -> Result<Response, AppError> {
    let came = Came {
        refused: Some(refused),
        ..Came::default()
    };
    let page = page(server, person, came).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

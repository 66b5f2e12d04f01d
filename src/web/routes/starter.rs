//! The notebook that a homework starts from; `dgm starter` writes the same one.

use crate::grading::sheet;
use crate::service::error::ServiceError;
use crate::service::homework::open_to;
use crate::web::download::attached;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Person;
use axum::extract::{Path, State};
use axum::response::IntoResponse;
use dgm_client::starter::{Server, inputs_name, starter};

/// `GET /homeworks/{homework}/starter.ipynb`.
pub async fn notebook(
    State(server): State<ServerState>,
    person: Person,
    Path(homework): Path<String>,
) -> Result<impl IntoResponse, AppError> {
    let app = &server.app;
    let active = app.course().await?;
    let (configured, _) = open_to(app, &active, &person.user, &homework).await?;
    let (wheels, url) = (&server.settings.wheels, &server.settings.base_url);
    let notebook = starter(
        &sheet(&active.course, configured),
        person.lang(),
        &inputs_name(&homework),
        Some(Server {
            url,
            has_package: wheels.install(url).await.is_some(),
        }),
    );
    let text = serde_json::to_string_pretty(&notebook).map_err(|_| ServiceError::Internal)?;
    let name = format!("{homework}-starter.ipynb");
    Ok((attached(&name, "application/x-ipynb+json"), text))
}

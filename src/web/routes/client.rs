//! The student's program, which no package index has: `pip install -r URL/client/requirements.txt`.

use crate::service::error::ServiceError;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use crate::web::wheels::{is_source, systems};
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::header;
use axum::response::{Html, IntoResponse};
use serde::Serialize;
use std::io;
use tokio::fs::File;
use tokio::io::AsyncReadExt as _;
use tokio_stream::wrappers::ReceiverStream;

/// How much of a file is read at once.
const PIECE: usize = 64 * 1024;

#[derive(Serialize)]
struct View {
    /// The line that installs it from here, where pip can.
    install: Option<String>,
    wheels: Vec<String>,
    /// For which systems there is one.
    systems: String,
    /// Whether pip can build it elsewhere.
    is_source: bool,
}

/// `GET /client/`: the wheels, as people and pip read them.
pub async fn show(
    State(server): State<ServerState>,
    visitor: Visitor,
) -> Result<Html<String>, AppError> {
    let (offered, base_url) = (&server.settings.wheels, &server.settings.base_url);
    let wheels = offered.names().await;
    let view = View {
        install: offered.install(base_url).await,
        systems: systems(&wheels).join(", "),
        is_source: wheels.iter().any(|name| is_source(name)),
        wheels,
    };
    server.page("client.html", &visitor, &view)
}

/// `GET /client/requirements.txt`: where pip finds the package for each system.
pub async fn requirements(State(server): State<ServerState>) -> Result<String, AppError> {
    let settings = &server.settings;
    let lines = settings.wheels.requirements(&settings.base_url).await;
    Ok(lines.ok_or(ServiceError::NotFound)?)
}

/// `GET /client/{file}`.
pub async fn file(
    State(server): State<ServerState>,
    Path(name): Path<String>,
) -> Result<impl IntoResponse, AppError> {
    let (file, size) = server
        .settings
        .wheels
        .open(&name)
        .await
        .ok_or(ServiceError::NotFound)?;
    let headers = [
        (header::CONTENT_TYPE, "application/octet-stream".to_owned()),
        (header::CONTENT_LENGTH, size.to_string()),
    ];
    Ok((headers, Body::from_stream(pieces(file))))
}

/// A file piece by piece, as fast as it is taken.
fn pieces(mut file: File) -> ReceiverStream<io::Result<Vec<u8>>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    tokio::spawn(async move {
        loop {
            let mut piece = vec![0; PIECE];
            let read = file.read(&mut piece).await.map(|length| {
                piece.truncate(length);
                piece
            });
            let is_end = read.as_ref().map_or(true, Vec::is_empty);
            if sender.send(read).await.is_err() || is_end {
                return;
            }
        }
    });
    ReceiverStream::new(receiver)
}

//! The student's program, for who has no package index that has it: `pip install --find-links URL dgm-grader`.

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
    url: String,
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
    let wheels = server.settings.wheels.names().await;
    let view = View {
        url: format!("{}/client/", server.settings.base_url),
        systems: systems(&wheels).join(", "),
        is_source: wheels.iter().any(|name| is_source(name)),
        wheels,
    };
    server.page("client.html", &visitor, &view)
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

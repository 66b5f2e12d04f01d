//! The end of letters of a kind, by the link that stands in each of them. Whoever has the letter need not sign in.
//!
//! A look changes nothing: mail filters follow links. Programs of mail send the form by themselves, as RFC 8058 says.

use crate::service::app::App;
use crate::service::mail::stop;
use crate::web::error::AppError;
use crate::web::state::ServerState;
use crate::web::visitor::Visitor;
use axum::Form;
use axum::extract::rejection::FormRejection;
use axum::extract::{Path, State};
use axum::response::Html;
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View {
    token: String,
    name: String,
    kind: &'static str,
    /// `stopped`, `resumed`, or nothing was done yet.
    done: Option<&'static str>,
}

/// The form.
#[derive(Deserialize)]
pub struct Wish {
    #[serde(default, rename = "do")]
    what: String,
}

async fn view(app: &App, token: String, done: Option<&'static str>) -> Result<View, AppError> {
    let (user, kind) = stop::read(app, &token).await?;
    Ok(View {
        token,
        name: user.name,
        kind: kind.name(),
        done,
    })
}

/// `GET /unsubscribe/{token}`: what would end, and the button that does it.
pub async fn show(
    State(server): State<ServerState>,
    visitor: Visitor,
    Path(token): Path<String>,
) -> Result<Html<String>, AppError> {
    let view = view(&server.app, token, None).await?;
    server.page("unsubscribe.html", &visitor, &view)
}

/// `POST /unsubscribe/{token}`: ends letters of the kind, or lets them come again.
pub async fn act(
    State(server): State<ServerState>,
    visitor: Visitor,
    Path(token): Path<String>,
    wish: Result<Form<Wish>, FormRejection>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let (user, kind) = stop::read(app, &token).await?;
    // Some programs of mail send another kind of form; all of them wish the same.
    let again = wish.is_ok_and(|Form(wish)| wish.what == "again");
    stop::switch(app, &user, kind, again).await?;
    let done = if again { "resumed" } else { "stopped" };
    let view = view(app, token, Some(done)).await?;
    server.page("unsubscribe.html", &visitor, &view)
}

//! What would change, as pages show it: at once where it is known soon, else by the way to the page that says how far it is.

use super::error::AppError;
use super::query::query;
use super::state::ServerState;
use super::visitor::Teacher;
use crate::course::Checked;
use crate::service::previews::{self, Preview, Wanted};
use axum::response::Redirect;
use sha2::{Digest as _, Sha256};
use std::fmt::Debug;
use std::sync::Arc;

/// What is kept under a key, and which page of it is asked for.
#[derive(Clone, Copy)]
pub struct Turned<'a> {
    /// The key.
    pub key: &'a str,
    /// The page.
    pub page: &'a str,
}

impl<'a> Turned<'a> {
    /// The first page.
    pub const fn first(key: &'a str) -> Self {
        Self { key, page: "" }
    }

    /// The address of a page.
    pub fn link(&self, page: &str) -> String {
        format!("/previews/{}{}", self.key, query(&[("page", page)]))
    }
}

/// What was shown: a confirmation of something else is shown again and not done.
pub fn fingerprint(shown: &(impl Debug + ?Sized)) -> String {
    hex::encode(Sha256::digest(format!("{shown:?}")))
}

/// Something that was begun to be reckoned.
pub enum Begun {
    /// It is known what came of it, under this key.
    Known(String, Arc<Preview>),
    /// It takes longer; there it is told how far it is.
    Waits(Redirect),
}

/// Begins to reckon what is wanted. `checked` is the course of a text that was read already.
///
/// # Errors
/// When the database fails.
pub async fn begin(
    server: &ServerState,
    teacher: &Teacher,
    wanted: &Wanted,
    checked: Option<Checked>,
) -> Result<Begun, AppError> {
    let app = &server.app;
    let key = previews::keep(app, &teacher.0.user, wanted).await?;
    let preview = previews::begin(app, &server.previews, &key, wanted, checked);
    let patience = server.settings.bounds.preview;
    if preview.within(patience).await.is_some() {
        return Ok(Begun::Known(key, preview));
    }
    Ok(Begun::Waits(Redirect::to(&format!("/previews/{key}"))))
}

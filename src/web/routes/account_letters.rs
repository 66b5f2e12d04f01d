//! Which letters do I get, and where do they go?

use crate::service::app::App;
use crate::store::{LetterKind, Role};
use crate::web::error::AppError;
use crate::web::visitor::Person;
use axum::Form;
use axum::extract::State;
use axum::response::Redirect;
use serde::Serialize;
use std::collections::HashMap;
use std::sync::Arc;

/// Letters on the page.
#[derive(Serialize)]
pub struct LettersView {
    /// Whether any are sent.
    on: bool,
    /// Where they go; empty where no address is known.
    email: String,
    switches: Vec<SwitchView>,
}

#[derive(Serialize)]
struct SwitchView {
    kind: &'static str,
    wanted: bool,
}

/// The kinds that this person may get.
fn kinds(person: &Person) -> Vec<LetterKind> {
    let mut kinds = LetterKind::OF_STUDENTS.to_vec();
    if person.user.role >= Role::Teacher {
        kinds.insert(0, LetterKind::Digest);
    }
    kinds
}

/// The person's letters, as the page shows them.
///
/// # Errors
/// When the database fails.
pub async fn shown(app: &App, person: &Person) -> Result<LettersView, AppError> {
    let switched = app.store.letter_switches(person.user.id).await?;
    let view = |kind: LetterKind| SwitchView {
        wanted: switched.get(kind.name()).copied().unwrap_or(true),
        kind: kind.name(),
    };
    Ok(LettersView {
        on: app.mail.is_some(),
        email: person.user.details.email.clone(),
        switches: kinds(person).into_iter().map(view).collect(),
    })
}

/// `POST /account/letters`: what is ticked is wanted.
pub async fn switch(
    State(app): State<Arc<App>>,
    person: Person,
    Form(ticked): Form<HashMap<String, String>>,
) -> Result<Redirect, AppError> {
    let switches: Vec<_> = kinds(&person)
        .into_iter()
        .map(|kind| (kind, ticked.contains_key(kind.name())))
        .collect();
    app.store.switch_letters(person.user.id, &switches).await?;
    Ok(Redirect::to("/account#letters"))
}

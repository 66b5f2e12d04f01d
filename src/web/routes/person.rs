//! One person of the course: which login, which address; who is a part of them?

use crate::ids::PlatformId;
use crate::service::people::changeable;
use crate::service::person::{Wanted, rename};
use crate::store::{Details, User};
use crate::web::error::AppError;
use crate::web::previewed::fingerprint;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use serde::{Deserialize, Serialize};

#[derive(Serialize)]
struct View {
    login: String,
    name: String,
    details: Details,
    /// Logins that lead here as well.
    former: Vec<String>,
    /// Whether the person is a student: only those are merged.
    student: bool,
    /// Those who are a part of this person.
    merged: Vec<Named>,
    /// As whom learning platforms know the person.
    platforms: Vec<KnownTo>,
}

#[derive(Serialize)]
struct KnownTo {
    platform: PlatformId,
    name: String,
    subject: String,
}

/// Somebody as pages name them.
#[derive(Serialize)]
pub(super) struct Named {
    login: String,
    name: String,
}

pub(super) fn named(user: User) -> Named {
    Named {
        login: user.login,
        name: user.name,
    }
}

/// `GET /roster/{login}`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
) -> Result<Html<String>, AppError> {
    let app = &server.app;
    let user = changeable(app, &teacher.0.user, &login).await?;
    let merged = app.store.merged_into(user.id).await?;
    let names = app.store.platforms().await?;
    let known = app.store.platforms_of(user.id).await?.into_iter();
    let known = known.map(|known| KnownTo {
        name: names
            .iter()
            .find(|platform| platform.id == known.platform)
            .map_or_else(String::new, |platform| platform.settings.name.clone()),
        platform: known.platform,
        subject: known.subject,
    });
    let view = View {
        platforms: known.collect(),
        former: app.store.former_logins_of(user.id).await?,
        student: user.role == crate::store::Role::Student,
        merged: merged.into_iter().map(named).collect(),
        login: user.login,
        name: user.name,
        details: user.details,
    };
    server.page("person.html", &teacher.0.visitor, &view)
}

/// What a person is to be, and the fingerprint of what was shown.
#[derive(Deserialize)]
pub struct Renaming {
    login: String,
    name: String,
    #[serde(default)]
    family_name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    student_id: String,
    #[serde(default)]
    group: String,
    #[serde(default)]
    seen: String,
}

#[derive(Serialize)]
struct RenamePreview {
    before: Shown,
    after: Shown,
    seen: String,
    changed_since: bool,
}

#[derive(Serialize)]
struct Shown {
    login: String,
    name: String,
    details: Details,
}

/// `POST /roster/{login}/rename`: shows what changes; done once exactly that was confirmed.
pub async fn change(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(form): Form<Renaming>,
) -> Result<Response, AppError> {
    let (app, actor) = (&server.app, &teacher.0.user);
    let user = changeable(app, actor, &login).await?;
    let wanted = Wanted {
        login: form.login,
        name: form.name,
        details: Details {
            family_name: form.family_name,
            email: form.email,
            student_id: form.student_id,
            group: form.group,
        },
    };
    let wanted = wanted.checked()?;
    let shown = fingerprint(&(&user, &wanted));
    if form.seen == shown {
        let done = rename(&app.store, &actor.login, &user, &wanted, app.now());
        let user = done.await?;
        return Ok(Redirect::to(&format!("/roster/{}", user.login)).into_response());
    }
    let view = RenamePreview {
        changed_since: !form.seen.is_empty(),
        seen: shown,
        before: Shown {
            login: user.login,
            name: user.name,
            details: user.details,
        },
        after: Shown {
            login: wanted.login,
            name: wanted.name,
            details: wanted.details,
        },
    };
    let visitor = &teacher.0.visitor;
    Ok(server
        .page("person_rename.html", visitor, &view)?
        .into_response())
}

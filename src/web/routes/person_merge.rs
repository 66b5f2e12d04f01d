//! Two rows that turn out to be one person, and one that turns out to be two: each shown before it is done.

use super::api::merges::{Rows, rows};
use super::audit::reader::Reader;
use super::person::{Named, named};
use crate::service::person::{Merging, Moving, merging, parting};
use crate::service::rubrics::Stand;
use crate::store::audit::Given;
use crate::store::{ChangedSince, Reckoned, User};
use crate::web::error::AppError;
use crate::web::previewed::fingerprint;
use crate::web::state::ServerState;
use crate::web::visitor::Teacher;
use axum::Form;
use axum::extract::{Path, State};
use axum::response::{IntoResponse as _, Redirect, Response};
use l10n::{Lang, message};
use serde::{Deserialize, Serialize};

/// Whose part a person is to become, and the fingerprint of what was shown.
#[derive(Deserialize)]
pub struct MergeForm {
    into: String,
    #[serde(default)]
    seen: String,
}

#[derive(Serialize)]
struct MergePreview {
    from: Named,
    into: Named,
    seen: String,
    changed_since: bool,
    takes_inputs: bool,
    moved: Vec<Rows>,
    left: Vec<Rows>,
    late: Vec<Changed>,
    stands: Vec<Changed>,
}

/// Something that is another than it was, or would be.
#[derive(Serialize)]
struct Changed {
    /// What kind of thing, where the table does not say it: messages are `stored-NAME`.
    table: String,
    subject: String,
    before: String,
    after: String,
}

/// What lateness leaves of something, before and after.
fn late(reckoned: &[Reckoned], reader: &Reader) -> Vec<Changed> {
    let row = |one: &Reckoned| Changed {
        table: String::new(),
        subject: reader.subject(&one.subject()),
        before: reader.grade(&one.before),
        after: reader.grade(&one.after),
    };
    reckoned.iter().map(row).collect()
}

/// What stays with the one of this login, as it came and as it is.
fn changed(rows: Vec<ChangedSince>, reader: &Reader) -> Vec<Changed> {
    let said = |given: &Option<Given>| match given {
        Some(Given::Override(given)) => reader.given(given),
        Some(Given::Extension(extension)) => reader.extension(extension),
        Some(Given::Exam(points)) => points.show(reader.lang),
        Some(Given::Grade(Some(answer))) => {
            message!("person-of-answer", id = answer.to_string()).text(reader.lang)
        }
        Some(Given::Canvas(number)) => number.clone(),
        Some(Given::Grade(None)) | None => String::new(),
    };
    let row = |row: ChangedSince| Changed {
        before: said(&row.was),
        after: said(&row.is),
        table: row.table,
        subject: row.of.unwrap_or_default(),
    };
    rows.into_iter().map(row).collect()
}

/// Where both stand, before and after.
fn stands(moving: [Moving; 2], whose: [&User; 2], lang: Lang) -> Vec<Changed> {
    let said = |stand: Option<Stand>| {
        stand.map_or_else(String::new, |stand| {
            let (points, grade) = (stand.total.show(lang), stand.grade.to_string());
            message!("person-stands-at", points = points, grade = grade).text(lang)
        })
    };
    let row = |(moving, user): (Moving, &User)| Changed {
        table: String::new(),
        subject: format!("{} ({})", user.name, user.login),
        before: said(moving.before),
        after: said(moving.after),
    };
    moving.into_iter().zip(whose).map(row).collect()
}

/// `POST /roster/{login}/merge`: shows what becomes of both; done once exactly that was confirmed.
pub async fn merge(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(form): Form<MergeForm>,
) -> Result<Response, AppError> {
    let (app, actor) = (&server.app, &teacher.0.user);
    let merging = merging(app, actor, &login, &form.into).await?;
    let shown = fingerprint(&merging.merged);
    if form.seen == shown {
        let done = merging.merge(&app.store, &actor.login, app.now());
        done.await?;
        let into = &merging.into.login;
        return Ok(Redirect::to(&format!("/roster/{into}")).into_response());
    }
    let Merging { from, into, merged } = merging;
    let reader = Reader::of(app, &teacher).await?;
    let moving = Moving::merged(&app.course().await?.course, &merged.holdings);
    let view = MergePreview {
        changed_since: !form.seen.is_empty(),
        seen: shown,
        stands: stands(moving, [&from, &into], reader.lang),
        from: named(from),
        into: named(into),
        takes_inputs: merged.merge.takes_inputs,
        late: late(&merged.late, &reader),
        moved: rows(merged.merge.moved),
        left: rows(merged.left),
    };
    let visitor = &teacher.0.visitor;
    Ok(server
        .page("person_merge.html", visitor, &view)?
        .into_response())
}

/// Who is to be a person of their own again, and the fingerprint of what was shown.
#[derive(Deserialize)]
pub struct PartForm {
    part: String,
    #[serde(default)]
    seen: String,
}

#[derive(Serialize)]
struct PartPreview {
    from: Named,
    into: Named,
    seen: String,
    changed_since: bool,
    takes_inputs: bool,
    was_active: bool,
    moved: Vec<Rows>,
    changed: Vec<Changed>,
    late: Vec<Changed>,
    stands: Vec<Changed>,
}

/// `POST /roster/{login}/part`: shows what becomes of both; makes two of one again once exactly that was confirmed.
pub async fn part(
    State(server): State<ServerState>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(form): Form<PartForm>,
) -> Result<Response, AppError> {
    let (app, actor) = (&server.app, &teacher.0.user);
    let parting = parting(app, actor, &login, &form.part).await?;
    let shown = fingerprint(&parting.parted);
    if form.seen == shown {
        let done = parting.part(&app.store, &actor.login, app.now());
        done.await?;
        let from = &parting.from.login;
        return Ok(Redirect::to(&format!("/roster/{from}")).into_response());
    }
    let (from, into, parted) = (parting.from, parting.into, parting.parted);
    let reader = Reader::of(app, &teacher).await?;
    let moving = Moving::parted(&app.course().await?.course, &parted.holdings);
    let view = PartPreview {
        changed_since: !form.seen.is_empty(),
        seen: shown,
        stands: stands(moving, [&from, &into], reader.lang),
        from: named(from),
        into: named(into),
        takes_inputs: parted.merge.takes_inputs,
        was_active: parted.merge.was_active,
        late: late(&parted.late, &reader),
        changed: changed(parted.changed, &reader),
        moved: rows(parted.merge.moved),
    };
    let visitor = &teacher.0.visitor;
    Ok(server
        .page("person_part.html", visitor, &view)?
        .into_response())
}

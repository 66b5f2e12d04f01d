//! What a list would change: shown before anything is written, a page at a time.

use crate::import::roster::{Entry, Namesakes, Plan};
use crate::service::error::ServiceError;
use crate::service::people::{Wishes, planned};
use crate::service::previews::{self, Wanted};
use crate::store::{Details, User};
use crate::web::error::AppError;
use crate::web::paging::{Paging, Part, ROWS};
use crate::web::previewed::{Turned, fingerprint};
use crate::web::refused_rows::{RefusedRow, refused};
use crate::web::state::ServerState;
use crate::web::table_form::TableForm;
use crate::web::visitor::{Person, Teacher};
use axum::response::{IntoResponse as _, Response};
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Serialize)]
struct Preview {
    /// The key of the list.
    kept: String,
    seen: String,
    deactivate: bool,
    /// What was decided of namesakes, and how many wait for it.
    namesakes: String,
    undecided: usize,
    changed_since: bool,
    new: Vec<EntryRow>,
    new_all: usize,
    changed: Vec<ChangedRow>,
    changed_all: usize,
    gone: Vec<EntryRow>,
    gone_all: usize,
    other_logins: Vec<OtherRow>,
    same: usize,
    refused: Vec<RefusedRow>,
    refused_all: usize,
    paging: Paging,
    /// How many rows would be written.
    writes: usize,
    /// How many others there are where the list comes from, who are left out.
    others: usize,
}

/// What was chosen of a list that was looked at.
#[derive(Clone, Default, Serialize, Deserialize)]
pub struct Looked {
    /// Whether those who are not in it are deactivated.
    pub deactivate: bool,
    /// What was decided of namesakes.
    pub namesakes: String,
    /// Whether something else was confirmed.
    pub changed_since: bool,
    /// How many others there are where it comes from.
    pub others: usize,
}

#[derive(Serialize)]
struct EntryRow {
    login: String,
    name: String,
    role: &'static str,
    details: Details,
}

#[derive(Serialize)]
struct OtherRow {
    listed: String,
    kept: String,
}

#[derive(Serialize)]
struct ChangedRow {
    login: String,
    before: EntryRow,
    after: EntryRow,
    returns: bool,
}

fn entry_row(entry: &Entry) -> EntryRow {
    EntryRow {
        login: entry.login.clone(),
        name: entry.name.clone(),
        role: entry.role.name(),
        details: entry.details.clone(),
    }
}

fn user_row(user: &User) -> EntryRow {
    EntryRow {
        login: user.login.clone(),
        name: user.name.clone(),
        role: user.role.name(),
        details: user.details.clone(),
    }
}

/// The page that shows what a list would change; the list is kept as long as it is looked at.
///
/// # Errors
/// When the page fails.
pub async fn preview(
    server: &ServerState,
    person: &Person,
    plan: &Plan,
    looked: Looked,
    text: String,
) -> Result<Response, AppError> {
    let typed = serde_json::to_value(&looked).map_err(|_| ServiceError::Internal)?;
    let kept = Wanted::Roster { text, typed };
    let key = previews::keep(&server.app, &person.user, &kept).await?;
    let first = Turned::first(&key);
    shown(server, person, plan, looked, first)
}

/// Another page of what a list would change.
///
/// # Errors
/// When the database fails, or the list lacks by now what it must have.
pub async fn turned(
    server: &ServerState,
    teacher: &Teacher,
    turned: Turned<'_>,
    text: &str,
    typed: &Value,
) -> Result<Response, AppError> {
    let looked = Looked::deserialize(typed).map_err(|_| ServiceError::Internal)?;
    let wishes = Wishes {
        deactivate: looked.deactivate,
        namesakes: decided(&looked.namesakes).0,
    };
    let (app, person) = (&server.app, &teacher.0);
    let table = TableForm::again(app, text).await?;
    let plan = planned(app, &person.user, &table, wishes).await?;
    shown(server, person, &plan, looked, turned)
}

fn shown(
    server: &ServerState,
    person: &Person,
    plan: &Plan,
    looked: Looked,
    turned: Turned<'_>,
) -> Result<Response, AppError> {
    let all = plan.refused.len()
        + plan.gone.len()
        + plan.other_logins.len()
        + plan.changed.len()
        + plan.new.len();
    let (shown, paging) = Paging::of(all, ROWS, turned.page, |page| turned.link(page));
    let mut part = Part::new(shown);
    let refused = refused(part.of(&plan.refused), person.lang());
    let gone = part.of(&plan.gone).iter().map(user_row).collect();
    let other_logins = part.of(&plan.other_logins).iter().map(|other| OtherRow {
        listed: other.listed.clone(),
        kept: other.kept.clone(),
    });
    let other_logins = other_logins.collect();
    let changed = part.of(&plan.changed).iter().map(|c| ChangedRow {
        login: c.before.login.clone(),
        before: user_row(&c.before),
        after: entry_row(&c.after),
        returns: !c.before.active,
    });
    let changed = changed.collect();
    let view = Preview {
        changed_since: looked.changed_since,
        namesakes: looked.namesakes,
        undecided: plan.namesakes,
        kept: turned.key.to_owned(),
        seen: fingerprint(plan),
        deactivate: looked.deactivate,
        others: looked.others,
        new: part.of(&plan.new).iter().map(entry_row).collect(),
        new_all: plan.new.len(),
        changed,
        changed_all: plan.changed.len(),
        gone,
        gone_all: plan.gone.len(),
        other_logins,
        same: plan.same,
        refused,
        refused_all: plan.refused.len(),
        writes: plan.writes(),
        paging,
    };
    let visitor = &person.visitor;
    Ok(server
        .page("roster_preview.html", visitor, &view)?
        .into_response())
}

/// What a word says of namesakes, and the word.
pub(super) fn decided(word: &str) -> (Namesakes, &'static str) {
    match word {
        "same" => (Namesakes::Same, "same"),
        "new" => (Namesakes::New, "new"),
        _ => (Namesakes::Ask, ""),
    }
}

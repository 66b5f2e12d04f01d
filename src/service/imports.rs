//! Lists that were taken in, and how one is taken back.

use super::app::App;
use super::error::ServiceError;
use crate::ids::EntryId;
use crate::store::{Action, AuditEntry, List, Recorded, Role, TakenBack, User};

/// The entry of an import with the changes that came with it.
///
/// # Errors
/// When there is no such import, or the database fails.
pub async fn import(app: &App, id: EntryId) -> Result<(AuditEntry, Vec<AuditEntry>), ServiceError> {
    let entry = app.store.audit_entry(id).await?;
    let entry = entry.filter(|entry| list_of(entry).is_some());
    let entry = entry.ok_or(ServiceError::NotFound)?;
    let rows = app.store.import_rows(id).await?;
    Ok((entry, rows))
}

/// What an import is a list of.
pub fn list_of(entry: &AuditEntry) -> Option<List> {
    match entry.recorded {
        Recorded::Action(Action::Import { list, .. }) => Some(list),
        _ => None,
    }
}

/// What taking an import back would do.
///
/// # Errors
/// When there is no such import, it is not this person's to take back, or the database fails.
pub async fn preview(app: &App, actor: &User, id: EntryId) -> Result<TakenBack, ServiceError> {
    let taken = app.store.preview_taking_back(id, app.now()).await?;
    let taken = taken.ok_or(ServiceError::NotFound)?;
    if actor.role < Role::Owner && taken.undone.iter().any(gives_roles) {
        return Err(ServiceError::Forbidden);
    }
    Ok(taken)
}

/// Takes an import back as it was `seen`; `None` where that would do something else now.
///
/// # Errors
/// When it is not this person's to take back, or the database fails.
pub async fn take_back(
    app: &App,
    actor: &User,
    id: EntryId,
    seen: &TakenBack,
) -> Result<Option<EntryId>, ServiceError> {
    let done = app.store.take_back(id, seen, &actor.login, app.now());
    Ok(done.await?)
}

/// Whether a change is about somebody above a student: that is an owner's.
fn gives_roles(entry: &AuditEntry) -> bool {
    let Recorded::Action(Action::User(change)) = &entry.recorded else {
        return false;
    };
    let sides = [&change.before, &change.after];
    sides
        .into_iter()
        .flatten()
        .any(|person| person.role > Role::Student)
}

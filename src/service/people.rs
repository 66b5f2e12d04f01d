//! Who is in the course: lists of people, and the links by which they sign in.

use super::app::App;
use super::error::ServiceError;
use crate::ids::EntryId;
use crate::import::class::Class;
use crate::import::roster::{Namesakes, Plan, plan};
use crate::import::table::Table;
use crate::report::links::Link;
use crate::store::{LINK_DAYS, Role, User};
use jiff::SignedDuration;

/// Students and graders are any teacher's; everybody else is an owner's. Nobody changes themselves: the last owner could lock everybody out.
pub fn may_change(actor: &User, user: &User) -> bool {
    let own = user.id == actor.id;
    !own && may_give(actor, user.role)
}

/// Whether this person gives a role: teachers make graders, owners make teachers.
pub fn may_give(actor: &User, role: Role) -> bool {
    role <= Role::Grader || actor.role == Role::Owner
}

/// Somebody whom this person may change.
///
/// # Errors
/// When there is nobody of this login, or it is not this person's to change them.
pub async fn changeable(app: &App, actor: &User, login: &str) -> Result<User, ServiceError> {
    let user = app.store.user(login).await?;
    let user = user.ok_or(ServiceError::NotFound)?;
    if may_change(actor, &user) {
        Ok(user)
    } else {
        Err(ServiceError::Forbidden)
    }
}

/// What a teacher decides of a list.
#[derive(Clone, Copy, Debug, Default)]
pub struct Wishes {
    /// Whether students who are not in it are deactivated.
    pub deactivate: bool,
    /// What is made of rows that are nobody by their keys and bear the name of somebody.
    pub namesakes: Namesakes,
}

/// What a list would change; nobody is gone unless that is asked for.
///
/// # Errors
/// When the list lacks what it must have, or the database fails.
pub async fn planned(
    app: &App,
    actor: &User,
    table: &Table,
    wishes: Wishes,
) -> Result<Plan, ServiceError> {
    let people = app.store.users().await?;
    let other_logins = app.store.other_logins().await?;
    let class = Class::new(&people, &other_logins);
    let plan = plan(table, &class, actor.role, wishes.namesakes);
    let mut plan = plan.map_err(|e| ServiceError::invalid("CSV", &e))?;
    if !wishes.deactivate {
        plan.gone.clear();
    }
    Ok(plan)
}

/// A list that was taken in.
#[derive(Debug)]
pub struct Applied {
    /// Its entry of the audit; none where nothing changed.
    pub entry: Option<EntryId>,
    /// Links of those who are new.
    pub links: Vec<Link>,
}

/// Does what was planned, and invites those who are new to the server at this address.
///
/// # Errors
/// When the database fails.
pub async fn apply(
    app: &App,
    actor: &User,
    plan: &Plan,
    base_url: &str,
) -> Result<Applied, ServiceError> {
    let people = plan.people();
    let put = app
        .store
        .put_roster(&people, &plan.gone, &actor.login, app.now())
        .await?;
    Ok(Applied {
        entry: put.entry,
        links: invite(app, actor, put.added, LINK_DAYS, base_url).await?,
    })
}

/// New links to the server at this address for these people, which end their earlier ones.
///
/// # Errors
/// When the database fails.
pub async fn invite(
    app: &App,
    actor: &User,
    people: Vec<User>,
    days: i64,
    base_url: &str,
) -> Result<Vec<Link>, ServiceError> {
    let ids: Vec<_> = people.iter().map(|user| user.id).collect();
    let lasts = SignedDuration::from_hours(24 * days);
    let secrets = app
        .store
        .new_links(&ids, lasts, &actor.login, app.now())
        .await?;
    let links = people.into_iter().zip(secrets);
    Ok(links
        .map(|(user, secret)| Link::new(user, secret, base_url))
        .collect())
}

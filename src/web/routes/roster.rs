//! Who is in the course, with which role; who comes with a list, and who is gone?

use crate::ids::EntryId;
use crate::import::roster::{Entry, Namesakes, Plan};
use crate::report::links::Link;
use crate::report::names::family_first;
use crate::report::search::{folded, matches};
use crate::service::app::App;
use crate::service::error::ServiceError;
use crate::service::people::{Wishes, apply, changeable, may_change, may_give, planned};
use crate::service::previews::{self, Wanted as Kept};
use crate::service::sign_in::local;
use crate::store::{Details, LINK_DAYS, MOST_LINK_DAYS, Role, User};
use crate::web::error::AppError;
use crate::web::paging::{Paging, Part};
use crate::web::previewed::Turned;
use crate::web::query::query;
use crate::web::refused_rows::{RefusedRow, refused};
use crate::web::state::ServerState;
use crate::web::table_form::{NoTable, TableForm};
use crate::web::visitor::{Person, Teacher};
use axum::Form;
use axum::extract::multipart::MultipartRejection;
use axum::extract::{Multipart, Path, Query, State};
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse as _, Redirect, Response};
use l10n::message;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use std::sync::Arc;

/// Rows of a page: three forms each.
const ROWS: usize = 50;
/// Rows of a page of what a list would change.
const LISTED: usize = 200;

/// Whom to show.
#[derive(Clone, Default, Deserialize)]
#[serde(default)]
pub struct Wanted {
    q: String,
    page: String,
}

impl Wanted {
    fn link(&self, page: &str) -> String {
        format!("/roster{}", query(&[("q", self.q.trim()), ("page", page)]))
    }
}

#[derive(Serialize)]
struct View {
    people: Vec<PersonRow>,
    paging: Paging,
    all: usize,
    found: usize,
    q: String,
    /// Where a form leads back to, where that is not the whole list.
    back: Option<String>,
    roles: Vec<&'static str>,
    /// Whether the visitor gives roles.
    owner: bool,
    /// Links made just now: shown once.
    links: Vec<Link>,
    /// How many days they work; how many unless the teacher says otherwise; how many at most.
    days: i64,
    usual_days: i64,
    most_days: i64,
    changed: Option<usize>,
    /// The entry of the audit of a list taken in just now.
    list: Option<EntryId>,
    /// Why the list that was sent is none, and what was pasted.
    refused: Option<String>,
    pasted: String,
}

#[derive(Serialize)]
struct PersonRow {
    login: String,
    name: String,
    role: &'static str,
    active: bool,
    /// Whether the person has never signed in.
    never: bool,
    /// Whether the visitor may change this person.
    may: bool,
    details: Details,
}

/// `GET /roster`.
pub async fn show(
    State(server): State<ServerState>,
    teacher: Teacher,
    Query(wanted): Query<Wanted>,
) -> Result<Html<String>, AppError> {
    let came = Came {
        wanted,
        ..Came::default()
    };
    page(&server, &teacher.0, came).await
}

/// What the page comes with, beside the people.
pub struct Came {
    /// Links made just now, and the days that they work.
    pub links: Vec<Link>,
    /// The days.
    pub days: i64,
    /// How many people a list has changed.
    pub changed: Option<usize>,
    /// The entry of the audit of that list.
    pub list: Option<EntryId>,
    /// A form whose table cannot be used.
    pub refused: Option<NoTable>,
    /// Whom to show.
    pub wanted: Wanted,
}

impl Default for Came {
    fn default() -> Self {
        Self {
            links: Vec::new(),
            days: LINK_DAYS,
            changed: None,
            list: None,
            refused: None,
            wanted: Wanted::default(),
        }
    }
}

/// The page, with what it comes with.
///
/// # Errors
/// When the database fails.
pub async fn page(
    server: &ServerState,
    person: &Person,
    came: Came,
) -> Result<Html<String>, AppError> {
    let Came {
        links,
        days,
        changed,
        list,
        refused,
        wanted,
    } = came;
    let app = &server.app;
    let mut people = app.store.users().await?;
    let all = people.len();
    people.retain(|u| {
        matches(
            &wanted.q,
            &[
                &u.name,
                &u.login,
                &u.details.email,
                &u.details.group,
                &u.details.student_id,
            ],
        )
    });
    let listed = |u: &User| family_first(&u.name, &u.details.family_name);
    people.sort_by_cached_key(|u| (!u.active, std::cmp::Reverse(u.role), folded(&listed(u))));
    let (found, here) = (people.len(), wanted.link(&wanted.page));
    let (shown, paging) = Paging::of(found, ROWS, &wanted.page, |page| wanted.link(page));
    let never = app.store.never_signed_in().await?;
    let row = |user: User| PersonRow {
        never: never.contains(&user.id),
        may: may_change(&person.user, &user),
        role: user.role.name(),
        active: user.active,
        name: listed(&user),
        login: user.login,
        details: user.details,
    };
    let view = View {
        people: people.drain(shown).map(row).collect(),
        paging,
        all,
        found,
        q: wanted.q.trim().to_owned(),
        back: (here != "/roster").then_some(here),
        roles: Role::ALL
            .into_iter()
            .filter(|role| may_give(&person.user, *role))
            .map(Role::name)
            .collect(),
        owner: person.user.role == Role::Owner,
        links,
        days,
        usual_days: LINK_DAYS,
        most_days: MOST_LINK_DAYS,
        changed,
        list,
        pasted: refused.as_ref().map_or("", NoTable::text).to_owned(),
        refused: refused.map(|refused| refused.why(person.lang())),
    };
    server.page("roster.html", &person.visitor, &view)
}

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

/// `POST /roster`: shows what a list would change; done once exactly that was confirmed.
pub async fn import(
    State(server): State<ServerState>,
    teacher: Teacher,
    form: Result<Multipart, MultipartRejection>,
) -> Result<Response, AppError> {
    let app = &server.app;
    let form = match TableForm::read_kept(form, app, &teacher.0.user).await? {
        Ok(form) => form,
        Err(none) => return refuse(&server, &teacher.0, none).await,
    };
    let deactivate = form.field("deactivate") == "yes";
    let (namesakes, decided) = decided(form.field("namesakes"));
    let wishes = Wishes {
        deactivate,
        namesakes,
    };
    let person = &teacher.0;
    let plan = match planned(app, &person.user, &form.table, wishes).await {
        Err(ServiceError::Invalid(why)) => {
            return refuse(&server, person, form.without_table(why)).await;
        }
        plan => plan?,
    };
    let fingerprint = fingerprint(&plan);
    let seen = form.field("seen");
    if seen == fingerprint {
        let writes = plan.writes();
        let done = apply(app, &person.user, &plan, &server.settings.base_url).await?;
        let came = Came {
            links: done.links,
            changed: Some(writes),
            list: done.entry,
            ..Came::default()
        };
        return Ok(page(&server, person, came).await?.into_response());
    }
    let looked = Looked {
        // A choice made on the page is no change by somebody else.
        changed_since: !seen.is_empty() && form.field("decide").is_empty(),
        namesakes: decided.to_owned(),
        deactivate,
        others: 0,
    };
    preview(&server, person, &plan, looked, form.text).await
}

/// What a word says of namesakes, and the word.
fn decided(word: &str) -> (Namesakes, &'static str) {
    match word {
        "same" => (Namesakes::Same, "same"),
        "new" => (Namesakes::New, "new"),
        _ => (Namesakes::Ask, ""),
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
    let kept = Kept::Roster { text, typed };
    let key = previews::keep(&server.app, &person.user, &kept).await?;
    let first = Turned {
        key: &key,
        page: "",
    };
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
    let plan = planned(app, &person.user, &TableForm::again(text)?, wishes).await?;
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
    let (shown, paging) = Paging::of(all, LISTED, turned.page, |page| turned.link(page));
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

/// The page again, with what was wrong at the field and what was pasted in it.
async fn refuse(
    server: &ServerState,
    person: &Person,
    refused: NoTable,
) -> Result<Response, AppError> {
    let came = Came {
        refused: Some(refused),
        ..Came::default()
    };
    let page = page(server, person, came).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

/// What was shown: a confirmation of something else is shown again and not done.
fn fingerprint(plan: &Plan) -> String {
    hex::encode(Sha256::digest(format!("{plan:?}")))
}

/// A role, and whether the person may sign in.
#[derive(Deserialize)]
pub struct Standing {
    role: Option<String>,
    /// `yes` or `no`.
    active: Option<String>,
    /// Where the form stood.
    #[serde(default)]
    back: String,
}

/// `POST /roster/{login}`: gives a role, or takes away or gives back the right to sign in.
pub async fn change(
    State(app): State<Arc<App>>,
    teacher: Teacher,
    Path(login): Path<String>,
    Form(form): Form<Standing>,
) -> Result<Redirect, AppError> {
    let user = changeable(&app, &teacher.0.user, &login).await?;
    let role = match &form.role {
        Some(text) => text
            .parse()
            .map_err(|_: String| ServiceError::Form(message!("roster-role-unknown")))?,
        None => user.role,
    };
    if role != user.role && !may_give(&teacher.0.user, role) {
        return Err(ServiceError::Forbidden.into());
    }
    let active = match form.active.as_deref() {
        None => user.active,
        Some("yes") => true,
        Some("no") => false,
        Some(_) => return Err(ServiceError::Form(message!("roster-active-unknown")).into()),
    };
    if (role, active) != (user.role, user.active) {
        app.store
            .set_person(&user.login, role, active, &teacher.0.user.login, app.now())
            .await?;
    }
    let back = local(&form.back);
    Ok(Redirect::to(if back.starts_with("/roster") {
        back
    } else {
        "/roster"
    }))
}
